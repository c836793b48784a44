"""One pure scorer a task: inputs in, for each a flat row of plain values, or why there is none.

A task declares its rows in ``pipelines/tasks/NAME/rows.py``, as ``ROWS``. What is said of an input
never depends on those beside it, not by a bit, as long as torch keeps to one thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.tasks import TASKS

Plain = str | int | float | bool | None
Answer = Mapping[str, Plain | Message]  # Messages are told in the language of whoever asks.
# What a task reads: texts; pictures, as files or what these hold; values, or points of a path, as
# lists or in JSON.
Kind = Literal["text", "photo", "values", "points"]
Score = Callable[[Sequence[Any]], list[Answer | Message]]
DIGITS = 6  # Of a probability: more of them say nothing.


@dataclass(frozen=True)
class Rows:
    """How the answers of a task lie in a table.

    Attributes:
        reads: what an input is.
        named: what a column is probably called that holds it, in lower case, likely names first.
        columns: of an answer, with their types; any value may be None.
        score: what scores, by a model that is loaded, and what else the task's ``predict`` can be
            told.
    """

    reads: Kind
    named: tuple[str, ...]
    columns: Mapping[str, type]
    score: Callable[..., Score]


@dataclass(frozen=True)
class Scorer:
    """A model that answers in rows. It holds no state between calls, so threads may share it.

    Attributes:
        rows: what is read, and what a row holds.
        score: does it.
    """

    rows: Rows
    score: Score

    def __call__(self, inputs: Sequence[Any]) -> list[Answer | Message]:
        """For each input, in order, a row with ``rows.columns``, or why it could not be read."""
        return self.score(inputs)


def rows_of(task: str) -> Rows:
    """How the answers of a task lie in a table; loads no torch.

    Raises:
        InputError: what it reads is in no file.
    """
    module = f"pipelines.tasks.{task}.rows"
    if find_spec(module) is None:
        raise InputError(
            "No file holds what {task} reads: it is made on the spot. Leave out --input.",
            task=task,
        )
    rows: Rows = import_module(module).ROWS
    return rows


def scorer_of(task: str, model: Path, **options: object) -> Scorer:
    """The scorer of a model.

    Args:
        task: what the model is for.
        model: its folder.
        options: as ``scorer_with`` takes them.

    Raises:
        InputError: as ``scorer_with``.
        ModelError: the folder is damaged, or of another task.
    """
    rows_of(task)  # Before anything is loaded.
    return scorer_with(task, TASKS[task].load(model), **options)


def scorer_with(task: str, model: Any, **options: object) -> Scorer:
    """The scorer of a model that is loaded, and stays as it is.

    Args:
        task: what the model is for.
        model: as the ``load`` of its task gives it.
        options: what else ``rows_of(task).score`` takes, such as a strategy.

    Raises:
        InputError: as ``rows_of``, or an option has a value that the model cannot use.
    """
    rows = rows_of(task)
    return Scorer(rows, rows.score(model, **options))


def one_by_one(answer: Callable[[Any], Answer]) -> Score:
    """Scores inputs one after the other; an ``InputError`` becomes the reason why not."""

    def score(inputs: Sequence[Any]) -> list[Answer | Message]:
        return [_or_why_not(answer, one) for one in inputs]

    return score


def _or_why_not(answer: Callable[[Any], Answer], given: Any) -> Answer | Message:
    try:
        return answer(given)
    except InputError as error:
        return error.message


def text_in(cell: object) -> str:
    """The text in a cell of a table; an empty one where it holds nothing."""
    nothing = cell is None or cell != cell  # As not a number is not itself.
    return "" if nothing else str(cell)


def from_json(cell: object) -> Any:
    """What a cell of a table holds as JSON, or holds already.

    Raises:
        InputError: it is a text, and no JSON.
    """
    if not isinstance(cell, str):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise InputError("“{text:.40}” is no JSON. Write a list: [1, 2].", text=cell) from error
