"""How far a caption can be trusted, and whether a photo is like those that were learnt from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipelines.generation.results import Hypothesis
from pipelines.tasks.captioning.results import Confidence

# Of each value; what is fitted stays well inside.
BOUNDS = {
    "offset": (-100.0, 100.0),
    "slope": (-100.0, 100.0),
    "floor": (0.0, 10.0),
    "out_of_distribution_from": (0.0, 1e6),
}


@dataclass(frozen=True)
class Trust:
    """From the mean log-probability of a caption's words to what it is worth.

    Attributes:
        offset, slope: of the logistic function of that mean, whose value is the probability that
            the caption is a good one.
        floor: the CIDEr-D from which a caption is called good: three of four people's own captions
            reach it against those of the others.
        out_of_distribution_from: a photo whose features lie so far out is unlike what was learnt
            from; one in twenty validation photos does at most, as they lie or as users bring them.
    """

    offset: float = 0.0
    slope: float = 0.0
    floor: float = 0.0
    out_of_distribution_from: float = 1e6

    def confidence(self, hypothesis: Hypothesis, distance: float) -> Confidence:
        """What to say of a caption, and of a photo of that ``distance``."""
        strength = self.offset + self.slope * mean_log_probability(hypothesis)
        likelihood = 1 / (1 + math.exp(-max(-80.0, min(80.0, strength))))
        return Confidence(likelihood, distance <= self.out_of_distribution_from)


def mean_log_probability(hypothesis: Hypothesis) -> float:
    """Of a caption's words: the logarithm of their geometric mean probability."""
    return hypothesis.log_probability / len(hypothesis.log_probabilities)
