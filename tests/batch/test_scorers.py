"""Scorers: what is said of an input is a flat row, and the same in whatever company."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipelines.batch.scorers import Kind, Plain, rows_of, scorer_of
from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.models.listing import list_models
from pipelines.tasks import TASKS
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.tiny_models import REVIEW_WORDS

_random = random.Random(1)
_LENGTHS = (*range(1, 40), 60, 200, 201, 700)
TEXTS = [" ".join(_random.choices([*REVIEW_WORDS.split(), "Zwei"], k=n)) for n in _LENGTHS]
INPUTS: dict[Kind, Sequence[Any]] = {
    "text": [*TEXTS[:30], "…", None, float("nan"), "z" * 200_000, *TEXTS[30:], 7, "\ud800"],
    "photo": [*map(scikit_image_photo, ("chelsea.png", "rocket.jpg")), b"GIF89a", "/etc/passwd"],
    "values": [list(range(1, 90)), str([n % 12 + 1 for n in range(80)]), "[1, 2]", "no", [{}], 5],
    "points": [[[0.01 * n, 0.02 * n] for n in range(40)], "[[0, 0], [0.1, 0]]", "[[0]]", "no", 5],
}
READING = [name for name in TASKS if name != "films"]


def models(root: Path, task: str) -> list[Path]:
    """Tiny models of a task."""
    return [one.directory.path for one in list_models(root, task) if one.directory]


@pytest.mark.parametrize("task", READING)
def test_what_is_said_of_an_input_is_a_flat_row_in_whatever_company(
    task: str, models_root: Path
) -> None:
    rows = rows_of(task)
    inputs = INPUTS[rows.reads]
    assert models(models_root, task)
    for model in models(models_root, task):
        score = scorer_of(task, model)
        answers = score(inputs)
        assert {type(one) for one in answers} == {dict, Message}
        for one in answers:
            if not isinstance(one, Message):
                assert list(one) == list(rows.columns)
                assert all(_is(one[name], kind) for name, kind in rows.columns.items())
        alone = [score([one])[0] for one in inputs]
        assert alone == answers, model.name
        places = _random.sample(range(len(inputs)), len(inputs))
        assert score([inputs[place] for place in places]) == [answers[place] for place in places]
    assert score([]) == []


def _is(value: Plain | Message, kind: type) -> bool:
    return value is None or type(value) is kind or (kind is str and type(value) is Message)


def test_a_task_that_reads_no_file_says_so(models_root: Path) -> None:
    assert set(TASKS) - {*READING} == {"films"}
    with pytest.raises(InputError, match="made on the spot"):
        scorer_of("films", models_root)
