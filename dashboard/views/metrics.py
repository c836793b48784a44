"""Published scores of models as a table, and what a test says of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.messages import plain, problems_as_messages
from dashboard.report.gathering import gather_said
from dashboard.show import Scores, Show
from dashboard.views.figure import show_table
from dashboard.views.records import tests_in_words
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.measured import is_published, measured_on, source_of_record
from pipelines.scoring.verdicts import Comparison
from pipelines.task import SIZES, FolderKind, Metric

ARROWS = {"higher": "↑", "lower": "↓"}  # Told under the table.


def show_metrics(models: Sequence[ModelDirectory], kind: FolderKind) -> None:
    """A table for each data set that a model was measured on: a row a score, a column a model.

    A dash stands where a model was not evaluated. Titles say which way is better, and the best of a
    row is bold.
    """
    records: list[dict[str, Scores]] = []
    for model in models:
        with problems_as_messages():
            for record in (model.metrics(), *model.other_metrics()):
                _beside_its_like(records, model.name, record, kind)
    for place, alike in enumerate(records):
        _show_records(alike, kind, place)
    said = [told(kind.notes), _("↑ higher is better, ↓ lower is.")]
    st.caption(explained(" ".join(filter(None, said))))


def _beside_its_like(
    records: list[dict[str, Scores]], model: str, record: Scores, kind: FolderKind
) -> None:
    """Put a record of a model into the table of those that are of the same tests, or a new one."""
    tests = measured_on(record, kind)
    for alike in records:
        if measured_on(next(iter(alike.values())), kind) == tests and model not in alike:
            alike[model] = record
            return
    records.append({model: record})


def _show_records(records: Mapping[str, Scores], kind: FolderKind, place: int) -> None:
    """Scores on the same tests."""
    first = next(filter(None, records.values()), {})
    published = all(is_published(first, kind, test) for test in kind.tests)
    scores = (*kind.metrics, *SIZES)
    titles = [
        f"{told(metric.title if published else metric.elsewhere or metric.title)} "
        f"{ARROWS[metric.better]}"
        for metric in scores
    ]
    written = {
        name: [metric.written(one, number) for metric in scores] for name, one in records.items()
    }
    table = pd.DataFrame(written, index=pd.Index(titles, name=_("score")))
    best = best_of(scores, [one for one in records.values() if one], kind)
    marked = table.eq(pd.Series(best, table.index, dtype=object), axis=0)
    if first and not published:
        st.markdown(f"**{tests_in_words(first, kind)}**")
    name = f"scores-{place}" if place else "scores"
    show_table(table, _("Scores, size and speed of each model."), name, marked)
    said = [measured_in_words(records, kind) if published else source_in_words(first)]
    gather_said(name, filter(None, [*said, told(kind.notes)]))
    if marked.any(axis=None):
        said.append(_("The best of each row is bold."))
    if any(said):
        st.caption(explained(" ".join(filter(None, said))))


def source_in_words(record: Scores) -> str:
    """The file or folder that a record is of, as Markdown; empty where it names none."""
    source = source_of_record(record)
    if source is None:
        return ""
    return _(
        "Measured on {name}: {n:,} bytes, SHA-256 {digest}….",
        name=plain(source.name),
        n=source.bytes,
        digest=source.sha256[:12],
    )


def best_of(
    scores: Sequence[Metric], records: Sequence[Scores], kind: FolderKind
) -> list[str | None]:
    """Of each score the best, as it is written; None where records are not of the same tests."""
    alike = all(measured_on(one, kind) == measured_on(records[0], kind) for one in records)
    return [metric.best(records, number) if alike else None for metric in scores]


def measured_in_words(records: Mapping[str, Scores], kind: FolderKind) -> str:
    """What all models that were scored were measured on, or each of them, as Markdown."""
    measured = {name: tests_in_words(one, kind) for name, one in records.items() if one}
    if len(set(measured.values())) <= 1:
        return "".join(f"{said}." for said in set(measured.values()) if said)
    each = (f"{plain(name)}: {said}." for name, said in measured.items() if said)
    return _(
        "**Measured on different tests**, so these scores cannot be compared. {each}",
        each=" ".join(each),
    )


def measured_alike(first: ModelDirectory, other: ModelDirectory) -> bool:
    """Whether two models were measured on the same tests.

    Raises:
        ModelError: the record of one is damaged.
    """
    one, two = (measured_on(model.metrics(), model.kind) for model in (first, other))
    return one == two


def not_compared(first: ModelDirectory, other: ModelDirectory) -> str:
    """Why two models that were measured on different tests are not compared."""
    one, two = (tests_in_words(model.metrics(), model.kind) for model in (first, other))
    return _(
        "**{first}** and **{other}** were measured on different tests, so they are not compared: "
        "{one}, and {two}.",
        first=plain(first.name),
        other=plain(other.name),
        one=one,
        two=two,
    )


def show_verdicts(models: Sequence[ModelDirectory], show: Show) -> None:
    """What a test on the same items says of the first model beside each other one."""
    scored = []
    for model in models:
        if model.has(PREDICTIONS):
            with problems_as_messages():
                show.require_predictions(model)
                scored.append(model)
    for first, other in ((scored[0], other) for other in scored[1:]):
        with problems_as_messages():
            if measured_alike(first, other):
                lines = show.verdicts(first, other)
                gather_said(f"{first.name} {other.name}", lines)
                st.markdown(explained("  \n".join(lines)))
            else:
                st.markdown(not_compared(first, other))


def mcnemar(
    found: Comparison, test: str, kind: str, first: ModelDirectory, other: ModelDirectory
) -> str:
    """What McNemar's test says of the first of two models, in a line.

    Args:
        test: what a right answer is one of.
        kind: what an item of the test is called, in the plural.
    """
    return _(
        "{test}: **{first}** beside **{other}**: {verdict} (it alone is right on {only_first:,} "
        "{kind}, the other alone on {only_second:,}; McNemar's test, {p})",
        test=test,
        first=plain(first.name),
        other=plain(other.name),
        verdict=told(found.verdict),
        only_first=found.only_first,
        kind=kind,
        only_second=found.only_second,
        p=p_in_words(found.p_value),
    )


def p_in_words(p: float) -> str:
    """A p-value, no finer than anybody reads it."""
    return f"p < {number(0.001, '')}" if p < 0.001 else f"p = {number(p, '.2g')}"
