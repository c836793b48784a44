"""What all charts share: colours, axes, the look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from dashboard.language import locale_of_viewer, told
from pipelines.language import marks_of_numbers

# Chosen to stand out on the light and on the dark background alike.
POSITIVE, NEGATIVE, NEUTRAL, ACCENT = "#2f86c9", "#d9691f", "#7d8a90", "#1d8a94"
Chart = alt.Chart | alt.LayerChart | alt.FacetChart
PERCENT = alt.Axis(format="%", grid=True, tickCount=3)
# A colour that has enough contrast on a light and on a dark page is the text's own, which a browser
# knows only in SVG.
TEXT = "currentColor"


def readable(chart: Chart) -> Chart:
    """``chart`` in the colours of the page."""
    styled: Chart = (
        chart.configure(locale=_locale())
        .configure_axis(labelColor=TEXT, titleColor=TEXT, titlePadding=6)
        .configure_legend(labelColor=TEXT, titleColor=TEXT, padding=0, offset=8)
        .properties(usermeta={"embedOptions": {"renderer": "svg"}})
    )
    return styled


def _locale() -> alt.Locale:
    marks = marks_of_numbers(locale_of_viewer())
    numbers = alt.NumberLocale(
        decimal=marks["."],
        thousands=marks[","],
        percent=marks["%"],
        grouping=[3],
        currency=["", ""],
    )
    return alt.Locale(number=numbers)


def tooltip(field: str, form: str | None = None) -> alt.Tooltip:
    """What a pointer tells of a field, by its name, and as a number of that form."""
    return alt.Tooltip(field, title=told(field), format=form or alt.Undefined)


def colour_of_model(curves: Mapping[str, object], models: Sequence[str]) -> alt.Color | alt.Value:
    """One line has the accent; several have a colour each, the same in every chart of a page."""
    if len(curves) == 1 and len(models) <= 1:
        return alt.value(ACCENT)
    return alt.Color(
        "model:N",
        title=None,
        scale=alt.Scale(domain=list(models or curves)),
        legend=alt.Legend(orient="top", columns=2, values=list(curves)),
    )
