"""How sure a score of a whole test set is: its items are drawn anew, with replacement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.scoring.verdicts import SIGNIFICANCE, Verdict, verdict

RESAMPLES, SEED = 1_000, 1


@dataclass(frozen=True)
class Difference:
    """One score of one model less that of another, on the same items (Koehn 2004).

    Attributes:
        points: the difference.
        low, high: where 95 of 100 test sets of such items would put it.
    """

    points: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Of the first model, at a significance of 0.05."""
        return verdict(self.low > 0 or self.high < 0, self.points > 0)


def drawn_anew(items: int) -> np.ndarray:
    """How often each item is in each of the resampled test sets, ``(R, N)``."""
    random = np.random.default_rng(SEED)
    return random.multinomial(items, np.full(items, 1 / items), RESAMPLES)


def middle(values: np.ndarray) -> tuple[float, float]:
    """Between which two lie 95 of 100 of the ``values`` ``(R,)`` of resampled test sets."""
    low, high = np.quantile(values, [SIGNIFICANCE / 2, 1 - SIGNIFICANCE / 2])
    return float(low), float(high)
