"""Curves as the player shows them: they grow, step by step, and may be forecast before they do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.language import _
from dashboard.player.payload import Payload, fingerprint


@dataclass(frozen=True)
class Ahead:
    """What was said, after each value of a curve, of the next ones.

    Attributes:
        values: ``(T, H)``; NaN where nothing was said.
        band: between which most of the next ones should lie, two of ``(T, H)``; None without one.
        window: how many values are seen at once; None where all that came before may count.
        plain: whether it is but a simple rule, to compare with.
    """

    values: np.ndarray
    band: tuple[np.ndarray, np.ndarray] | None = None
    window: int | None = None
    plain: bool = False


@dataclass(frozen=True)
class Stage:
    """How a forecast curve comes.

    Attributes:
        steps: a name for each step, such as "1957-03".
        start: the step that the show begins with.
        new: the first step that nobody learnt from.
    """

    steps: Sequence[str]
    start: int
    new: int


def plotting_show(
    curves: Mapping[str, Sequence[float]], x_title: str, y_title: str, *, first: int = 1
) -> bytes:
    """One or several curves over the same steps, by name.

    Args:
        curves: one value a step, as many steps as the longest of them has; whatever is no finite
            number leaves a gap. At least one is finite.
        x_title: what a step is, such as "epoch".
        y_title: what is measured, with its unit where it has one.
        first: the number of the first step.
    """
    description = _described(curves, x_title, y_title)
    return Payload().packed({**description, "first": first, "not_in_link": _("the tab")})


def forecasting_show(
    truth: tuple[str, Sequence[float]],
    ahead: Mapping[str, Ahead],
    stage: Stage,
    x_title: str,
    y_title: str,
    not_in_link: str = "",
) -> bytes:
    """A curve that comes value by value, and what was said of the next ones before they came.

    Args:
        truth: its name, and its values.
        ahead: by whom it was said; as many steps as the curve has.
        stage: how it comes.
        x_title: what a step is, such as "month".
        y_title: what is measured, with its unit.
        not_in_link: what a link to it leaves out.
    """
    name, values = truth
    first = next(iter(ahead.values()))
    return Payload().packed(
        {
            **_described({name: values}, x_title, y_title),
            "id": fingerprint(name, list(values), repr(ahead)),
            "start": stage.start,
            "first": 1,
            "names": list(stage.steps),
            "new": stage.new,
            "room": first.values.shape[1],
            "ahead": [
                {
                    "name": name,
                    "values": _finite(one.values),
                    "band": [_finite(edge) for edge in one.band] if one.band else None,
                    "window": one.window,
                    "plain": one.plain,
                }
                for name, one in ahead.items()
            ],
            "not_in_link": not_in_link,
        }
    )


def _described(curves: Mapping[str, Sequence[float]], x_title: str, y_title: str) -> dict[str, Any]:
    return {
        "show": "plotting",
        "id": fingerprint(sorted(curves.items()), x_title, y_title),
        "start": 0,
        "steps": max(len(values) for values in curves.values()),
        "x_title": x_title,
        "y_title": y_title,
        "lanes": [
            {"name": name, "values": [v if math.isfinite(v) else None for v in values]}
            for name, values in curves.items()
        ],
    }


def _finite(rows: np.ndarray) -> list[list[float | None]]:
    """Numbers of as many digits as a plot can show."""
    return [[float(f"{v:.6g}") if math.isfinite(v) else None for v in row] for row in rows]
