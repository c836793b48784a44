"""How far a caption can be trusted, and whether a photo is like those that were learnt from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.errors import ModelError
from pipelines.generation.results import Hypothesis
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.captioning.results import Confidence

# Of each value; what is fitted stays well inside.
BOUNDS = {
    "offset": (-100.0, 100.0),
    "slope": (-100.0, 100.0),
    "floor": (0.0, 10.0),
    "out_of_distribution_from": (0.0, 1e6),
}
OWN, FLICKR8K = "validation", "flickr8k"  # Whose people's captions tell what a good one is.


@dataclass(frozen=True)
class Trust:
    """From the mean log-probability of a caption's words to what it is worth.

    Attributes:
        offset, slope: of the logistic function of that mean, whose value is the probability that
            the caption is a good one.
        floor: the CIDEr-D from which a caption is called good: three of four people's own captions
            reach it against those of the others.
        floor_of: whose people these are, ``OWN`` photos' or those of ``FLICKR8K``.
        out_of_distribution_from: a photo whose features lie so far out is unlike what was learnt
            from; one in twenty validation photos does at most, as they lie or as users bring them.
    """

    offset: float = 0.0
    slope: float = 0.0
    floor: float = 0.0
    out_of_distribution_from: float = 1e6
    floor_of: str = OWN

    @classmethod
    def of(cls, directory: ModelDirectory) -> Trust:
        """That of a model folder, as its ``config.json`` has it.

        Raises:
            ModelError: a value is missing, or none that any model has.
        """
        numbers = {name: directory.number("trust", name, *ends) for name, ends in BOUNDS.items()}
        floor_of = directory.section("trust").get("floor_of", OWN)
        if floor_of not in (OWN, FLICKR8K):
            raise ModelError(
                "{model} has {value!r:.40} as floor_of, neither {own} nor {other}. Calibrate it.",
                model=directory.name,
                value=floor_of,
                own=OWN,
                other=FLICKR8K,
            )
        return cls(**numbers, floor_of=floor_of)

    def confidence(self, hypothesis: Hypothesis, distance: float) -> Confidence:
        """What to say of a caption, and of a photo of that ``distance``."""
        strength = self.offset + self.slope * mean_log_probability(hypothesis)
        likelihood = 1 / (1 + math.exp(-max(-80.0, min(80.0, strength))))
        familiar = distance <= self.out_of_distribution_from
        return Confidence(likelihood, familiar, borrowed=self.floor_of == FLICKR8K)


def borrowed_floor(record: Mapping[str, object]) -> Message | None:
    """What to say of a floor that is not of the model's own photos; None of any other.

    Args:
        record: the part ``trust`` of a model's ``config.json``, or of its scores.
    """
    if record.get("floor_of") != FLICKR8K:
        return None
    return Message(
        "No validation photo has captions of several people, so how good a caption has to be is "
        "taken from Flickr8k: a CIDEr-D of {floor}.",
        {"floor": record.get("floor")},
    )


def mean_log_probability(hypothesis: Hypothesis) -> float:
    """Of a caption's words: the logarithm of their geometric mean probability."""
    return hypothesis.log_probability / len(hypothesis.log_probabilities)
