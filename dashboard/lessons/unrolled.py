"""One cell with a loop becomes a chain of cells with the same weights."""

from __future__ import annotations

import numpy as np

from dashboard.charts import sequences
from dashboard.language import _
from dashboard.lessons.figure import note, show, tell
from dashboard.lessons.lesson import HOCHREITER, KARPATHY, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import percents, play, words_of, words_read
from dashboard.lessons.texts import BAD_NOT_GOOD, GOOD_NOT_BAD, ONE_LINE, SHORT, TURN
from dashboard.shows.sentiment import answers, inside
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.results import SentimentTrace

_UNITS = 24  # Of the hidden state, those that move most: all would be too thin to see.


def _model() -> ModelDirectory:
    return recurrent("sentiment", cell="lstm", layers=1, pooling="last")


def _trace(text: str = SHORT) -> SentimentTrace:
    return answers.trace(_model().name, text)


def _loop() -> None:
    trace = _trace()
    read = words_read(trace, "loop-words")
    word, answer = words_of(trace)[read - 1], percents(trace)[read - 1]
    alt = _(
        "One cell with a loop: “{word}” comes in, {answer} comes out.", word=word, answer=answer
    )
    show(sequences.loop(word, answer), alt)
    _name_sides()


def _name_sides() -> None:
    note(_("Below: the word. Above: how probably the review is positive, so far."))


def _chain() -> None:
    trace = _trace()
    read = words_read(trace, "chain-words")
    words = words_of(trace)
    there = np.arange(len(words)) < read
    said = [answer if place < read else "" for place, answer in enumerate(percents(trace))]
    alt = _("A chain of {n} cells; the last one says {answer}.", n=read, answer=said[read - 1])
    show(sequences.chain(words, np.where(there, 1.0, np.nan).tolist(), said), alt)
    _name_sides()


def _same_weights() -> None:
    long, short = _trace(TURN), _trace()
    show(
        sequences.chain(words_of(short), [1.0] * len(short.tokens), percents(short)),
        _("A chain of {n} cells.", n=len(short.tokens)),
    )
    _name_sides()
    tell(
        _(
            "The recurrent layer of {model} is {cells:,} numbers. They were used {short} times for "
            "this review, and would be used {long} times for one of {long} words.",
            model=_model().name,
            cells=inside.recurrent_numbers(_model().name),
            short=len(short.tokens),
            long=len(long.tokens),
        )
    )


def _growth() -> int:
    """Counted after a short and after a long review."""
    counts = set()
    for text in (SHORT, TURN):
        _trace(text)
        counts.add(inside.recurrent_numbers(_model().name))
    return len(counts) - 1


def _handed_on() -> None:
    trace = _trace()
    hidden = trace.layers[-1].hidden.astype(np.float32)
    moved = np.argsort(-hidden.std(axis=0), kind="stable")[:_UNITS]
    chart = sequences.strip(words_of(trace), hidden[:, np.sort(moved)], _("word"), _("cells"))
    show(chart, _("The hidden state after each of {n} words.", n=len(trace.tokens)))
    note(
        _(
            "One row a number of the hidden state; the {shown} of {all} that move most. Blue: "
            "above 0. Orange: below.",
            shown=len(moved),
            all=hidden.shape[1],
        )
    )


def _orders() -> tuple[SentimentTrace, SentimentTrace]:
    return _trace(GOOD_NOT_BAD), _trace(BAD_NOT_GOOD)


def _order_counts() -> int:
    first, second = (trace.result.probability for trace in _orders())
    return 0 if round(first, 2) == round(second, 2) else 1


def _order() -> None:
    for trace in _orders():
        alt = _("{review}: {answer} positive.", review=trace.text, answer=percents(trace)[-1])
        show(sequences.chain(words_of(trace), trace.probabilities.tolist(), percents(trace)), alt)
    note(_("The deeper a cell is coloured, the more positive the review so far."))


def _real() -> None:
    play([_model()], ONE_LINE, "unrolled")


UNROLLED = Lesson(
    "unrolled",
    N_("The loop, unrolled"),
    (
        Step(
            N_(
                "A recurrent network has one cell, with a loop. At every word it takes the word "
                "and what it remembers, and says what it makes of both. Move the words along."
            ),
            _loop,
        ),
        Step(
            N_(
                "Draw the same cell once for each word, and the loop becomes a chain. Nothing was "
                "added: the arrows are the loop, seen over time. This is called unrolled."
            ),
            _chain,
        ),
        Step(
            N_(
                "Every cell of the chain is the same cell. So a network can read a text of any "
                "length."
            ),
            _same_weights,
            Question(
                N_("A text becomes ten times as long. How many numbers must be learnt?"),
                (N_("as many as before"), N_("ten times as many")),
                _growth,
            ),
        ),
        Step(
            N_(
                "What goes along an arrow is the hidden state: a row of numbers. Each word changes "
                "some of them and leaves others alone."
            ),
            _handed_on,
        ),
        Step(
            N_(
                "Because each cell hears of all words before it, order counts. These two reviews "
                "are made of the same words."
            ),
            _order,
            Question(
                N_("“Not bad, good” or “not good, bad”: what does the network say of them?"),
                (N_("the same, as the words are the same"), N_("different things")),
                _order_counts,
            ),
        ),
        Step(
            N_(
                "This is the chain of a real network on a whole review. Play it, or step through "
                "it: the current cell is the wide one."
            ),
            _real,
        ),
    ),
    "sentiment",
    (KARPATHY, HOCHREITER),
)
