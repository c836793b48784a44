"""What programs are answered, by the models of all pages."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from dashboard.services.folders import working_models
from dashboard.services.scoring import scorer
from dashboard.serving.problems import ProblemError
from pipelines.batch.scorers import Answer, Rows, rows_of
from pipelines.errors import InputError, ModelError
from pipelines.messages import Message
from pipelines.tasks import TASKS


def askable() -> dict[str, Rows]:
    """What each task that answers in rows reads and says, by its name."""
    found = {}
    for task in TASKS:
        try:
            found[task] = rows_of(task)
        except InputError:  # What it reads is made on the spot.
            continue
    return found


def models_of(task: str) -> list[str]:
    """The names of the models of a task."""
    try:
        return [one.name for one in working_models(task)]
    except ModelError:
        return []


def score(task: str, model: str, inputs: Sequence[Any]) -> list[Answer | Message]:
    """For each input a row, or why there is none.

    Raises:
        ProblemError: there is no such model, or it does not answer as when it was saved.
    """
    if model not in models_of(task):
        raise ProblemError(
            HTTPStatus.NOT_FOUND, f"No {task} model has that name; /api/openapi.json lists them."
        )
    try:
        return scorer(task, model)(inputs)
    except ModelError as error:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
