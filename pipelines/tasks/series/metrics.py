"""Scores of a forecaster: errors, what they save of simple forecasts, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import t

from pipelines.tasks.series.baselines import like_last_season, like_today
from pipelines.tasks.series.comparison import AHEAD, interval, saved
from pipelines.tasks.series.known import HORIZON
from pipelines.tasks.series.results import SeriesTrace
from pipelines.tasks.series.scaling import Parts, truth


class _Walked(NamedTuple):
    """Forecasts of what was measured in the last third, so many steps ahead.

    Attributes:
        errors, today, season: absolute ones of the model and of both simple forecasts, ``(n,)``.
        seeds: those of each seed, ``(M, n)``.
        within: whether the true value lay between low and high, ``(n,)``.
    """

    errors: np.ndarray
    today: np.ndarray
    season: np.ndarray
    seeds: np.ndarray
    within: np.ndarray

    @classmethod
    def of(cls, trace: SeriesTrace, ahead: int, season: int) -> _Walked:
        """By the trace of a whole series; errors in standard deviations of what came before."""
        values, column = np.array(trace.course.values), ahead - 1
        parts = Parts.of(len(values))
        # From the last value before the last third to the last one whose forecast came true or not.
        rows = slice(parts.scored - 1, parts.end - ahead)
        true, unit = truth(trace.course.measured)[rows, column], values[: parts.scored].std()
        there = np.isfinite(true)

        def off(said: np.ndarray) -> np.ndarray:
            return np.asarray(np.abs(said[..., rows, column] - true)[..., there] / unit)

        return cls(
            off(trace.forecasts),
            off(like_today(values)),
            off(like_last_season(values, season)),
            off(trace.by_member),
            ((trace.low[rows, column] <= true) & (true <= trace.high[rows, column]))[there],
        )


def score_traces(traces: Mapping[str, SeriesTrace], seasons: Mapping[str, int]) -> dict[str, Any]:
    """How good forecasts of the last thirds are, walked forward.

    Args:
        traces: of each whole series by name.
        seasons: of each its length.

    Returns:
        saved: of the error of “nothing changes”, in points of 100; the mean of all series, one
        and twelve steps ahead; saved_1 and saved_12 of either. error_1, error_12: mean absolute
        errors in standard deviations of the part that was learnt from, means of all series.
        within: how many true values lie between low and high, the mean of all series and steps
        ahead. by_series: the same of each, with the errors of both simple forecasts, those of each
        seed, and intervals. by_horizon: errors and within of each series, a number a step ahead.
    """
    walked = {
        name: [_Walked.of(trace, ahead + 1, seasons[name]) for ahead in range(HORIZON)]
        for name, trace in traces.items()
    }
    by_series = {
        name: {str(ahead): _ahead(steps[ahead - 1]) for ahead in AHEAD}
        for name, steps in walked.items()
    }
    by_horizon = {name: _by_horizon(steps) for name, steps in walked.items()}
    means = {
        f"{what}_{ahead}": _mean([one[str(ahead)][what] for one in by_series.values()])
        for what in ("saved", "error")
        for ahead in AHEAD
    }
    return {
        "saved": round((means["saved_1"] + means["saved_12"]) / 2, 2),
        **means,
        "within": _mean([share for one in by_horizon.values() for share in one["within"]]),
        "by_series": by_series,
        "by_horizon": by_horizon,
    }


def _ahead(walked: _Walked) -> dict[str, Any]:
    errors, today, seeds = walked.errors, walked.today, walked.seeds.mean(axis=1)
    error_low, error_high, _ = interval(lambda drawn: errors[drawn].mean(axis=1), len(errors))
    saved_low, saved_high, _ = interval(
        lambda drawn: saved(errors[drawn], today[drawn]), len(errors)
    )
    return {
        **_means(walked),
        "error_interval": [round(error_low, 4), round(error_high, 4)],
        "saved": round(float(saved(errors, today)), 2),
        "saved_interval": [round(saved_low, 2), round(saved_high, 2)],
        "by_seed": [round(float(one), 4) for one in seeds],
        "seeds_interval": _of_seeds(seeds),
        "forecasts": len(errors),
    }


def _by_horizon(steps: Sequence[_Walked]) -> dict[str, list[float]]:
    means = [_means(one) for one in steps]
    return {what: [one[what] for one in means] for what in means[0]}


def _means(walked: _Walked) -> dict[str, float]:
    return {
        "error": round(float(walked.errors.mean()), 4),
        "like_today": round(float(walked.today.mean()), 4),
        "like_last_season": round(float(walked.season.mean()), 4),
        "within": round(100 * float(walked.within.mean()), 2),
    }


def _of_seeds(errors: np.ndarray) -> list[float]:
    """Where the mean error of many such seeds lies, with a confidence of 95 %: Student's t."""
    half = 0.0
    if len(errors) > 1:
        half = float(t.ppf(0.975, len(errors) - 1) * errors.std(ddof=1) / len(errors) ** 0.5)
    return [round(float(errors.mean()) - half, 4), round(float(errors.mean()) + half, 4)]


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4)
