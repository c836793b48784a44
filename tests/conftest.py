"""Fixtures: tiny models and a data folder of invented texts and pictures. Nothing is downloaded."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from tests.commands import SMALL, run_command

# Torch and what needs it are imported when first used, so that a test of texts starts at once.
if TYPE_CHECKING:
    from pipelines.tasks.captioning.pipeline import CaptionPipeline
    from pipelines.tasks.sentiment.pipeline import SentimentPipeline

# Two threads of a small network wait for each other longer than they compute.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Same examples in every run, no clock, nothing kept on disk: a red test is red for everybody.
hypothesis.settings.register_profile(
    "tests", max_examples=60, deadline=None, database=None, derandomize=True
)
hypothesis.settings.load_profile("tests")

SENTIMENT_MODELS = ("sentiment-tiny-lstm", "sentiment-tiny-rnn", "sentiment-tiny-gru")
OTHER_SENTIMENT_MODELS = (
    *("sentiment-tiny-bilstm", "sentiment-tiny-window"),
    *("baseline-tiny-vader", "baseline-tiny-tfidf"),
)
CAPTION_MODELS = ("caption-tiny-lstm", "caption-tiny-rnn")

OPENINGS = ("I saw it twice.", "My sister chose it.", "It opens at sea.", "Two hours, no less.")
PRAISE = ("What a warm and clever film!", "I loved every scene.", "Great music, fine cast.")
BLAME = ("What a dull and noisy film!", "I hated every scene.", "Bad music, weak cast.")
CLOSINGS = ("See for yourself.", "That's all.", "It's 90 minutes.", "I didn't sleep.")
COLOURS = ("red", "green", "blue", "white", "black", "grey", "brown", "yellow")


@pytest.fixture(scope="session")
def models_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ``models/`` with an encoder, sentiment models and captioners; leave it whole."""
    from tests.tiny_models import build_tiny_models

    root = tmp_path_factory.mktemp("models")
    build_tiny_models(root)
    return root


@pytest.fixture
def own_models(models_root: Path, tmp_path: Path) -> Path:
    """A copy of ``models_root`` to damage."""
    return Path(shutil.copytree(models_root, tmp_path / "models"))


@pytest.fixture
def folder(models_root: Path, tmp_path: Path) -> Path:
    """One sentiment model to damage, beside copies of the others; the large encoder stays away."""
    ignore = shutil.ignore_patterns("encoder-*")
    root = Path(shutil.copytree(models_root, tmp_path / "models", ignore=ignore))
    return root / SENTIMENT_MODELS[0]


@pytest.fixture(scope="session", params=SENTIMENT_MODELS)
def sentiment(request: pytest.FixtureRequest, models_root: Path) -> SentimentPipeline:
    """Each sentiment model that reads in one direction, word by word."""
    from pipelines.tasks.sentiment.pipeline import SentimentPipeline

    return SentimentPipeline.load(models_root / request.param)


@pytest.fixture(scope="session", params=CAPTION_MODELS)
def captioner(request: pytest.FixtureRequest, models_root: Path) -> CaptionPipeline:
    """Each of the two captioners."""
    from pipelines.tasks.captioning.pipeline import CaptionPipeline

    return CaptionPipeline.load(models_root / request.param)


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every file and column of the real one, a few invented rows in each."""
    folder = tmp_path_factory.mktemp("data")
    _write(folder / "imdb" / "train.parquet", _reviews(OPENINGS))
    _write(folder / "imdb" / "test.parquet", _reviews(("Seen at last.",)))
    _write(folder / "imdb" / "unsupervised.parquet", _reviews(("Nobody asked me.",)))
    for split, opening in (("train", "so"), ("validation", "then"), ("test", "now")):
        _write(folder / "sst" / f"{split}.parquet", _sentences(opening))
    for split, photos in (("train", 8), ("validation", 3), ("test", 3)):
        _write(folder / "flickr8k" / f"{split}.parquet", _photos(photos))
    return folder


@pytest.fixture(scope="session")
def caption_run(
    tiny_data: Path, models_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with a trained captioner in ``model`` and its checkpoints in ``run``."""
    from pipelines.tasks.captioning import train

    folder = tmp_path_factory.mktemp("captioning")
    shutil.copytree(models_root / "encoder-tiny", folder / "encoder-tiny")
    options = ("--data", tiny_data, "--run", folder / "run", "--encoders", folder / "encoder-tiny")
    training = ("--training.epochs=2", "--training.min_count=1")
    run_command(train, folder / "model", *options, *training, *SMALL)
    return folder


@pytest.fixture
def measured_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A captioner is timed once and shown few pictures; what is tested is not the figure."""
    from pipelines.scoring import timing
    from pipelines.tasks.captioning import out_of_distribution

    monkeypatch.setattr(timing, "REPETITIONS", 1)
    monkeypatch.setattr(out_of_distribution, "EACH", 1)
    monkeypatch.setattr(out_of_distribution, "_SCIKIT_IMAGE", ("coffee.png", "moon.png"))


def _reviews(openings: Sequence[str]) -> Iterator[dict[str, object]]:
    for label, opinions in enumerate((BLAME, PRAISE)):
        for opening, opinion, closing in product(openings, opinions, CLOSINGS):
            yield {"text": f"{opening}<br /><br />{opinion} {closing}", "label": label}


def _sentences(opening: str) -> Iterator[dict[str, object]]:
    """In treebank form: a sentence and a phrase of each of the five labels."""
    degrees = ("awful", "weak", "long", "good", "great")
    for label, degree in enumerate(degrees):
        row = {"label": label, "sentence_id": label}
        yield row | {"text": f"{opening} it 's {degree} , is n't it ?", "is_sentence": True}
        yield row | {"text": f"{opening} {degree}", "is_sentence": False}


def _photos(number: int) -> Iterator[dict[str, object]]:
    random = np.random.default_rng(number)
    for row, colour in enumerate(COLOURS[:number]):
        pixels = random.integers(0, 256, 3, dtype=np.uint8) * np.ones((16, 16, 1), np.uint8)
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG")
        captions = {f"caption_{n}": f"A {colour} wall , seen {n} times ." for n in range(5)}
        yield {"image": {"bytes": file.getvalue(), "path": f"{row}.jpg"}, **captions}


def _write(path: Path, rows: Iterator[dict[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows)), path)
