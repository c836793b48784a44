"""What came of many inputs: a table that is sorted, searched and filtered, slices and extremes."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.batch.orders import Batch, Order
from dashboard.batch.results import Results, results_of
from dashboard.language import _, ngettext, number, told
from dashboard.messages import plain
from dashboard.report.gathering import gather_models, gather_said
from dashboard.services import folders
from dashboard.services.tables import without_folders
from dashboard.show import Batch as TaskBatch
from dashboard.show import Show
from dashboard.views.batch_files import offer_table
from dashboard.views.batch_lists import Lists
from dashboard.views.batch_photos import STAGED, Put, put_on_stage, show_texts
from dashboard.views.batch_slices import holding, show_slices
from dashboard.views.report import offer_report
from pipelines.batch.scorers import rows_of
from pipelines.batch.shards import LEFT_OUT
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory


def show_results(batch: Batch, show: Show, page: StreamlitPage) -> None:
    """All of it.

    Args:
        show: of the task.
        page: on which one input is put on stage.
    """
    if st.session_state.pop(STAGED, False):
        st.switch_page(page)
    if show.batch is None:
        raise TypeError(show.task.name)
    rows = rows_of(show.task.name)
    results = results_of(batch.table(), batch.order, rows, show.batch)
    _summary(batch.order, results)
    if results.table.empty:
        return
    put = _stage(_model_of(batch.order, show.batch), show.batch)
    lists = Lists(None if rows.reads == "photo" else put, show.batch)
    if rows.reads == "photo":
        show_texts(batch, results, put)
        offer_table(results, len(results.table))
    else:
        shown = _filtered(results, show.batch)
        lists.show_all(shown)
        offer_table(shown, len(results.table))
        show_slices(results)
    lists.show_extremes(results)
    title = _("{file}, answered by {model}", file=batch.order.file[:100], model=batch.order.model)
    offer_report(title, f"{show.task.name}-batch")


def _model_of(order: Order, task: TaskBatch) -> ModelDirectory | None:
    """The model that has answered, with its caveat; its answers stay where it is gone."""
    try:
        model = ModelDirectory.open(folders.MODELS / order.model)
    except ModelError as error:
        st.warning(plain(told(without_folders(error.message))), icon=":material/info:")
        return None
    gather_models([model])
    if task.caveat and (said := task.caveat(model)):
        st.caption(plain(told(said)))
    return model


def _stage(model: ModelDirectory | None, task: TaskBatch) -> Put | None:
    """What puts a text, or a photo by name and content, on stage; None where there is none."""
    if model is None:
        return None
    put: Put | None = task.put_photo or (task.put and partial(task.put, model))
    return put and partial(_put, put, model)


def _put(put: Put, model: ModelDirectory, *given: str | bytes) -> None:
    put(*given)
    put_on_stage(model)


def _summary(order: Order, results: Results) -> None:
    said = [
        ngettext(
            "**{n:,} row of {file}, answered by {model}.**",
            "**{n:,} rows of {file}, answered by {model}.**",
            len(results.table),
            file=plain(order.file[:100]),
            model=plain(order.model),
        )
    ]
    if failed := int(results.table[results.problem].notna().sum()):
        said.append(
            ngettext(
                "{n:,} has a problem, which the column “{column}” tells.",
                "{n:,} have a problem, which the column “{column}” tells.",
                failed,
                column=told(results.titles[LEFT_OUT]),
            )
        )
    if order.truth:
        said.append(_share_right(order.truth, results.right.dropna()))
    gather_said("batch", said)
    st.markdown(" ".join(said))


def _share_right(truth: str, judged: pd.Series) -> str:
    if judged.empty:
        return _(
            "No value of “{column}” is one of the model's labels, so nothing says what is right.",
            column=plain(truth),
        )
    return _(
        "Of {n:,} whose label says what is right, {share}% are.",
        n=len(judged),
        share=number(100 * float(judged.astype(float).mean()), ".1f"),
    )


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
                format_func=batch.in_words,
                key="batch-levels",
                placeholder=_("all"),
            )
        if picked:
            chosen &= column.isin(picked)
    least, most = int(results.words.min()), int(results.words.max())
    if least < most:
        with lengths:
            low, high = st.slider(
                _("Length in words"), least, most, (least, most), key="batch-words"
            )
        chosen &= results.words.between(low, high)
    return results.where(chosen)
