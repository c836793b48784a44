"""Inputs and answers side by side: a table, slices of it, and its extremes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa

from dashboard.batch.columns import TITLES
from dashboard.batch.orders import Order
from dashboard.services.tables import as_label
from dashboard.show import Batch
from pipelines.batch.inputs import FILE
from pipelines.batch.scorers import Rows

MOST_SLICES = 12
_EXTREMES = 10


@dataclass(frozen=True)
class Results:
    """What was asked and answered.

    Attributes:
        table: a row an input: the columns of the file, those of the answer, why there is none.
        given: the column that was read.
        answered: the columns of an answer, as they are called in the table.
        words: how many each input has.
        certainty: of each answer; NaN where there is none.
        right: of each answer whether it is what the file says; None where that is not known.
        titles: what a page calls the columns of an answer.
        problem: the column that says why there is no answer; lists of a few columns may lack it.
        truth: the column with what is meant; empty if there is none.
    """

    table: pd.DataFrame
    given: str
    answered: Mapping[str, str]
    words: pd.Series
    certainty: pd.Series
    right: pd.Series
    titles: Mapping[str, str]
    problem: str
    truth: str = ""

    @property
    def own(self) -> list[str]:
        """The columns of the file."""
        return list(self.table.columns[: -len(self.answered) - 1])

    def where(self, chosen: pd.Series) -> Results:
        """The same of some rows alone."""
        return replace(
            self,
            table=self.table[chosen],
            words=self.words[chosen],
            certainty=self.certainty[chosen],
            right=self.right[chosen],
        )

    def with_table(self, table: pd.DataFrame) -> Results:
        """The same rows in another order, or with fewer columns."""
        return replace(self, table=table)

    def extremes(self) -> dict[str, pd.Index]:
        """Rows that are ``clearest``, ``doubtful`` or ``wrong``; no input stands twice."""
        again = self.table[self.given].map(str).duplicated()
        known = self.certainty[~again].dropna()
        wrong = known[self.right.reindex(known.index) == False]  # noqa: E712  None is neither.
        return {
            "clearest": known.nlargest(_EXTREMES).index,
            "doubtful": known.nsmallest(_EXTREMES).index,
            "wrong": wrong.nlargest(_EXTREMES).index,
        }


def results_of(answers: pa.Table, order: Order, rows: Rows, batch: Batch) -> Results:
    """What was asked and answered, out of the columns of both, as a batch writes them.

    Args:
        answers: the columns of the file, then those of an answer, then why there is none.
        order: which of the columns was read, and which says what is meant.
        rows: what an answer holds.
        batch: what the task says of its answers.
    """
    listed = answers.to_pylist()
    # Objects, because pandas makes numbers with a fraction of whole ones beside an empty cell.
    table = pd.DataFrame(listed, columns=answers.column_names, dtype=object)
    *names, problem = answers.column_names[-len(rows.columns) - 1 :]
    answered = dict(zip(rows.columns, names, strict=True))
    found = [
        None if row[problem] else {name: row[column] for name, column in answered.items()}
        for row in listed
    ]
    given = order.column or FILE
    certainty = [float("nan") if one is None else batch.certainty(one) for one in found]
    meant = _meant([row.get(order.truth) for row in listed], order, batch)
    right = [
        str(one[str(batch.label)]).casefold() == said if one and said else None
        for one, said in zip(found, meant, strict=True)
    ]
    return Results(
        table,
        given,
        answered,
        pd.Series([len(str(row[given] or "").split()) for row in listed], dtype=int),
        pd.Series(certainty, dtype=float),
        pd.Series(right, dtype=object),
        {**TITLES, **batch.titles},
        problem,
        order.truth,
    )


def _meant(cells: Sequence[object], order: Order, batch: Batch) -> list[str]:
    """The labels that cells say, each empty where it says none."""
    if batch.label is None:
        return [""] * len(cells)
    written = map(as_label, cells)
    if batch.labels:
        return [order.labels.get(one, "") for one in written]
    return [one.casefold() for one in written]


def slices(results: Results, by: pd.Series) -> pd.DataFrame:
    """How many rows each slice has, and how many of these are right, the largest slices first.

    Args:
        by: of each row, the name of its slice.

    Returns:
        Columns ``rows``, ``certainty``, ``known`` (rows of which it is known what is meant) and
        ``right`` (share of these, NaN where there are none), by slice.
    """
    names = by.map(lambda value: "–" if value is None or value != value else str(value)[:80])
    judged = results.right.map(lambda one: float("nan") if one is None else float(one))
    frame = pd.DataFrame({"name": names, "sure": results.certainty, "right": judged})
    found = frame.groupby("name").agg(
        rows=("name", "size"),
        certainty=("sure", "mean"),
        known=("right", "count"),
        right=("right", "mean"),
    )
    return found.sort_values("rows", ascending=False).head(MOST_SLICES)
