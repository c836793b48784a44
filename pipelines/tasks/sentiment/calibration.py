"""From logits to probabilities that can be taken at their word, and to a level that says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.tasks.sentiment.results import Level

# The columns of logits: that a text is positive, that it is an opinion.
POSITIVE, OPINION = 0, 1

# Of each value of a calibration; training stays well inside.
BOUNDS = {
    "offset": (-10.0, 10.0),
    "slope": (-1.0, 1.0),
    "confidence_threshold": (0.5, 1.0),
    "leaning_threshold": (0.5, 1.0),
    "opinion_threshold": (0.0, 1.0),
    "shift": (-5.0, 5.0),
}
REQUIRED = ("offset", "slope", "confidence_threshold")  # Older folders have no other.


@dataclass(frozen=True)
class Calibration:
    """A temperature that depends on the length of the text, and which answers have which level.

    A single temperature (Guo et al. 2017) cannot serve reviews of 250 words and sentences of 20
    alike: a model is overconfident about the ones and not about the others. So the logarithm of
    the temperature is linear in the logarithm of the length. A model that leans to one side, as its
    training texts did, is set upright before (Platt 1999).

    Attributes:
        offset: logarithm of the temperature of a text of one token.
        slope: what it gains as the logarithm of the number of tokens grows by one.
        confidence_threshold: answers of a higher confidence are clear; 1 calls none so.
        leaning_threshold: of the others, those of a higher confidence lean to a side.
        opinion_threshold: texts that are less probably an opinion are called none.
        shift: what is first taken from every logit; above 0 of a model that leans to positive.
    """

    offset: float = 0.0
    slope: float = 0.0
    confidence_threshold: float = 1.0
    leaning_threshold: float = 1.0
    opinion_threshold: float = 0.0
    shift: float = 0.0

    def probabilities(self, logits: np.ndarray, tokens: np.ndarray) -> np.ndarray:
        """Probability of a positive text, ``(N,)``, for logits ``(N, O)`` and numbers of tokens."""
        return sigmoid(self.calibrated(logits, tokens))

    def calibrated(self, logits: np.ndarray, tokens: np.ndarray) -> np.ndarray:
        """Logit of a positive text, ``(N,)``, for logits ``(N, O)`` and numbers of tokens."""
        temperatures = np.exp(self.offset + self.slope * np.log(tokens))
        logit: np.ndarray = (logits[:, POSITIVE] - self.shift) / temperatures
        return logit

    @property
    def doubt(self) -> tuple[float, float]:
        """The probabilities between which an answer is undecided."""
        threshold = min(self.leaning_threshold, self.confidence_threshold)
        return 1 - threshold, threshold

    @property
    def clear(self) -> tuple[float, float]:
        """The probabilities beyond which an answer is clear."""
        return 1 - self.confidence_threshold, self.confidence_threshold

    def level(self, probability: float, opinion: float | None) -> Level:
        """How much an answer is worth.

        Args:
            probability: that the text is positive.
            opinion: that it is an opinion at all; None of a model that cannot say.
        """
        confidence = max(probability, 1 - probability)
        if opinion is not None and opinion < self.opinion_threshold:
            return "no opinion"
        if confidence > self.confidence_threshold:
            return "clearly"
        return "leaning" if confidence > self.leaning_threshold else "undecided"


def opinions(logits: np.ndarray) -> np.ndarray | None:
    """Probability that a text is an opinion, ``(N,)``; None of models that do not say."""
    return sigmoid(logits[:, OPINION]) if logits.shape[1] > OPINION else None


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """From logits to probabilities."""
    # Beyond 80 no float is left between a probability and 1, and exp would overflow.
    probabilities: np.ndarray = 1 / (1 + np.exp(-np.clip(logits, -80, 80)))
    return probabilities
