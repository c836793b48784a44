"""Inputs and answers side by side: a table, slices of it, and its extremes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.batch.reading import Inputs
from dashboard.show import Batch
from pipelines.batch.scorers import Answer
from pipelines.messages import Message

MOST_SLICES = 12
Telling = Callable[[Message | str], str]
_EXTREMES = 10


@dataclass(frozen=True)
class Results:
    """What was asked and answered.

    Attributes:
        table: a row an input: the columns of the file, those of the answer, ``problem``.
        given: the column that was read.
        answered: the columns of an answer, as they are called in the table.
        words: of each input; NaN where it is no text.
        certainty: of each answer; NaN where there is none.
        right: of each answer whether it is what the file says; None where that is not known.
        truth: the column with what is meant; empty if there is none.
    """

    table: pd.DataFrame
    given: str
    answered: Mapping[str, str]
    words: pd.Series
    certainty: pd.Series
    right: pd.Series
    truth: str = ""

    @property
    def problem(self) -> str:
        """The column that says why there is no answer."""
        return str(self.table.columns[-1])

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


def results_of(
    inputs: Inputs,
    answers: Sequence[Answer | Message],
    given: str,
    truth: str,
    batch: Batch,
    columns: Sequence[str],
    told: Telling,
) -> Results:
    """Inputs beside what was answered to them, as far as it was.

    Args:
        given: the column that was read.
        truth: that with what is meant; empty if there is none.
        batch: what the task says of its answers.
        columns: of an answer.
        told: puts the reason why there is none into words.
    """
    rows = list(inputs.rows[: len(answers)])
    table = pd.DataFrame(rows, columns=list(inputs.columns))
    names = _free_names([*columns, "problem"], inputs.columns)
    found = [None if isinstance(one, Message) else one for one in answers]
    for column in columns:
        table[names[column]] = pd.Series([one and one[column] for one in found], dtype=object)
    reasons = [one if isinstance(one, Message) else None for one in answers]
    reasons = [inputs.broken.get(n) or one for n, one in enumerate(reasons)]
    table[names["problem"]] = pd.Series([one and told(one) for one in reasons], dtype=object)
    texts = table[given].map(lambda value: value if isinstance(value, str) else "")
    certainty = [float("nan") if one is None else batch.certainty(one) for one in found]
    right = [
        _is_right(one, row.get(truth), batch) if truth and one else None
        for one, row in zip(found, rows, strict=True)
    ]
    return Results(
        table,
        given,
        {column: names[column] for column in columns},
        texts.map(lambda text: len(text.split())),
        pd.Series(certainty, dtype=float),
        pd.Series(right, dtype=object),
        truth,
    )


def _free_names(wanted: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """Names for columns beside those that a file has already."""
    names: dict[str, str] = {}
    for name in wanted:
        free = name
        while free in taken or free in names.values():
            free = f"{free} (model)"
        names[name] = free
    return names


def _is_right(answer: Answer, meant: object, batch: Batch) -> bool | None:
    """Whether an answer is what a cell says; None where this says nothing that is known."""
    if meant is None or meant != meant or batch.label is None:
        return None
    written = str(meant).strip().casefold()
    written = re.sub(r"\.0+$", "", written)
    said = batch.labels.get(written, written)
    known = set(batch.labels.values())
    if not said or (known and said not in known):
        return None
    return str(answer[batch.label]).casefold() == said


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
