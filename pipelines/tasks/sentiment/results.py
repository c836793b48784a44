"""What a sentiment model answers: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from pipelines.layers.traces import LayerTrace
from pipelines.messages import N_, Message, plural
from pipelines.text import Token

Level = Literal["clearly", "leaning", "undecided", "no opinion"]
# What an answer of each level is called, a negative one and a positive one.
VERDICTS: Mapping[Level, tuple[str, str]] = {
    "clearly": (N_("clearly negative"), N_("clearly positive")),
    "leaning": (N_("leaning negative"), N_("leaning positive")),
    "undecided": (N_("undecided"),) * 2,
    "no opinion": (N_("no opinion found"),) * 2,
}
# Of a model that has learnt English, and of one that has not.
STRANGE = (N_("not the English that it knows"), N_("not what it has learnt to read"))
TOKENS_TRACED = 3_000  # Of the longest text; more could neither be drawn nor told from each other.


@dataclass(frozen=True)
class SentimentResult:
    """The opinion on one text.

    Attributes:
        probability: calibrated probability that the text is positive, in [0, 1].
        tokens: number of tokens that were read.
        unknown: how many of them are not in the vocabulary.
        level: how much the answer is worth, where no warning doubts it; on validation texts 97 % of
            the clear ones were right, and 80 % of the leaning ones.
        opinion: probability that the text is an opinion at all; None of a model that cannot say.
        warning: why the text is probably no English opinion, or None.
        doubt: the probabilities between which an answer takes no side.
        clear: the probabilities beyond which it is clear.
        spells: whether unknown words are read by their pieces.
        english: whether English is what the model has learnt.
    """

    probability: float
    tokens: int
    unknown: int
    level: Level
    opinion: float | None = None
    warning: Message | None = None
    doubt: tuple[float, float] = (0.5, 0.5)
    clear: tuple[float, float] = (0.0, 1.0)
    spells: bool = False
    english: bool = True

    @property
    def label(self) -> str:
        """``positive`` or ``negative``."""
        return label_of(self.probability)

    @property
    def sure(self) -> bool:
        """Whether the answer can be taken as it is."""
        return self.level == "clearly" and self.warning is None

    @property
    def takes_side(self) -> bool:
        """Whether it is an answer of one label, neither undecided nor doubted as a whole."""
        return self.level in ("clearly", "leaning") and self.warning is None

    @property
    def verdict(self) -> str:
        """The answer in words, as much as it is worth."""
        if self.warning is not None:
            return STRANGE[not self.english]
        return VERDICTS[self.level][self.label == "positive"]

    @property
    def doubts(self) -> tuple[Message, ...]:
        """What keeps the answer from being taken as it is, in words; none where nothing does."""
        return () if self.warning is None else (self.warning,)

    @property
    def known(self) -> Message:
        """How much of the text the model knew, in words."""
        if self.unknown:
            counts = {"unknown": self.unknown, "n": self.tokens}
            if self.spells:
                said = N_("{unknown:,} of {n:,} tokens unknown, read by their pieces")
                return Message(said, counts)
            return Message("{unknown:,} of {n:,} tokens unknown", counts)
        return plural("its token known", "all {n:,} tokens known", self.tokens)

    @property
    def confidence(self) -> float:
        """Probability of the label, in [0.5, 1]."""
        return max(self.probability, 1 - self.probability)


@dataclass(frozen=True)
class SentimentTrace:
    """The opinion after every token.

    Attributes:
        text: what was read.
        tokens: as read, with their place in ``text``.
        known: whether each token is in the vocabulary.
        probabilities: ``(T,)``, calibrated probability of a positive text, so far; the last one
            is the answer. NaN where a model that also reads from the end was not asked.
        layers: from the bottom up, ``(T, H)`` of the first ``TOKENS_TRACED`` tokens; none of a
            model without states.
        backward_layers: how many of the last layers read the text from its end.
        result: the answer.
        pooled: whether each answer is read from all states up to it, not from the last alone.
    """

    text: str
    tokens: tuple[Token, ...]
    known: tuple[bool, ...]
    probabilities: np.ndarray
    layers: tuple[LayerTrace[np.ndarray], ...]
    backward_layers: int
    result: SentimentResult
    pooled: bool = False

    def within(self, numbers: int) -> tuple[SentimentTrace, Message | None]:
        """Without states and gates of the last tokens, where they are more than ``numbers``."""
        of_a_token = sum(values.shape[1] for layer in self.layers for values in layer.values())
        kept, tokens = numbers // max(1, of_a_token), len(self.tokens)
        if not self.layers or tokens <= min(kept, len(self.layers[0].hidden)):
            return self, None
        layers = tuple(layer.map(lambda values: values[:kept]) for layer in self.layers)
        shown = len(layers[0].hidden)
        what = Message(
            "states and gates of all but the first {shown:,} of {n:,} tokens",
            {"shown": shown, "n": tokens},
        )
        return replace(self, layers=layers), what


@dataclass(frozen=True)
class WholeReading:
    """The opinion of a model that takes a text at once.

    Attributes:
        text: what was read.
        tokens: as read, with their place in ``text``.
        known: whether each token is in the vocabulary.
        effects: what each token adds by itself, ``(T,)``, above 0 where it makes the text more
            positive; None of a model that does not simply add.
        result: the answer.
    """

    text: str
    tokens: tuple[Token, ...]
    known: tuple[bool, ...]
    effects: np.ndarray | None
    result: SentimentResult


@dataclass(frozen=True)
class WordEffects:
    """What every token of a text gives the answer.

    Attributes:
        left_out: points of probability that the answer loses without it, ``(T,)``, in [-1, 1]:
            above 0, it makes the text more positive.
        gradients: its integrated gradient (Sundararajan et al. 2017), ``(T,)``; all of them add up
            to what the text adds to the logit.
    """

    left_out: np.ndarray
    gradients: np.ndarray


def label_of(probability: float) -> str:
    """``positive`` from one half upwards, else ``negative``."""
    return N_("positive") if probability >= 0.5 else N_("negative")
