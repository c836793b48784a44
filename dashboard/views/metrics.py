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
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.measured import in_words, is_published, measured_on
from pipelines.scoring.verdicts import Comparison
from pipelines.task import SIZES, FolderKind, Metric

ARROWS = {"higher": "↑", "lower": "↓"}  # Told under the table.


def show_metrics(models: Sequence[ModelDirectory], kind: FolderKind) -> None:
    """One row a score, one column a model; a dash where a model was not evaluated.

    Titles say which way is better, and the best of a row is bold where all took the same tests.
    """
    scores = (*kind.metrics, *SIZES)
    written = {}
    records: dict[str, Scores] = {}
    for model in models:
        with problems_as_messages():
            metrics = model.metrics()
            published = all(is_published(metrics, kind, test) for test in kind.tests)
            name = model.name if published else _("{model}, other tests", model=model.name)
            written[name] = [metric.written(metrics, number) for metric in scores]
            records[model.name] = metrics
    titles = [f"{told(metric.title)} {ARROWS[metric.better]}" for metric in scores]
    table = pd.DataFrame(written, index=pd.Index(titles, name=_("score")))
    best = best_of(scores, [one for one in records.values() if one], kind)
    marked = table.eq(pd.Series(best, table.index, dtype=object), axis=0)
    show_table(table, _("Scores, size and speed of each model."), "scores", marked)
    said = [measured_in_words(records, kind), told(kind.notes)]
    gather_said("scores", filter(None, said))
    said.append(_("↑ higher is better, ↓ lower is."))
    if marked.any(axis=None):
        said.append(_("The best of each row is bold."))
    st.caption(explained(" ".join(filter(None, said))))


def best_of(
    scores: Sequence[Metric], records: Sequence[Scores], kind: FolderKind
) -> list[str | None]:
    """Of each score the best, as it is written; None where records are not of the same tests."""
    alike = all(measured_on(one, kind) == measured_on(records[0], kind) for one in records)
    return [metric.best(records, number) if alike else None for metric in scores]


def measured_in_words(records: Mapping[str, Scores], kind: FolderKind) -> str:
    """What all models that were scored were measured on, or each of them, as Markdown."""
    measured = {name: told(in_words(one, kind)) for name, one in records.items() if one}
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
    one, two = (told(in_words(model.metrics(), model.kind)) for model in (first, other))
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
