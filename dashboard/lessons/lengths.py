"""What length costs: how far the scores of two models fall on long reviews, on long sentences."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.language import _
from dashboard.lessons.figure import note, show, tell
from dashboard.show import Figure
from dashboard.shows.sentiment.compared import QUESTIONS
from dashboard.shows.translation.compared import by_length
from pipelines.errors import ModelError
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory


def lost_on_reviews(model: ModelDirectory) -> float:
    """Points of accuracy between the length that a model is best at and the longest.

    Raises:
        ModelError: it was not scored.
    """
    rows = model.metrics().get("imdb_test", {}).get("by_length", [])
    return _lost(model, [float(row["accuracy"]) for row in rows])


def lost_on_sentences(model: ModelDirectory) -> float:
    """The same in points of BLEU, of a translator.

    Raises:
        ModelError: it was not scored.
    """
    spans = model.metrics().get("beam", {}).get("by_length", {})
    return _lost(model, [float(span["bleu"]) for span in spans.values()])


def show_reviews(models: Sequence[ModelDirectory]) -> None:
    """Accuracy by length, and what each model has lost at the longest.

    Raises:
        ModelError: one was not scored.
    """
    figure = QUESTIONS[N_("Which is best on long texts?")]
    lost = {model.name: lost_on_reviews(model) for model in models}
    _draw(figure({model.name: model.metrics() for model in models}), lost)


def show_sentences(models: Sequence[ModelDirectory]) -> None:
    """BLEU by length, likewise.

    Raises:
        ModelError: one was not scored.
    """
    lost = {model.name: lost_on_sentences(model) for model in models}
    _draw(by_length({model.name: model.metrics() for model in models}), lost)


def _lost(model: ModelDirectory, scores: Sequence[float]) -> float:
    if not scores:
        raise ModelError("{model} was not scored. Restore its folder.", model=model.name)
    return max(scores) - scores[-1]


def _draw(figure: Figure | None, lost: dict[str, float]) -> None:
    if figure is None:
        raise ModelError("These models were not scored. Restore the folder models.")
    points = "; ".join(
        _("{name} {lost:.1f} points", name=name, lost=value) for name, value in lost.items()
    )
    tell(_("Lost at the longest: {points}.", points=points))
    show(figure.chart, figure.alt)
    note(figure.title)
