"""What a forecaster answers: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipelines.data.numbers import MOST
from pipelines.errors import InputError
from pipelines.layers.traces import LayerTrace
from pipelines.messages import Message
from pipelines.tasks.series.known import Known
from pipelines.tasks.series.scaling import FEWEST, truth

MOST_VALUES = 20_000  # The longest series known, twice.


@dataclass(frozen=True)
class Course:
    """Values to go on from.

    Attributes:
        name: of the series whose networks read it.
        values: in order of time.
        own: whether it is not that series, but somebody's own values. Then it is standardised by
            its first two thirds, and nothing of what follows is known before it is read.
        filled: places of values that nobody measured, so that the one before stands there.
    """

    name: str
    values: tuple[float, ...]
    own: bool = False
    filled: tuple[int, ...] = ()

    @property
    def measured(self) -> np.ndarray:
        """What forecasts are measured by, ``(T,)``: NaN where nothing was measured."""
        values = np.array(self.values, dtype=np.float64)
        return np.where(np.isin(np.arange(len(values)), self.filled), np.nan, values)

    def between(self, begin: int, end: int | None) -> Course:
        """Its values from ``begin`` up to ``end``."""
        values = self.values[begin:end]
        filled = (place - begin for place in self.filled)
        there = tuple(place for place in filled if 0 <= place < len(values))
        return replace(self, values=values, filled=there)

    def readable(self, known: Known) -> np.ndarray:
        """The values ``(T,)``, where the networks of a known series can read them.

        Raises:
            InputError: they are too few, too many, no numbers, or not for these networks.
        """
        values = np.array(self.values, dtype=np.float64)
        if not FEWEST <= len(values) <= MOST_VALUES:
            raise InputError(
                "There are {n:,} values; {fewest} to {most:,} are read. Give others.",
                n=len(values),
                fewest=FEWEST,
                most=MOST_VALUES,
            )
        if not np.isfinite(values).all() or np.abs(values).max() > MOST:
            raise InputError("A value is no number, or beyond 10¹². Correct it.")
        if known.grows and values.min() <= 0:
            raise InputError(
                "The lowest value is {value:g}, and the networks of “{title}” look at growth in "
                "parts of the whole: they need values above 0. Choose those of another series.",
                value=float(values.min()),
                title=Message(known.title),
            )
        return values


@dataclass(frozen=True)
class Forecast:
    """What is said to follow a value.

    Attributes:
        values: the next ones, ``(H,)``.
        low, high: between which eight of ten true values should lie, ``(H,)``.
    """

    values: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class SeriesTrace:
    """What was said after each value of a course.

    Attributes:
        course: what was read.
        window: how many values the model sees at once; None of one that remembers.
        forecasts: after value t the next ones, ``(T, H)``; row -1 is the answer to it all.
        low, high: as those of a ``Forecast``, ``(T, H)``.
        by_member: what each of several networks says, ``(M, T, H)``.
        layers: of the first of them, from the bottom up; none of a model without states.
    """

    course: Course
    window: int | None
    forecasts: np.ndarray
    low: np.ndarray
    high: np.ndarray
    by_member: np.ndarray
    layers: tuple[LayerTrace[np.ndarray], ...]

    @property
    def result(self) -> Forecast:
        """What is said after the last value."""
        return Forecast(self.forecasts[-1], self.low[-1], self.high[-1])

    def held(self, first: int) -> float:
        """Which share of the values from ``first`` on lay in the band, over all steps ahead."""
        rows = slice(first - 1, None)
        true = truth(self.course.measured)[rows]
        inside = (self.low[rows] <= true) & (true <= self.high[rows])
        return float(inside[np.isfinite(true)].mean())

    def within(self, numbers: int) -> tuple[SeriesTrace, Message | None]:
        """The same with no more than so many numbers of states and gates."""
        each = sum(value.shape[1] for layer in self.layers for value in layer.values())
        kept = min(len(self.forecasts), numbers // max(1, each))
        if kept == len(self.forecasts):
            return self, None
        layers = tuple(layer.map(lambda values: values[-kept:]) for layer in self.layers)
        said = Message("states and gates of all but the last {n:,} values", {"n": kept})
        return SeriesTrace(**{**vars(self), "layers": layers}), said
