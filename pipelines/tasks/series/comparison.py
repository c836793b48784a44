"""Which of two forecasters is nearer to what came, as far as the same last thirds can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.verdicts import SIGNIFICANCE, Verdict, verdict

ARRAYS = ("names", "places", "today", "said", "true")
AHEAD = (1, 12)  # Steps ahead that are scored.
RESAMPLES, SEED = 1_000, 1
BLOCK = 12  # Values in a row that are drawn together: neighbours err alike.


@dataclass(frozen=True)
class Predictions:
    """What a forecaster said after ``N`` values of the last thirds, and what came.

    Attributes:
        names: of the series, ``(N,)``, one after the other.
        places: of each value in its series, ``(N,)``.
        today: the values themselves, ``(N,)``.
        said: what was to be 1 and 12 steps ahead, ``(N, 2)``.
        true: what was, ``(N, 2)``; NaN past the end, and where nothing was measured.
    """

    names: np.ndarray
    places: np.ndarray
    today: np.ndarray
    said: np.ndarray
    true: np.ndarray

    def as_arrays(self) -> dict[str, np.ndarray]:
        """The same, to be kept."""
        return {name: getattr(self, name) for name in ARRAYS}

    def of(self, name: str, column: int) -> tuple[np.ndarray, np.ndarray]:
        """Absolute errors in one series, and those of “nothing changes”, ``(n,)`` each."""
        rows = (self.names == name) & np.isfinite(self.true[:, column])
        true = self.true[rows, column]
        return np.abs(self.said[rows, column] - true), np.abs(self.today[rows] - true)

    @property
    def series(self) -> list[str]:
        """The names of the series, in order."""
        return list(dict.fromkeys(self.names.tolist()))


def saved(errors: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How much of other errors is saved, in points of 100, over the last axis."""
    found: np.ndarray = 100 * (1 - errors.mean(axis=-1) / np.maximum(others.mean(axis=-1), 1e-12))
    return found


def compare(first: Predictions, second: Predictions, columns: tuple[int, ...]) -> Verdict:
    """Which of two forecasters saves more of the errors of “nothing changes”.

    The paired bootstrap over blocks of neighbours (Künsch 1989); all series count the same.

    Args:
        columns: of ``AHEAD``, which are looked at.

    Raises:
        ModelError: they were scored on different values.
    """
    _require_same_values(first, second)
    differences = np.mean(
        [
            _difference(first.of(name, column), second.of(name, column))
            for name in first.series
            for column in columns
        ],
        axis=0,
    )
    low, high = np.quantile(differences, [SIGNIFICANCE / 2, 1 - SIGNIFICANCE / 2])
    return verdict(bool(low > 0 or high < 0), bool(np.median(differences) > 0))


def _difference(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    drawn = drawn_anew(len(first[0]))
    one, other = (saved(errors[drawn], today[drawn]) for errors, today in (first, second))
    return np.asarray(one - other)


def interval(
    measure: Callable[[np.ndarray], np.ndarray], values: int
) -> tuple[float, float, float]:
    """Where 95 of 100 stretches of such values would put a measure, and its share above 0.

    Args:
        measure: of drawn places ``(R, n)``, one number each, ``(R,)``.
        values: how many there are.
    """
    found = measure(drawn_anew(values))
    low, high = np.quantile(found, [SIGNIFICANCE / 2, 1 - SIGNIFICANCE / 2])
    return float(low), float(high), float((found > 0).mean())


def drawn_anew(values: int) -> np.ndarray:
    """Places of values in each of the resampled series, ``(R, n)``, whole blocks at a time."""
    random, size = np.random.default_rng(SEED), min(BLOCK, values)
    blocks = -(-values // size)
    starts = random.integers(0, values - size + 1, (RESAMPLES, blocks, 1))
    places: np.ndarray = (starts + np.arange(size)).reshape(RESAMPLES, -1)[:, :values]
    return places


def _require_same_values(first: Predictions, second: Predictions) -> None:
    same = all(
        np.array_equal(getattr(first, name), getattr(second, name), equal_nan=name == "true")
        for name in ("names", "places", "today", "true")
    )
    if not same:
        raise ModelError("Two forecasters were scored on different values. Score both again.")


def load_predictions(path: Path) -> Predictions:
    """What the forecaster in a model folder said of the last thirds.

    Raises:
        ModelError: it was not scored, or its predictions are damaged.
    """
    arrays = read_arrays(path / PREDICTIONS, ARRAYS)
    if arrays is None:
        raise ModelError(
            "{model} holds no predictions. Score it: make evaluate-{model}", model=path.name
        )
    names, places, today, said, true = arrays
    shapes = [one.shape for one in arrays]
    rows = names.size
    whole = shapes == [(rows,), (rows,), (rows,), (rows, len(AHEAD)), (rows, len(AHEAD))]
    kinds = [one.dtype.kind for one in arrays] == ["U", "i", "f", "f", "f"]
    if not (rows and whole and kinds and np.isfinite(said).all() and np.isfinite(today).all()):
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return Predictions(names, places, today, said, true)
