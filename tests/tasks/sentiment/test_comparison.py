"""Two models on the same texts: what the test says, and what is kept for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ModelError
from pipelines.models.arrays import write_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.tasks.sentiment.comparison import as_arrays, compare, load_predictions

LABELS = np.array([1] * 40 + [0] * 60)


def model(wrong: range) -> np.ndarray:
    """Probabilities that are on the right side everywhere but in ``wrong``."""
    right = np.where(LABELS == 1, 0.9, 0.1)
    right[wrong] = 1 - right[wrong]
    return right


def test_few_against_many_mistakes_is_a_difference() -> None:
    good, poor = model(range(2)), model(range(1, 21))
    comparison = compare(good, poor, LABELS)
    assert (comparison.only_first, comparison.only_second) == (19, 1)
    # The exact binomial: twice the chance of at most one head in twenty tosses.
    assert comparison.p_value == pytest.approx(2 * 21 / 2**20)
    assert comparison.verdict == "better"
    assert compare(poor, good, LABELS).verdict == "worse"


def test_like_many_mistakes_are_no_difference() -> None:
    first, second = model(range(10)), model(range(8, 20))
    assert "no difference" in compare(first, second, LABELS).verdict
    assert compare(first, first, LABELS).p_value == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_kept_predictions_stay_on_their_side(
    tmp_path_factory: pytest.TempPathFactory, values: list[float]
) -> None:
    folder = tmp_path_factory.mktemp("model")
    probabilities = np.array([*values, 0.5, np.nextafter(0.5, 0)])
    labels = np.arange(len(probabilities)) % 2
    arrays = as_arrays({"imdb_test": probabilities}, {"imdb_test": labels})
    write_arrays(folder / PREDICTIONS, arrays)
    stored, truth = load_predictions(folder, "imdb_test")
    assert ((stored >= 0.5) == (probabilities >= 0.5)).all()
    assert np.abs(stored - probabilities).max() <= 2**-16
    assert (truth == labels).all()


def test_missing_or_damaged_predictions_are_an_error_of_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="make evaluate"):
        load_predictions(tmp_path, "imdb_test")
    (tmp_path / PREDICTIONS).write_bytes(b"no archive")
    with pytest.raises(ModelError, match="make evaluate"):
        load_predictions(tmp_path, "imdb_test")
