"""Curves as the player shows them: they grow, step by step."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dashboard.language import _
from dashboard.player.payload import Payload, fingerprint


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
    return Payload().packed(
        {
            "show": "plotting",
            "id": fingerprint(sorted(curves.items()), x_title, y_title),
            "start": 0,
            "steps": max(len(values) for values in curves.values()),
            "first": first,
            "x_title": x_title,
            "y_title": y_title,
            "lanes": [
                {"name": name, "values": [v if math.isfinite(v) else None for v in values]}
                for name, values in curves.items()
            ],
            "not_in_link": _("the tab"),
        }
    )
