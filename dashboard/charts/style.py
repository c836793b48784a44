"""What all charts share: colours, axes, the look."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.language import locale_of_viewer, number, told
from pipelines.language import marks_of_numbers

# Chosen to stand out on the light and on the dark background alike.
POSITIVE, NEGATIVE, NEUTRAL, ACCENT = "#2f86c9", "#d9691f", "#7d8a90", "#1d8a94"
Chart = alt.Chart | alt.LayerChart | alt.FacetChart
PERCENT = alt.Axis(format="%", grid=True, tickCount=3)
# A colour that has enough contrast on a light and on a dark page is the text's own, which a browser
# knows only in SVG.
TEXT = "currentColor"
_AXES: Mapping[str, Any] = {"labelColor": TEXT, "titleColor": TEXT, "titlePadding": 6}
_LEGENDS: Mapping[str, Any] = {"labelColor": TEXT, "titleColor": TEXT, "padding": 0, "offset": 8}
# On a stage, in pixels of a drawing that is then as large as there is room.
_WIDE, _LOW, _LETTERS = 860, 220, 16
_LINES: Mapping[str, Any] = {
    "gridColor": TEXT,
    "gridOpacity": 0.15,
    "domainColor": TEXT,
    "tickColor": TEXT,
}
_MODELS = 6  # Colours for them.


def readable(chart: Chart) -> Chart:
    """``chart`` in the colours of the page."""
    styled: Chart = (
        chart.configure(locale=_locale())
        .configure_axis(**_AXES)
        .configure_legend(**_LEGENDS)
        .properties(usermeta={"embedOptions": {"renderer": "svg"}})
    )
    return styled


def staged(chart: Chart) -> Chart:
    """``chart`` for the back row: wide, in large letters, with the colours that a stage gives."""
    low = {} if isinstance(chart, alt.FacetChart) else {"width": _WIDE}
    if isinstance(getattr(chart, "height", None), int):
        low["height"] = min(chart.height, _LOW)
    styled: Chart = (
        chart.properties(background="transparent", **low)
        .configure_range(category=[f"var(--model-{place})" for place in range(_MODELS)])
        .configure_axis(**_AXES, **_LINES, labelFontSize=_LETTERS, titleFontSize=_LETTERS)
        .configure_legend(**_LEGENDS, labelFontSize=_LETTERS, symbolStrokeWidth=4)
        .configure_text(fontSize=_LETTERS)
        .configure_view(stroke=None)
    )
    return styled


def as_svg(chart: Chart) -> str:
    """``chart`` as a drawing."""
    file = io.StringIO()
    chart.save(file, format="svg")  # Altair draws it here; no browser and no network are needed.
    return file.getvalue()


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


def powers_of_ten(values: pd.Series) -> alt.Axis:
    """A logarithmic axis: about five, from below the least to above the greatest of ``values``.

    Args:
        values: all above 0.
    """
    if values.empty:
        return alt.Axis()
    low, high = math.floor(math.log10(values.min())), math.ceil(math.log10(values.max()))
    powers = range(low, high + 1, max(1, (high - low) // 4))
    said = [number(10.0**power, ",g") for power in range(low, high + 1)]
    label = f"{said}[round(log(datum.value) / LN10) - {low}]"
    return alt.Axis(values=[10.0**power for power in powers], labelExpr=label)


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
