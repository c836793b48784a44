"""The parts of a series, and what a network sees of its values and says of the next ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipelines.tasks.series.known import HORIZON

FEWEST = 60  # Values of a series that is read.
LEAST = 1e-6  # Of a standard deviation, so that a series that never changes divides nothing by 0.
# Likewise of its changes, as a share of their root mean square: where each is the one before, as
# those over a season of a series that was made by a rule, errors by them would drown all others.
LEAST_SHARE = 0.25


class Parts(NamedTuple):
    """Where a series is cut: what is forecast before ``chosen`` is learnt from, and so on.

    Attributes:
        chosen: the first value that is not learnt from, but that settings are chosen by.
        scored: the first value of the last third.
        end: how many values there are.
    """

    chosen: int
    scored: int
    end: int

    @classmethod
    def of(cls, length: int) -> Parts:
        """Two thirds, of which a fifth is only for choices, and one third."""
        scored = 2 * length // 3
        return cls(4 * scored // 5, scored, length)


@dataclass(frozen=True)
class Scale:
    """Standardises a series by what was measured on the part that is learnt from.

    Attributes:
        grows: whether logarithms of the values are looked at, and only how they change.
        mean: of the values, or of their logarithms.
        spread: their standard deviation.
        change: that of their changes from one to the next.
        ahead: that of their changes over 1 to ``H`` steps, ``(H,)``.
    """

    grows: bool
    mean: float
    spread: float
    change: float
    ahead: np.ndarray

    @classmethod
    def fit(cls, values: np.ndarray, grows: bool) -> Scale:
        """By all of ``values``, ``(T,)``."""
        seen = np.log(values) if grows else values
        ahead = _deviations(truth(seen) - seen[:, None])
        change = float(_deviations(np.diff(seen)[:, None])[0])
        return cls(grows, float(seen.mean()), max(float(seen.std()), LEAST), change, ahead)

    def inputs(self, values: np.ndarray) -> np.ndarray:
        """What a network sees of values ``(T,)``: change and level, ``(T, 2)``.

        The first value has no change; the level of what grows is hidden.
        """
        seen = self._seen(values)
        level = np.zeros_like(seen) if self.grows else (seen - self.mean) / self.spread
        changes = np.diff(seen, prepend=seen[:1]) / self.change
        return np.stack([changes, level], axis=1).astype(np.float32)

    def targets(self, values: np.ndarray) -> np.ndarray:
        """What a network shall say after each of ``values``, ``(T, H)``; NaN past the end."""
        seen = self._seen(values)
        found: np.ndarray = ((truth(seen) - seen[:, None]) / self.ahead).astype(np.float32)
        return found

    def forecasts(self, values: np.ndarray, said: np.ndarray) -> np.ndarray:
        """The values that were said to follow each of ``values``, ``(T, H)``: 0 says the same."""
        found: np.ndarray = self._seen(values)[:, None] + said.astype(np.float64) * self.ahead
        return np.exp(found) if self.grows else found

    def _seen(self, values: np.ndarray) -> np.ndarray:
        seen: np.ndarray = np.log(values) if self.grows else values.astype(np.float64)
        return seen


def _deviations(changes: np.ndarray) -> np.ndarray:
    """The standard deviation of each column, ``(H,)``, and no less than what may be divided by."""
    size = np.sqrt(np.nan_to_num(np.nanmean(changes**2, axis=0)))
    deviation = np.nan_to_num(np.nanstd(changes, axis=0))
    found: np.ndarray = np.maximum(deviation, np.maximum(LEAST_SHARE * size, LEAST))
    return found


def grows(values: np.ndarray) -> bool:
    """Whether most values that settings are chosen by lie beyond all that is learnt from."""
    cuts = Parts.of(len(values))
    learnt, chosen = values[: cuts.chosen], values[cuts.chosen : cuts.scored]
    beyond = (chosen < learnt.min()) | (chosen > learnt.max())
    return bool(values.min() > 0 and beyond.mean() > 0.5)


def truth(values: np.ndarray) -> np.ndarray:
    """The ``HORIZON`` values after each one, ``(T, H)``; NaN past the end."""
    padded = np.append(values, np.full(HORIZON, np.nan))
    found: np.ndarray = np.lib.stride_tricks.sliding_window_view(padded[1:], HORIZON).copy()
    return found
