"""What a captioner answers: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.generation.results import Writing
from pipelines.messages import N_, Message, joined
from pipelines.pictures.covering import Rectangle


@dataclass(frozen=True)
class SeenClass:
    """What image encoders alone take a picture for.

    Attributes:
        name: of one of the classes of ImageNet.
        probability: in [0, 1].
    """

    name: str
    probability: float


Word = Literal["likely", "perhaps", "a guess"]
_WORTH: Mapping[Word, str] = {
    "likely": N_("Likely. {likelihood:.0%} probable to be as fitting as a person's caption."),
    "perhaps": N_("Perhaps. {likelihood:.0%} probable to be as fitting as a person's caption."),
    "a guess": N_("A guess. {likelihood:.0%} probable to be as fitting as a person's caption."),
}
_BORROWED = Message("What counts as fitting is taken from Flickr8k.")


@dataclass(frozen=True)
class Confidence:
    """What a captioner's own probabilities are worth, by validation photos.

    Attributes:
        likelihood: probability that the caption is as close to what people say of the photo as the
            captions of three of four people are.
        familiar: whether the photo is like those that the captioner learnt from.
        borrowed: whether these people described other photos than those that it learnt from.
    """

    likelihood: float
    familiar: bool
    borrowed: bool = False

    @property
    def word(self) -> Word:
        """How a page should put it. Of a photo unlike all others, any caption is a guess."""
        if not self.familiar or self.likelihood < 1 / 3:
            return N_("a guess")
        return N_("likely") if self.likelihood >= 2 / 3 else N_("perhaps")

    @property
    def in_words(self) -> Message:
        """How far the caption can be trusted, and why, as a page and a command line say it."""
        if not self.familiar:
            return Message("A guess. The photo is unlike those that the model learnt from.")
        worth = Message(_WORTH[self.word], {"likelihood": self.likelihood})
        return joined([worth, _BORROWED]) if self.borrowed else worth


@dataclass(frozen=True)
class Caption(Writing):
    """A caption and how it came about.

    Attributes:
        confidence: how far it can be trusted; None of what was decoded from features alone.
        covered: the part of the photo that the captioner did not see, if any.
    """

    confidence: Confidence | None = None
    covered: Rectangle | None = None

    @property
    def worth(self) -> Message | None:
        """How far it can be trusted, in words."""
        return self.confidence.in_words if self.confidence else None

    @property
    def warning(self) -> Message | None:
        """Of a photo unlike all that was learnt from, that any caption is a guess."""
        return self.worth if self.confidence and not self.confidence.familiar else None
