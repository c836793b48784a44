"""What came of many inputs: a table that is sorted, searched and filtered, slices and extremes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.batch.results import Results, results_of
from dashboard.batch.saving import as_csv, as_excel, as_parquet
from dashboard.language import _, ngettext, number, told
from dashboard.messages import plain
from dashboard.report.gathering import gather, gather_models, gather_said
from dashboard.report.parts import Tabled
from dashboard.show import Show
from dashboard.views.batch_inputs import Asked
from dashboard.views.batch_photos import show_texts
from dashboard.views.batch_slices import holding, show_slices
from dashboard.views.report import offer_report
from pipelines.batch.scorers import rows_of
from pipelines.messages import N_

_LONGEST = 2_000  # Characters of a cell that are drawn; a file holds all of them.
_IN_REPORT, _COLUMNS = 300, 3  # Characters of a cell, and columns of an answer that fit on paper.
_ALL, _HIGH, _LOW = "rows", 360, 220  # The list of all rows; in pixels.
_STAGED = "batch-staged"
_EXTREMES = {
    "clearest": N_("The clearest"),
    "doubtful": N_("The most doubtful"),
    "wrong": N_("The most wrong"),
}


def show_results(asked: Asked, show: Show, page: StreamlitPage) -> None:
    """All of it.

    Args:
        show: of the task.
        page: on which one input is put on stage.
    """
    if st.session_state.pop(_STAGED, False):
        st.switch_page(page)
    results = _results(asked, show)
    gather_models([asked.model])
    _summary(asked, results)
    shown = _filtered(results, show)
    if asked.inputs.photos:
        show_texts(asked.inputs, results)
    else:
        _list(shown, _ALL, asked, show, _("Rows and answers."))
    _offer_files(shown)
    if not asked.inputs.photos:
        show_slices(results, asked)
    _show_extremes(results, asked, show)
    title = _("{file}, answered by {model}", file=asked.name[:100], model=asked.model.name)
    offer_report(title, f"{asked.job.task}-batch")


def _results(asked: Asked, show: Show) -> Results:
    if show.batch is None:
        raise TypeError(show.task.name)
    columns = list(rows_of(asked.job.task).columns)
    return results_of(
        asked.inputs, asked.job.answers, asked.given, asked.truth, show.batch, columns, told
    )


def _summary(asked: Asked, results: Results) -> None:
    failed = int(results.table[results.problem].notna().sum())
    said = [
        _(
            "**{n:,} rows of {file}, answered by {model}.**",
            n=len(results.table),
            file=plain(asked.name[:100]),
            model=plain(asked.model.name),
        )
    ]
    if failed:
        said.append(
            ngettext(
                "{n:,} has a problem, which the column “{column}” tells.",
                "{n:,} have a problem, which the column “{column}” tells.",
                failed,
                column=plain(results.problem),
            )
        )
    judged = results.right.dropna()
    if len(judged):
        said.append(
            _(
                "Of {n:,} whose label says what is right, {share}% are.",
                n=len(judged),
                share=number(100 * float(judged.astype(float).mean()), ".1f"),
            )
        )
    elif asked.truth:
        said.append(
            _(
                "No value of “{column}” is one of the model's labels, so nothing says what is "
                "right.",
                column=plain(asked.truth),
            )
        )
    gather_said("batch", said)
    st.markdown(" ".join(said))


def _filtered(results: Results, show: Show) -> Results:
    """What a viewer looks for: texts, levels, lengths."""
    chosen = pd.Series(True, results.table.index)
    search, levels, lengths = st.columns([2, 2, 2])
    with search:
        wanted = st.text_input(_("Search"), key="batch-search", max_chars=200).casefold()
    if wanted:
        chosen &= holding(results.table[results.given], wanted)
    level = show.batch and show.batch.level
    column = results.table[results.answered[level]] if level else None
    if column is not None:
        with levels:
            picked = st.multiselect(
                _("Answer"),
                sorted(column.dropna().unique()),
                key="batch-levels",
                placeholder=_("all"),
            )
        if picked:
            chosen &= column.isin(picked)
    most = int(results.words.max()) if len(results.words) else 0
    if most > 1:
        with lengths:
            low, high = st.slider(_("Length in words"), 0, most, (0, most), key="batch-words")
        chosen &= results.words.between(low, high)
    return results.where(chosen)


def _list(results: Results, name: str, asked: Asked, show: Show, alt: str) -> None:
    """Rows, of which one that is chosen is put on stage, where there is a stage for it.

    Args:
        name: of the list; no other one has it.
        alt: what it holds, in words; no other one says it.
    """
    key, height = f"batch-{name}", _HIGH if name == _ALL else _LOW
    put = show.batch.put if show.batch else None
    drawn = results.table.map(_drawn)
    if asked.inputs.photos or put is None:
        st.dataframe(drawn, height=height, hide_index=True, key=key, alt=alt)
        return

    def take(put: Callable[..., None] = put) -> None:
        for row in st.session_state[key]["selection"]["rows"]:
            text = results.table[results.given].iloc[row]
            if isinstance(text, str) and text.strip():
                put(asked.model, text)
                st.session_state[f"{asked.job.task}-model"] = asked.model.name
                st.session_state[_STAGED] = True

    st.dataframe(
        drawn,
        height=height,
        hide_index=True,
        on_select=take,
        selection_mode="single-row",
        key=key,
        alt=alt,
    )


def _drawn(value: object) -> object:
    return value[:_LONGEST] if isinstance(value, str) else value


def _offer_files(results: Results) -> None:
    table = results.table
    with st.container(horizontal=True):
        for label, ending, write in (
            (_("CSV"), "csv", as_csv),
            (_("Parquet"), "parquet", as_parquet),
            (_("Excel"), "xlsx", as_excel),
        ):
            st.download_button(
                label,
                partial(write, table),
                f"answers.{ending}",
                key=f"batch-{ending}",
                on_click="ignore",
                icon=":material/download:",
            )
    st.caption(
        _(
            "{n:,} rows, as they are filtered. Cells that a spreadsheet would take for a formula "
            "begin with '.",
            n=len(table),
        )
    )


def _show_extremes(results: Results, asked: Asked, show: Show) -> None:
    """The clearest, the most doubtful and the most wrong, each a click from the stage."""
    if show.batch and show.batch.put:
        st.caption(_("Choose a row to put it on stage."))
    for name, rows in results.extremes().items():
        if not len(rows):
            continue
        st.header(told(_EXTREMES[name]))
        kept = [results.given, *results.answered.values(), *filter(None, [results.truth])]
        part = results.where(results.table.index.to_series().isin(rows))
        ordered = part.table.loc[rows, list(dict.fromkeys(kept))]
        few = dict.fromkeys([*kept[: 1 + _COLUMNS], *filter(None, [results.truth])])
        gather(f"batch {name}", _as_part(told(_EXTREMES[name]), ordered[list(few)]))
        _list(part.with_table(ordered), name, asked, show, told(_EXTREMES[name]))


def _as_part(title: str, table: pd.DataFrame) -> Tabled:
    rows = table.map(lambda value: "–" if value is None else str(value)[:_IN_REPORT])
    return Tabled(title, list(map(str, table.columns)), rows.to_numpy().tolist())
