"""Damage a side file of a model however you like: all that comes of it is a ``ModelError``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import ModelError
from pipelines.models.cells import read_cells
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import (
    CARD,
    CELLS,
    CONFIG,
    GOLDEN,
    HISTORY,
    METRICS,
    PREDICTIONS,
    VOCABULARY,
    WEIGHTS,
)
from pipelines.tasks.captioning import comparison as of_captioners
from pipelines.tasks.sentiment import comparison as of_readers
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from tests.commands import self_check
from tests.damage import damaged, hash_anew, with_odd_value
from tests.models.test_shipped_models import MODELS

VARIANTS = 60  # Of each file and kind of damage.
# A hash would tell most damage at once, so files that have one are vouched for anew.
HASHED = (WEIGHTS, VOCABULARY)


def read_captions(path: Path) -> None:
    """Whatever can be read can be compared."""
    found = of_captioners.load_predictions(path)
    of_captioners.compare(found.scores, found.scores)


def read_answers(path: Path) -> None:
    probabilities, labels = of_readers.load_predictions(path, "imdb_test")
    of_readers.compare(probabilities, probabilities, labels)


READERS: dict[tuple[str, str], Callable[[Path], object]] = {
    ("sentiment-lstm", METRICS): lambda path: ModelDirectory.open(path).metrics(),
    ("caption-lstm", METRICS): lambda path: ModelDirectory.open(path).metrics(),
    ("sentiment-lstm", HISTORY): lambda path: ModelDirectory.open(path).history(),
    ("sentiment-lstm", CELLS): lambda path: read_cells(ModelDirectory.open(path)),
    ("sentiment-lstm", CARD): lambda path: ModelDirectory.open(path).card(),
    ("sentiment-lstm", PREDICTIONS): read_answers,
    ("caption-lstm", PREDICTIONS): read_captions,
    ("sentiment-tiny-lstm", GOLDEN): self_check,
    ("sentiment-tiny-lstm", CONFIG): SentimentPipeline.load,
    ("sentiment-tiny-lstm", VOCABULARY): SentimentPipeline.load,
    ("sentiment-tiny-lstm", WEIGHTS): SentimentPipeline.load,
    ("baseline-tiny-tfidf", WEIGHTS): SentimentPipeline.load,
    ("caption-lstm", GOLDEN): lambda path: ModelDirectory.open(path).golden_examples(),
}


def refusals(
    folder: Path, name: str, sound: bytes, damage: Callable[[bytes, int], bytes], seeds: range
) -> int:
    """How many of so many damaged variants of a file are refused; others must be usable."""
    model = folder.name
    refused = 0
    for seed in seeds:
        (folder / name).write_bytes(damage(sound, seed))
        if name in HASHED:
            hash_anew(folder, name)
        try:
            READERS[model, name](folder)
        except ModelError as found:
            error = str(found)
            refused += 1
        except Exception as found:
            raise AssertionError(f"{damage.__name__} of {model}/{name} by {seed}") from found
        else:
            continue
        assert model in error
        assert error.encode()
    return refused


@pytest.mark.parametrize(("model", "name"), READERS)
def test_a_damaged_file_is_refused_or_usable(
    models_root: Path, tmp_path: Path, model: str, name: str
) -> None:
    source = (models_root if "tiny" in model else MODELS) / model
    folder = Path(shutil.copytree(source, tmp_path / model))
    sound = (folder / name).read_bytes()
    refused = refusals(folder, name, sound, damaged, range(VARIANTS))
    if name.endswith(".json"):
        refused += refusals(folder, name, sound, with_odd_value, range(VARIANTS))
    assert refused > VARIANTS / 4 or name == CARD
