"""Scores of a forecaster: errors, what they save of simple forecasts, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import t

from pipelines.tasks.series.baselines import like_last_season, like_today
from pipelines.tasks.series.comparison import AHEAD, interval, saved
from pipelines.tasks.series.known import KNOWN
from pipelines.tasks.series.results import SeriesTrace
from pipelines.tasks.series.scaling import Parts, truth


def score_traces(traces: Mapping[str, SeriesTrace]) -> dict[str, Any]:
    """How good forecasts of the last thirds are, walked forward.

    Args:
        traces: of each whole series by name.

    Returns:
        saved: of the error of “nothing changes”, in points of 100; the mean of all series, one
        and twelve steps ahead; saved_1 and saved_12 of either. error_1, error_12: mean absolute
        errors in standard deviations of the part that was learnt from, means of all series.
        within: how many true values lie between low and high. by_series: the same of each, with
        the errors of both simple forecasts, those of each seed, and intervals.
    """
    by_series = {
        name: {str(ahead): _ahead(trace, ahead) for ahead in AHEAD}
        for name, trace in traces.items()
    }
    means = {
        f"{what}_{ahead}": _mean([one[str(ahead)][what] for one in by_series.values()])
        for what in ("saved", "error")
        for ahead in AHEAD
    }
    within = [one[str(ahead)]["within"] for one in by_series.values() for ahead in AHEAD]
    return {
        "saved": round((means["saved_1"] + means["saved_12"]) / 2, 2),
        **means,
        "within": _mean(within),
        "by_series": by_series,
    }


def _ahead(trace: SeriesTrace, ahead: int) -> dict[str, Any]:
    values, column = np.array(trace.course.values), ahead - 1
    parts = Parts.of(len(values))
    # From the last value before the last third to the last one whose forecast came true or not.
    rows = slice(parts.scored - 1, parts.end - ahead)
    true, unit = truth(values)[rows, column], values[: parts.scored].std()

    def off(said: np.ndarray) -> np.ndarray:
        """Absolute errors ``(…, n)`` of forecasts ``(…, T, H)``."""
        return np.asarray(np.abs(said[..., rows, column] - true) / unit)

    errors, seeds = off(trace.forecasts), off(trace.by_member).mean(axis=1)
    today = off(like_today(values))
    season = off(like_last_season(values, KNOWN[trace.course.name].season))
    low, high = trace.low[rows, column], trace.high[rows, column]
    error_low, error_high, _ = interval(lambda drawn: errors[drawn].mean(axis=1), len(errors))
    saved_low, saved_high, _ = interval(
        lambda drawn: saved(errors[drawn], today[drawn]), len(errors)
    )
    return {
        "error": round(float(errors.mean()), 4),
        "error_interval": [round(error_low, 4), round(error_high, 4)],
        "like_today": round(float(today.mean()), 4),
        "like_last_season": round(float(season.mean()), 4),
        "saved": round(float(saved(errors, today)), 2),
        "saved_interval": [round(saved_low, 2), round(saved_high, 2)],
        "by_seed": [round(float(one), 4) for one in seeds],
        "seeds_interval": _of_seeds(seeds),
        "within": round(100 * float(((low <= true) & (true <= high)).mean()), 2),
        "forecasts": len(errors),
    }


def _of_seeds(errors: np.ndarray) -> list[float]:
    """Where the mean error of many such seeds lies, with a confidence of 95 %: Student's t."""
    half = 0.0
    if len(errors) > 1:
        half = float(t.ppf(0.975, len(errors) - 1) * errors.std(ddof=1) / len(errors) ** 0.5)
    return [round(float(errors.mean()) - half, 4), round(float(errors.mean()) + half, 4)]


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4)
