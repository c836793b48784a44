"""What a tagger answers: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.layers.traces import LayerTrace
from pipelines.messages import Message
from pipelines.tasks.tagging.labels import spans
from pipelines.text import Token


@dataclass(frozen=True)
class Choice:
    """One label chosen among several.

    Attributes:
        label: the most probable one.
        probability: calibrated, in [0, 1].
        runner_up: the second most probable one.
        runner_up_probability: likewise calibrated.
        sure: whether the model is as sure as where it is nearly always right.
    """

    label: str
    probability: float
    runner_up: str
    runner_up_probability: float
    sure: bool


@dataclass(frozen=True)
class TaggedWord:
    """A word of a request.

    Attributes:
        token: the word as it was read, and its place in the request.
        known: whether the model knows it; of another it sees the letters alone.
        tag: ``O``, or B- or I- and a slot, by the BIO scheme.
    """

    token: Token
    known: bool
    tag: Choice


@dataclass(frozen=True)
class Span:
    """Words that fill a slot together.

    Attributes:
        slot: what they are, for example ``artist``.
        words: places of its words in ``TaggingResult.words``.
        start, end: characters of the request, so that ``text[start:end]`` is what fills the slot.
        probability: that of its least probable tag.
        sure: whether all its tags are sure.
    """

    slot: str
    words: range
    start: int
    end: int
    probability: float
    sure: bool


@dataclass(frozen=True)
class TaggingResult:
    """What a request asks for, and with what.

    Attributes:
        text: the request.
        words: all of them, tagged; marks are not read.
        intent: of the request.
    """

    text: str
    words: tuple[TaggedWord, ...]
    intent: Choice

    @property
    def tags(self) -> tuple[str, ...]:
        """The tag of each word."""
        return tuple(word.tag.label for word in self.words)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The slots that are filled, from left to right."""
        return tuple(self._span(slot, places) for slot, places in spans(self.tags))

    def _span(self, slot: str, places: range) -> Span:
        words = self.words[places.start : places.stop]
        return Span(
            slot,
            places,
            words[0].token.start,
            words[-1].token.end,
            min(word.tag.probability for word in words),
            all(word.tag.sure for word in words),
        )


@dataclass(frozen=True)
class TaggingTrace:
    """How the answer to a request came about, word by word.

    Attributes:
        result: the answer.
        while_reading: whether the model answers while it reads: then ``result.words[:t]`` and
            ``intents[t - 1]`` are its whole answer after t words. Another one also reads on from
            each word, so it has tags at the end only, and one intent.
        tags: the names of all tags, ``(K,)``.
        tag_probabilities: of each word, ``(T, K)``, calibrated; zero for tags that may not follow
            the one before it. What then lacks to one speaks against that.
        intent_names: the names of all intents, ``(I,)``.
        intent_probabilities: after each word, ``(T, I)``, calibrated; NaN where a model that does
            not answer while it reads was not asked. The last row is the answer.
        intents: the choice after each word; None where the model was not asked.
        layers: from the bottom up, ``(T, H)``; none of a model without states.
        backward_layers: how many of the last layers read the request from its end; their row t is
            the state after word t was read from there.
    """

    result: TaggingResult
    while_reading: bool
    tags: tuple[str, ...]
    tag_probabilities: np.ndarray
    intent_names: tuple[str, ...]
    intent_probabilities: np.ndarray
    intents: tuple[Choice | None, ...]
    layers: tuple[LayerTrace[np.ndarray], ...]
    backward_layers: int

    def within(self, _: int) -> tuple[TaggingTrace, Message | None]:
        """The same: a request is short, and so are its states."""
        return self, None


def percent(probability: float) -> Message:
    """A probability for readers, of whom none should take it for certainty."""
    if probability >= 0.995:
        return Message("over 99%")
    return Message("{share:.0%}", {"share": probability})
