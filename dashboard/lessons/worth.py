"""What more layers are worth: scores of models that differ in nothing else."""

from __future__ import annotations

from dashboard.charts import results
from dashboard.language import _, number, told
from dashboard.lessons.figure import note, show, tell
from dashboard.shows import SHOWS
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.verdicts import Verdict
from pipelines.task import PARAMETERS

VERDICTS: tuple[Verdict, ...] = (
    N_("better"),
    N_("worse"),
    N_("no difference that this test can show"),
)


def verdict_on(*models: ModelDirectory) -> int:
    """Which verdict there is on the last of some models of one task, beside the first.

    Raises:
        ModelError: one was not scored, or on other examples.
    """
    return VERDICTS.index(SHOWS[models[0].kind.name].verdict(models[-1], models[0]))


def show_worth(*models: ModelDirectory) -> None:
    """Scores, and what a test says of each model beside the first.

    Raises:
        ModelError: as above.
    """
    first, *deeper = models
    verdict = SHOWS[first.kind.name].verdict
    primary = SHOWS[first.kind.name].task.primary
    scores = {model.name: primary.of(model.metrics()) for model in models}
    shares = {name: score / 100 for name, score in scores.items() if score is not None}
    if len(shares) < len(models):
        raise ModelError("These models were not scored. Restore the folder models.")
    parts = "; ".join(
        _(
            "{name}: {score:.1f} of 100 right, with {numbers} numbers learnt",
            name=model.name,
            score=scores[model.name],
            numbers=PARAMETERS.written(model.metrics(), number),
        )
        for model in models
    )
    said = _("{title}: {parts}.", title=told(primary.title), parts=parts)
    show(results.bars(shares).properties(height=60 + 50 * len(models)), said)
    tell(said)
    beside = "; ".join(
        _("{name}: {verdict}", name=model.name, verdict=told(verdict(model, first)))
        for model in deeper
    )
    note(
        _(
            "Beside {first}, by a test on the same examples: {beside}.",
            first=first.name,
            beside=beside,
        )
    )
