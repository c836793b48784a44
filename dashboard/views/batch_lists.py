"""Rows of a batch as lists, of which one that is chosen is put on stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.batch.results import Results
from dashboard.language import _, number, told
from dashboard.report.gathering import gather
from dashboard.report.parts import Tabled
from dashboard.show import Batch
from dashboard.views.batch_photos import Put
from pipelines.batch.inputs import FILE
from pipelines.batch.shards import LEFT_OUT
from pipelines.messages import N_

_LONGEST = 2_000  # Characters of a cell that are drawn; a file holds all of them.
_IN_REPORT, _COLUMNS = 300, 3  # Characters of a cell, and columns of an answer that fit on paper.
_ALL = "rows"  # The list of all rows.
_HIGH, _LOW, _ROW = 360, 220, 37  # Pixels: of a list at most, and of one of its rows.
_EXTREMES = {
    "clearest": N_("The clearest"),
    "doubtful": N_("The most doubtful"),
    "wrong": N_("The most wrong"),
}


@dataclass(frozen=True)
class Lists:
    """Lists of rows, of which one that is chosen is put on stage, where there is a stage for it.

    Attributes:
        put: has a text on stage; None where there is none for it.
        batch: what its task says of its answers.
    """

    put: Put | None
    batch: Batch

    def show_all(self, results: Results) -> None:
        """All rows, in the order of the file."""
        self._draw(results, _ALL, _("Rows and answers."))

    def show_extremes(self, results: Results) -> None:
        """The clearest, the most doubtful and the most wrong."""
        if self.put:
            st.caption(_("Choose a row to put it on stage."))
        for name, rows in results.extremes().items():
            if not len(rows):
                continue
            title = told(_EXTREMES[name])
            st.header(title)
            asked = [results.given, *filter(None, [results.truth])]
            kept = [*asked, *results.answered.values()]
            part = results.where(results.table.index.to_series().isin(rows))
            ordered = part.with_table(part.table.loc[rows, list(dict.fromkeys(kept))])
            few = list(dict.fromkeys(kept[: len(asked) + _COLUMNS]))
            drawn = self._in_words(ordered)[few]
            gather(f"batch {name}", _as_part(title, drawn, _titles_of(results)))
            self._draw(ordered, name, title)

    def _draw(self, results: Results, name: str, alt: str) -> None:
        """One of them.

        Args:
            name: of the list; no other one has it.
            alt: what it holds, in words; no other one says it.
        """
        titles = {
            column: None if results.table[column].isna().all() else st.column_config.Column(title)
            for column, title in _titles_of(results).items()
        }
        draw = partial(
            st.dataframe,
            self._in_words(results),
            height=min(_HIGH if name == _ALL else _LOW, _ROW * (1 + len(results.table)) + 2),
            hide_index=True,
            column_config=titles,
            key=_key(name),
            alt=alt,
        )
        if self.put:
            take = partial(_take, self.put, results, name)
            draw(on_select=take, selection_mode="single-row")
        else:
            draw()

    def _in_words(self, results: Results) -> pd.DataFrame:
        """What is drawn of a table: long texts cut, labels in the viewer's language."""
        # Row by row, because what maps a column makes fractions of whole numbers beside a gap.
        table = pd.DataFrame(
            [[_cut(one) for one in row] for row in results.table.to_numpy()],
            results.table.index,
            results.table.columns,
            dtype=object,
        )
        for column in {self.batch.level, self.batch.label} - {None}:
            name = results.answered[str(column)]
            table[name] = table[name].map(self.batch.in_words, na_action="ignore")
        return table


def _key(name: str) -> str:
    return f"batch-{name}"


def _take(put: Put, results: Results, name: str) -> None:
    for row in st.session_state[_key(name)]["selection"]["rows"]:
        text = results.table[results.given].iloc[row]
        if isinstance(text, str) and text.strip():
            put(text)


def _cut(value: object) -> object:
    return value[:_LONGEST] if isinstance(value, str) else value


def _titles_of(results: Results) -> dict[str, str]:
    """What the columns of a table that are not the file's own are called by a page."""
    given = {FILE: FILE} if results.given == FILE else {}
    named = {**given, **results.answered, LEFT_OUT: results.problem}
    return {
        name: told(results.titles[column])
        for column, name in named.items()
        if name in results.table
    }


def _as_part(title: str, table: pd.DataFrame, titles: Mapping[str, str]) -> Tabled:
    """A table for a report, in which a file's own values are written as they are there."""
    heads = [titles.get(name, str(name)) for name in table.columns]
    rows = [
        [_written(one, own=name not in titles) for name, one in zip(table, row, strict=True)]
        for row in table.to_numpy()
    ]
    return Tabled(title, heads, rows)


def _written(value: object, *, own: bool) -> str:
    if isinstance(value, float) and not own:
        return number(value, ".4f")
    return "–" if value is None else str(value)[:_IN_REPORT]
