"""Charts, tables and results that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.charts.style import Chart, as_svg
from dashboard.exports import Result, as_json, left_out
from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import plain
from dashboard.report.gathering import gather
from dashboard.report.parts import Drawn, Tabled

_ICON = ":material/download:"


def show_chart(chart: Chart, alt: str, name: str, title: str = "") -> None:
    """A chart, and under it the ways to save it.

    Args:
        alt: what it says, in words.
        name: of the files; no other chart on the page may have it.
        title: that stands over it, for a report; none where ``alt`` begins with it.
    """
    gather(f"chart {name}", Drawn(chart, alt, title))
    st.altair_chart(chart, alt=alt)
    with st.popover(_("Save"), icon=_ICON, type="tertiary", key=f"save-{name}"):
        _offer(_("Picture as SVG"), f"{name}.svg", "image/svg+xml", partial(_svg, chart))
        _offer(_("Numbers as CSV"), f"{name}.csv", "text/csv", partial(_numbers, chart))


def show_table(
    table: pd.DataFrame, alt: str, name: str, marked: pd.DataFrame | None = None
) -> None:
    """A table with its index, and under it a way to save it.

    Args:
        alt: what it says, in words.
        name: of the file; no other table on the page may have it.
        marked: of the same shape, which values are bold.
    """
    gather(f"table {name}", _tabled(table, alt, marked))
    drawn = _escaped(table)
    if marked is not None:
        drawn = drawn.mask(marked.to_numpy(), "**" + drawn + "**")
    st.table(drawn, border="horizontal", alt=alt)
    with st.popover(_("Save"), icon=_ICON, type="tertiary", key=f"save-{name}"):
        _offer(_("Table as CSV"), f"{name}.csv", "text/csv", partial(_csv, table))


def _tabled(table: pd.DataFrame, title: str, marked: pd.DataFrame | None) -> Tabled:
    values = table.astype(str).to_numpy().tolist()
    return Tabled(
        title,
        ["" if table.index.name is None else str(table.index.name), *map(str, table.columns)],
        [[str(name), *row] for name, row in zip(table.index, values, strict=True)],
        [] if marked is None else [[False, *row] for row in marked.to_numpy().tolist()],
    )


def _escaped(table: pd.DataFrame) -> pd.DataFrame:
    """Every name and value as text, since Streamlit reads them all as Markdown; heads explained."""

    def shown(value: object) -> str:
        return plain(str(value))

    def head(value: object) -> str:
        return explained(str(value), plain)

    return table.map(shown).rename(index=head, columns=head)


def offer_json(label: str, results: Result | Mapping[str, Result], name: str) -> None:
    """A button that saves what was seen, and what the file leaves out.

    Args:
        results: one, or several by name.
        name: of the file.
    """
    _offer(label, f"{name}.json", "application/json", partial(as_json, results), _ICON)
    if missing := left_out(results):
        st.caption(plain(_("The file leaves out {missing}.", missing=missing)))


def _offer(
    label: str, file: str, kind: str, data: Callable[[], bytes], icon: str | None = None
) -> None:
    st.download_button(
        label, data, file, kind, key=f"download-{file}", on_click="ignore", icon=icon
    )


def _svg(chart: Chart) -> bytes:
    return as_svg(chart).encode()


def _numbers(chart: Chart) -> bytes:
    """What is drawn; the other data sets of a chart are its lines of reference."""
    rows = max(chart.to_dict()["datasets"].values(), key=len)
    return _csv(pd.DataFrame(rows).rename_axis("row"))


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv().encode()
