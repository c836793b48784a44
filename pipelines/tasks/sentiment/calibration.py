"""From logits to probabilities that can be taken at their word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Of each value of a calibration; training stays well inside.
BOUNDS = {"offset": (-10.0, 10.0), "slope": (-1.0, 1.0), "confidence_threshold": (0.5, 1.0)}


@dataclass(frozen=True)
class Calibration:
    """A temperature that depends on the length of the text, and where a model is sure.

    A single temperature (Guo et al. 2017) cannot serve reviews of 250 words and sentences of 20
    alike: a model is overconfident about the ones and not about the others. So the logarithm of
    the temperature is linear in the logarithm of the length. Signs stay, so no answer changes.

    Attributes:
        offset: logarithm of the temperature of a text of one token.
        slope: what it gains as the logarithm of the number of tokens grows by one.
        confidence_threshold: answers of a lower confidence are called not sure; 1 calls all of
            them so.
    """

    offset: float = 0.0
    slope: float = 0.0
    confidence_threshold: float = 1.0

    def probabilities(self, logits: np.ndarray, tokens: np.ndarray) -> np.ndarray:
        """Probability of a positive text, ``(N,)``, for logits and numbers of tokens ``(N,)``."""
        # Beyond this no float is left between a probability and 1, and exp would overflow.
        cooled = np.clip(logits / self.temperatures(tokens), -80, 80)
        probabilities: np.ndarray = 1 / (1 + np.exp(-cooled))
        return probabilities

    def temperatures(self, tokens: np.ndarray) -> np.ndarray:
        """The temperature for texts of so many ``tokens``."""
        temperatures: np.ndarray = np.exp(self.offset + self.slope * np.log(tokens))
        return temperatures

    def is_sure(self, probability: float) -> bool:
        """Whether ``probability`` lies outside the band of answers that are not sure."""
        return max(probability, 1 - probability) > self.confidence_threshold
