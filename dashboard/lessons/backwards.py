"""Learning backwards through time, on one review that a real model has just read."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts import sequences
from dashboard.language import _, number, told
from dashboard.lessons.figure import chosen, note, show, tell
from dashboard.lessons.lesson import HOCHREITER, PASCANU, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import in_percent, percents, words_of
from dashboard.lessons.texts import ONE_LINE, SHORT, TURN
from dashboard.shows.sentiment import answers, inside
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.results import SentimentTrace

_TRUTHS = (N_("positive"), N_("negative"))
_FOLLOWED = 4  # Steps of a truncated learning, at first.


def _model() -> ModelDirectory:
    return recurrent("sentiment", cell="lstm", layers=1, pooling="last")


def _trace(text: str) -> SentimentTrace:
    return answers.trace(_model().name, text)


def _truth(key: str) -> bool:
    """Whether the viewer says that the review was positive."""
    titles = [told(truth) for truth in _TRUTHS]
    label = _("What the reviewer meant")
    meant = chosen(
        titles[0],
        lambda: st.segmented_control(label, titles, default=titles[0], required=True, key=key),
    )
    return meant == titles[0]


def _error() -> None:
    trace = _trace(SHORT)
    positive = _truth("error-truth")
    error = abs(float(positive) - trace.result.probability)
    said = _(
        "The answer is {answer} positive. The error is {error:.0f} points.",
        answer=in_percent(trace.result.probability),
        error=100 * error,
    )
    weights = [float("nan")] * (len(trace.tokens) - 1) + [error]
    show(sequences.chain(words_of(trace), weights, percents(trace)), said)
    tell(said)
    note(
        _(
            "Above a cell: how probably the review is positive, so far. The deeper the last one is "
            "coloured, the larger the error."
        )
    )


def _back() -> None:
    trace = _trace(SHORT)
    gradients = inside.state_gradients(_model().name, SHORT)[::-1]
    steps = len(gradients)
    first = min(2, steps - 1)
    back = chosen(first, lambda: st.slider(_("Steps back"), 0, steps - 1, first, key="steps-back"))
    reached = np.arange(steps) >= steps - 1 - back
    weights = np.where(reached, gradients / gradients.max(), np.nan)
    arrived = [
        number(value, ".2g") if there else ""
        for value, there in zip(gradients, reached, strict=True)
    ]
    said = _(
        "After {n} steps back the error has reached “{word}”, with a gradient of {size:.2g}.",
        n=back,
        word=words_of(trace)[steps - 1 - back],
        size=float(gradients[steps - 1 - back]),
    )
    show(sequences.chain(words_of(trace), weights.tolist(), arrived, backwards=True), said)
    tell(said)
    note(_("Above a cell: the gradient of the answer, of all that the cell hands on together."))


def _on_words() -> np.ndarray:
    return inside.word_gradients(_model().name, ONE_LINE, len(_trace(ONE_LINE).tokens))


def _lands_on_last() -> int:
    gradients = _on_words()
    return 0 if gradients.argmax() == len(gradients) - 1 else 1


def _words() -> None:
    words, gradients = words_of(_trace(ONE_LINE)), _on_words()
    said = _("Most lands on “{word}”.", word=words[int(gradients.argmax())])
    show(sequences.by_word(words, {_("gradient"): gradients.tolist()}, _("gradient")), said)
    tell(said)


def _moves_towards() -> int:
    before = _trace(SHORT).result.probability
    after = inside.corrected(_model().name, SHORT, positive=True)[-1]
    return 0 if after > before else 1


def _correction() -> None:
    trace, positive = _trace(SHORT), _truth("correction-truth")
    after = inside.corrected(_model().name, SHORT, positive=positive)
    lines = {_("before"): trace.probabilities.tolist(), _("after a correction"): after.tolist()}
    said = _(
        "The answer moves from {before} to {after} positive.",
        before=in_percent(trace.result.probability),
        after=in_percent(after[-1]),
    )
    tell(said)
    show(sequences.curves(lines, _("word"), _("positive"), between=(0, 1)), said)
    note(_("A copy of the model was corrected; the model itself stays as it is."))


def _truncated() -> None:
    trace = _trace(TURN)
    steps = len(trace.tokens)
    first = min(_FOLLOWED, steps)
    label = _("Steps that are followed")
    followed = chosen(first, lambda: st.slider(label, 1, steps, first, key="steps-followed"))
    whole, part = (inside.word_gradients(_model().name, TURN, n) for n in (steps, followed))
    bars = {_("followed to the first word"): whole.tolist(), _("truncated"): part.tolist()}
    said = _(
        "Of all that would reach the words, {share} still does.",
        share=in_percent(part.sum() / whole.sum()),
    )
    tell(said)
    show(sequences.by_word(words_of(trace), bars, _("gradient")), said)


def _reaches_first() -> int:
    part = inside.word_gradients(_model().name, TURN, min(_FOLLOWED, len(_trace(TURN).tokens) - 1))
    return 0 if part[0] == 0 else 1


BACKWARDS = Lesson(
    "backwards",
    N_("Learning, backwards through time"),
    (
        Step(
            N_(
                "A network learns from its error: how far its answer is from what was meant. The "
                "error is known at the last cell only. Say what the reviewer meant."
            ),
            _error,
        ),
        Step(
            N_(
                "The error then goes back along the chain, cell by cell, and asks each: how much "
                "would the answer have changed, had you handed on something else? That is called "
                "backpropagation through time."
            ),
            _back,
        ),
        Step(
            N_("At each cell a part of it leaves the chain and lands on the word that came in."),
            _words,
            Question(
                N_(
                    "“Dull at first, but then funny, touching and quietly brilliant.” Where does "
                    "most of the error land?"
                ),
                (N_("on the last token"), N_("on one before it")),
                _lands_on_last,
            ),
        ),
        Step(
            N_(
                "All cells are the same cell, so what each of them learnt is added up into one "
                "correction of its weights. Here is one, made large enough to be seen."
            ),
            _correction,
            Question(
                N_("The network is told that this review was positive. Where does its answer go?"),
                (N_("towards positive"), N_("away from positive")),
                _moves_towards,
            ),
        ),
        Step(
            N_(
                "The way back takes as long as the text is. So it is often cut short: the error is "
                "followed for some steps only, and words before them teach nothing."
            ),
            _truncated,
            Question(
                N_("Only the last few steps are followed. What does the first word get?"),
                (N_("nothing at all"), N_("a little")),
                _reaches_first,
            ),
        ),
    ),
    "sentiment",
    (HOCHREITER, PASCANU),
)
