"""What models were measured on, and the scores of several on the same."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.language import told
from dashboard.messages import plain
from dashboard.show import Scores
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import (
    in_words,
    is_published,
    measured_on,
    source_of_record,
    title_of,
)
from pipelines.task import FolderKind


def scores_of(model: ModelDirectory) -> Scores:
    """What a model scored; nothing where that is damaged, as the table of scores says so."""
    try:
        return model.metrics()
    except ModelError:
        return {}


def records_of(model: ModelDirectory) -> list[Scores]:
    """All that a model scored: its record, empty where there is none, then on other data."""
    try:
        others: list[Scores] = [*model.other_metrics()]
    except ModelError:
        others = []
    return [scores_of(model), *others]


def scores_alike(models: Sequence[ModelDirectory], kind: FolderKind) -> dict[str, Scores]:
    """Of each model its scores on what most of them were measured on.

    Of several such tests, the record of the first model that has one decides. A model that was not
    measured on them has its record.
    """
    records = {model.name: records_of(model) for model in models}
    scored = [[one for one in found if one] for found in records.values()]
    candidates = [measured_on(one, kind) for one in next(filter(None, scored), [])]
    if not candidates:
        return {name: found[0] for name, found in records.items()}
    tests = max(
        candidates,
        key=lambda tests: sum(
            any(measured_on(one, kind) == tests for one in found) for found in scored
        ),
    )
    return {
        name: next((one for one in found if one and measured_on(one, kind) == tests), found[0])
        for name, found in records.items()
    }


def title_of_test(metrics: Scores, kind: FolderKind, test: str) -> str:
    """What a test set is called in a record, in the viewer's language, as Markdown."""
    title = told(title_of(metrics, kind, test))
    return title if is_published(metrics, kind, test) else plain(title)


def tests_in_words(metrics: Scores, kind: FolderKind) -> str:
    """What a record is of, in the viewer's language, as Markdown."""
    said = told(in_words(metrics, kind))
    return plain(said) if source_of_record(metrics) else said
