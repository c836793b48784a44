"""What a model does with one input, as Altair charts."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboard.charts.style import (
    ACCENT,
    NEGATIVE,
    PERCENT,
    POSITIVE,
    TEXT,
    Chart,
    readable,
    tooltip,
)
from pipelines.messages import N_

# A label stands in the middle of its row, the first and the last one too.
_ROWS = alt.Axis(ticks=False, domain=False, labelFlush=False, labelOverlap=False, labelLimit=240)


def bars(shares: Mapping[str, float]) -> Chart:
    """A bar for each name, from 0 to 1, in order."""
    data = pd.DataFrame({"name": list(shares), "share": list(shares.values())})
    base = alt.Chart(data).encode(
        x=alt.X("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=PERCENT),
        y=alt.Y("name:N", sort=None, title=None, axis=_ROWS),
    )
    labels = base.mark_text(align="left", dx=5, color=TEXT).encode(
        text=alt.Text("share:Q", format=".1%")
    )
    drawn = base.mark_bar(cornerRadiusEnd=3, color=ACCENT)
    return readable(alt.layer(drawn, labels).properties(height=27 * len(data)))


def effects_by_word(effects: pd.DataFrame) -> Chart:
    """For each word and each way to ask, how far and in which direction it moves the answer.

    Args:
        effects: words in rows, ways in columns; above 0 is towards positive.
    """
    shares = effects / effects.abs().max()
    data = pd.concat(
        [
            pd.DataFrame(
                {"way": way, "word": effects.index, "share": shares[way], "effect": effects[way]}
            )
            for way in effects.columns
        ],
        ignore_index=True,
    ).dropna()
    bars = (
        alt.Chart(data)
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X("share:Q", title=None, scale=alt.Scale(domain=[-1, 1]), axis=None),
            y=alt.Y("word:N", sort=list(effects.index), title=None, axis=_ROWS),
            color=alt.condition("datum.share >= 0", alt.value(POSITIVE), alt.value(NEGATIVE)),
            column=alt.Column("way:N", title=None, sort=list(effects.columns)),
            tooltip=[tooltip(N_("word")), tooltip(N_("effect"), "+.3f")],
        )
        .properties(width=260, height=24 * len(effects))
    )
    return readable(bars.configure_header(labelColor=TEXT, labelFontSize=14))
