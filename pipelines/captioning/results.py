"""What a captioner answers: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True)
class Candidate:
    """A word that could come next.

    Attributes:
        word: ``<end>`` ends the caption.
        probability: by the model, before temperature or any cut, in [0, 1].
        allowed: whether the constraints of the strategy let it stand here.
    """

    word: str
    probability: float
    allowed: bool = True


@dataclass(frozen=True)
class SeenClass:
    """What image encoders alone take a picture for.

    Attributes:
        name: of one of the classes of ImageNet.
        probability: in [0, 1].
    """

    name: str
    probability: float


@dataclass(frozen=True)
class LayerStep:
    """What one recurrent layer did at one step.

    Attributes:
        hidden: ``(H,)``.
        cell: ``(H,)`` of an LSTM, else None.
        gates: name to ``(H,)``, as in ``pipelines.recurrent.LayerTrace``.
    """

    hidden: np.ndarray
    cell: np.ndarray | None
    gates: dict[str, np.ndarray]


@dataclass(frozen=True)
class Branch:
    """A beginning of a caption from which a step looked ahead.

    Attributes:
        words: the beginning.
        candidates: the most probable next words, best first.
        entropy: of the whole next-word distribution, in bits.
        layers: from the bottom up, after the last word of ``words`` was read.
    """

    words: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    entropy: float
    layers: tuple[LayerStep, ...]


@dataclass(frozen=True)
class Hypothesis:
    """A caption in the making, or a finished one.

    Attributes:
        words: without markers.
        log_probabilities: natural logarithm of each word's probability, ``<end>`` included where
            the caption ended by itself.
        parent: index of the branch, in the same step, that it grew from.
        ended: whether the model ended it; else it is alive, or was cut at the word limit.
        score: what hypotheses are ranked by.
    """

    words: tuple[str, ...]
    log_probabilities: tuple[float, ...]
    parent: int
    ended: bool
    score: float

    @property
    def log_probability(self) -> float:
        """Of the whole caption so far."""
        return sum(self.log_probabilities)


@dataclass(frozen=True)
class DecodingStep:
    """One step of a decoding: where it stood, and what it kept.

    Attributes:
        branches: the beginnings that were alive, best first.
        live: the hypotheses that go on, best first.
        finished: all hypotheses that finished up to this step, best first.
        dropped: those that were next best at this step, and were given up. A beginning that was
            alive and is the parent of none was given up, too.
    """

    branches: tuple[Branch, ...]
    live: tuple[Hypothesis, ...]
    finished: tuple[Hypothesis, ...]
    dropped: tuple[Hypothesis, ...]

    @property
    def best(self) -> Hypothesis:
        """The caption, if decoding stopped here."""
        return (self.finished or self.live)[0]

    def branch_of(self, words: tuple[str, ...]) -> Branch | None:
        """The branch that stood at the beginning of ``words``, if it was alive."""
        matching = (b for b in self.branches if b.words == words[: len(b.words)])
        return next(matching, None)


Word = Literal["likely", "perhaps", "a guess"]


@dataclass(frozen=True)
class Confidence:
    """What a captioner's own probabilities are worth, by validation photos.

    Attributes:
        likelihood: probability that the caption is as close to what people say of the photo as the
            captions of three of four people are.
        familiar: whether the photo is like those that the captioner learnt from.
    """

    likelihood: float
    familiar: bool

    @property
    def word(self) -> Word:
        """How a page should put it. Of a photo unlike all others, any caption is a guess."""
        if not self.familiar or self.likelihood < 1 / 3:
            return "a guess"
        return "likely" if self.likelihood >= 2 / 3 else "perhaps"

    @property
    def in_words(self) -> str:
        """How far the caption can be trusted, and why, as a page and a command line say it."""
        reason = f"{self.likelihood:.0%} probable to be as fitting as a person's caption."
        if not self.familiar:
            reason = "The photo is unlike those that the model learnt from."
        return f"{self.word.capitalize()}. {reason}"


@dataclass(frozen=True)
class Caption:
    """A finished caption and how it came about.

    Attributes:
        hypothesis: words and probabilities.
        steps: every step of the decoding, in order.
        free: what the same strategy finds without its constraints, where it has any.
        confidence: how far it can be trusted; None of what was decoded from features alone.
    """

    hypothesis: Hypothesis
    steps: tuple[DecodingStep, ...]
    free: Hypothesis | None = None
    confidence: Confidence | None = None

    @property
    def price(self) -> float:
        """Log-probability that the constraints cost. Below 0 where the free search found less."""
        free = self.hypothesis if self.free is None else self.free
        return free.log_probability - self.hypothesis.log_probability

    @property
    def text(self) -> str:
        """The words, lower case, without punctuation, as they are scored."""
        return " ".join(self.hypothesis.words)

    @property
    def sentence(self) -> str:
        """The words as a sentence for people to read."""
        text = self.text.replace(" n't", "n't").replace(" '", "'")
        return text[:1].upper() + text[1:] + "."
