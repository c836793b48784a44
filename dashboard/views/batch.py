"""What came of many inputs: a table that is sorted, searched and filtered, slices and extremes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.batch.orders import Batch, Order
from dashboard.batch.results import Results, results_of
from dashboard.batch.saving import as_csv, as_excel, as_parquet
from dashboard.language import _, ngettext, number, told
from dashboard.messages import plain
from dashboard.report.gathering import gather, gather_models, gather_said
from dashboard.report.parts import Tabled
from dashboard.services import folders
from dashboard.show import Batch as TaskBatch
from dashboard.show import Show
from dashboard.views.batch_photos import STAGED, put_on_stage, show_texts
from dashboard.views.batch_slices import holding, show_slices
from dashboard.views.report import offer_report
from pipelines.batch.inputs import FILE
from pipelines.batch.scorers import rows_of
from pipelines.batch.shards import LEFT_OUT
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory

_LONGEST = 2_000  # Characters of a cell that are drawn; a file holds all of them.
_IN_REPORT, _COLUMNS = 300, 3  # Characters of a cell, and columns of an answer that fit on paper.
_ALL = "rows"  # The list of all rows.
_HIGH, _LOW, _ROW = 360, 220, 37  # Pixels: of a list at most, and of one of its rows.
_EXTREMES = {
    "clearest": N_("The clearest"),
    "doubtful": N_("The most doubtful"),
    "wrong": N_("The most wrong"),
}


def show_results(batch: Batch, show: Show, page: StreamlitPage) -> None:
    """All of it.

    Args:
        show: of the task.
        page: on which one input is put on stage.
    """
    if st.session_state.pop(STAGED, False):
        st.switch_page(page)
    model = ModelDirectory.open(folders.MODELS / batch.order.model)
    if show.batch is None:
        raise TypeError(show.task.name)
    rows = rows_of(show.task.name)
    results = results_of(batch.table(), batch.order, rows, show.batch)
    gather_models([model])
    _summary(batch.order, results)
    if results.table.empty:
        return
    photos = rows.reads == "photo"
    shown = _filtered(results, show.batch)
    listing = _Listing(model, show.batch)
    if photos:
        show_texts(batch, results, show.batch)
    else:
        listing.draw(shown, _ALL, _("Rows and answers."))
    _offer_files(shown)
    if not photos:
        show_slices(results)
    _show_extremes(results, listing)
    title = _("{file}, answered by {model}", file=batch.order.file[:100], model=model.name)
    offer_report(title, f"{show.task.name}-batch")


def _summary(order: Order, results: Results) -> None:
    failed = int(results.table[results.problem].notna().sum())
    said = [
        _(
            "**{n:,} rows of {file}, answered by {model}.**",
            n=len(results.table),
            file=plain(order.file[:100]),
            model=plain(order.model),
        )
    ]
    if failed:
        said.append(
            ngettext(
                "{n:,} has a problem, which the column “{column}” tells.",
                "{n:,} have a problem, which the column “{column}” tells.",
                failed,
                column=told(results.titles[LEFT_OUT]),
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
    elif order.truth:
        said.append(
            _(
                "No value of “{column}” is one of the model's labels, so nothing says what is "
                "right.",
                column=plain(order.truth),
            )
        )
    gather_said("batch", said)
    st.markdown(" ".join(said))


def _filtered(results: Results, batch: TaskBatch) -> Results:
    """What a viewer looks for: texts, levels, lengths."""
    chosen = pd.Series(True, results.table.index)
    search, levels, lengths = st.columns([2, 2, 2])
    with search:
        wanted = st.text_input(_("Search"), key="batch-search", max_chars=200).casefold()
    if wanted:
        chosen &= holding(results.table[results.given], wanted)
    column = results.table[results.answered[batch.level]] if batch.level else None
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


@dataclass(frozen=True)
class _Listing:
    """Lists of rows, of which one that is chosen is put on stage, where there is a stage for it.

    Attributes:
        model: that has answered.
        batch: what its task says of its answers.
    """

    model: ModelDirectory
    batch: TaskBatch

    def draw(self, results: Results, name: str, alt: str) -> None:
        """One of them.

        Args:
            name: of the list; no other one has it.
            alt: what it holds, in words; no other one says it.
        """
        key, put = f"batch-{name}", self.batch.put
        draw = partial(
            st.dataframe,
            results.table.map(_drawn),
            height=min(_HIGH if name == _ALL else _LOW, _ROW * (1 + len(results.table)) + 2),
            hide_index=True,
            column_config=_titles_of(results),
            key=key,
            alt=alt,
        )
        if put is None:
            draw()
            return

        def take(put: Callable[..., None] = put) -> None:
            for row in st.session_state[key]["selection"]["rows"]:
                text = results.table[results.given].iloc[row]
                if isinstance(text, str) and text.strip():
                    put(self.model, text)
                    put_on_stage(self.model)

        draw(on_select=take, selection_mode="single-row")


def _titles_of(results: Results) -> dict[str, Any]:
    """What the columns of answers are called in the viewer's language; empty ones are hidden."""
    given = {FILE: FILE} if results.given == FILE else {}
    named = {**given, **results.answered, LEFT_OUT: results.problem}
    return {
        name: None
        if results.table[name].isna().all()
        else st.column_config.Column(told(results.titles[column]))
        for column, name in named.items()
        if name in results.table
    }


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


def _show_extremes(results: Results, listing: _Listing) -> None:
    """The clearest, the most doubtful and the most wrong, each a click from the stage."""
    if listing.batch.put:
        st.caption(_("Choose a row to put it on stage."))
    for name, rows in results.extremes().items():
        if not len(rows):
            continue
        st.header(told(_EXTREMES[name]))
        asked = [results.given, *filter(None, [results.truth])]
        kept = [*asked, *results.answered.values()]
        part = results.where(results.table.index.to_series().isin(rows))
        ordered = part.table.loc[rows, list(dict.fromkeys(kept))]
        few = dict.fromkeys(kept[: len(asked) + _COLUMNS])
        gather(f"batch {name}", _as_part(told(_EXTREMES[name]), ordered[list(few)], results))
        listing.draw(part.with_table(ordered), name, told(_EXTREMES[name]))


def _as_part(title: str, table: pd.DataFrame, results: Results) -> Tabled:
    rows = table.map(lambda value: "–" if value is None else str(value)[:_IN_REPORT])
    columns = {name: told(results.titles[key]) for key, name in results.answered.items()}
    heads = [columns.get(name, str(name)) for name in table.columns]
    return Tabled(title, heads, rows.to_numpy().tolist())
