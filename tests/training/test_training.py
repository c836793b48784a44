"""Training and scoring by their real command lines, on a few invented texts and pictures."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN, HISTORY, WEIGHTS
from pipelines.scoring.evaluation import written
from pipelines.tasks.captioning import evaluate as caption_evaluation
from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.captioning.comparison import load_predictions as load_captions
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.sentiment import evaluate as sentiment_evaluation
from pipelines.tasks.sentiment import gradients
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.tasks.sentiment.behaviour import load_cases
from pipelines.tasks.sentiment.calibration import Calibration
from pipelines.tasks.sentiment.comparison import load_predictions
from pipelines.tasks.sentiment.data import (
    Texts,
    load_training_texts,
    load_validation_texts,
)
from pipelines.tasks.sentiment.kept_back import load_neutral
from pipelines.tasks.sentiment.labelled import load_sst2
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.scorers import NetworkScorer
from pipelines.tasks.sentiment.training import SentimentModule
from pipelines.text import words
from pipelines.training.settings import rounded_state
from tests.commands import SMALL, history, run_command, self_check


@pytest.fixture(scope="module")
def sentiment_run(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a trained sentiment model in ``model`` and its checkpoints in ``run``."""
    folder = tmp_path_factory.mktemp("sentiment")
    options = ("--data", tiny_data, "--run", folder / "run", "--training.epochs=2")
    run_command(sentiment_training, folder / "model", *options, *SMALL, "--network.cell=gru")
    return folder


def check_folder(folder: Path, task: str) -> None:
    directory = ModelDirectory.open(folder / "model")
    directory.verify()
    assert directory.kind.name == task
    assert directory.config["training"]["epochs"] == 2
    assert "--training.epochs=2" in directory.config["command"]
    assert all(len(digest) == 64 for digest in directory.config["data"].values())
    assert (directory.path / HISTORY).read_text() == (folder / "run" / HISTORY).read_text()
    assert [row["epoch"] for row in history(directory.path / HISTORY)] == [1, 2]
    assert len(directory.golden_examples()) == 2


def check_best_epoch_is_kept(folder: Path) -> None:
    scores = [row["validation_score"] for row in history(folder / "run" / HISTORY)]
    best = torch.load(folder / "run" / "best.ckpt", weights_only=True)
    assert scores[best["epoch"]] == max(scores)
    stored = load_file(folder / "model" / WEIGHTS)
    state = {n.removeprefix("network."): value for n, value in best["state_dict"].items()}
    assert all(torch.equal(stored[name], state[name].to(stored[name].dtype)) for name in stored)


def test_a_trained_sentiment_model_is_complete(sentiment_run: Path) -> None:
    check_folder(sentiment_run, "sentiment")
    check_best_epoch_is_kept(sentiment_run)
    assert self_check(sentiment_run / "model")
    pipeline = SentimentPipeline.load(sentiment_run / "model")
    assert isinstance(pipeline.scorer, NetworkScorer)
    assert pipeline.scorer.network.config == SentimentConfig("gru", 6, 6)
    assert pipeline.calibration != Calibration()


def test_a_trained_captioner_is_complete(caption_run: Path) -> None:
    check_folder(caption_run, "captioning")
    check_best_epoch_is_kept(caption_run)
    pipeline = CaptionPipeline.load(caption_run / "model")
    assert {"red", "wall", "times"} <= set(pipeline.vocabulary.entries)
    assert not {",", "."} & set(pipeline.vocabulary.entries)
    kept = sorted(path.name.split("-")[0] for path in (caption_run / "features").iterdir())
    assert kept == ["train", "validation"]


def test_the_vocabulary_knows_training_texts_only(sentiment_run: Path) -> None:
    entries = set(ModelDirectory.open(sentiment_run / "model").vocabulary().entries)
    assert {"n't", "noisy", "so", "great"} <= entries
    assert not {"then", "now", "last"} & entries  # These stand in validation and test alone.


def test_a_sentiment_model_is_scored(
    sentiment_run: Path, tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (gradients, sentiment_evaluation):
        monkeypatch.setattr(module, "DISTANCE", 5)
    path = sentiment_run / "model"
    metrics, _ = written(path, sentiment_evaluation.evaluate(path, tiny_data), None)
    directory = ModelDirectory.open(sentiment_run / "model")
    assert directory.metrics() == metrics
    assert metrics["imdb_test"]["texts"] == sum(map(sum, metrics["imdb_test"]["confusion"])) == 24
    assert metrics["sst2_test"]["texts"] == len(load_sst2(tiny_data, "test").texts)
    low, high = metrics["imdb_test"]["accuracy_interval"]
    assert low < metrics["imdb_test"]["accuracy"] <= high
    assert sum(row["texts"] for row in metrics["imdb_test"]["reliability"]) == 24
    assert sum(row["texts"] for row in metrics["imdb_test"]["by_length"]) == 24
    assert len(metrics["gradient_by_distance"]) == 6
    assert sum(rate["cases"] for rate in metrics["behaviour"].values()) == len(load_cases())
    assert metrics["kept_back"]["neutral"]["texts"] == len(load_neutral("test"))
    probabilities, labels = load_predictions(sentiment_run / "model", "imdb_test")
    right = (probabilities >= 0.5) == (labels == 1)
    assert 100 * right.mean() == pytest.approx(metrics["imdb_test"]["accuracy"], abs=0.01)
    directory.verify()
    assert (directory.path / GOLDEN).is_file()


@pytest.mark.usefixtures("measured_briefly")
def test_a_captioner_is_scored(caption_run: Path, tiny_data: Path) -> None:
    path = caption_run / "model"
    metrics, _ = written(path, caption_evaluation.evaluate(path, tiny_data), None)
    assert ModelDirectory.open(caption_run / "model").metrics() == metrics
    for strategy in ("greedy", "beam"):
        assert metrics[strategy]["photos"] == 3
        assert 0 <= metrics[strategy]["bleu_4"] <= metrics[strategy]["bleu_1"] <= 100
        low, high = metrics[strategy]["intervals"]["cider_d"]
        assert low <= metrics[strategy]["cider_d"] <= high
        assert 0 <= metrics[strategy]["from_training_captions"] <= 100
    assert all(time > 0 for time in metrics["milliseconds"].values())
    said = load_captions(caption_run / "model").captions
    assert len(set(said)) == metrics["beam"]["distinct_captions"]


def test_the_best_epoch_is_served_and_the_last_one_is_where_to_go_on(
    tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ever_worse(module: SentimentModule) -> None:
        module.log("validation_score", -float(module.current_epoch))

    monkeypatch.setattr(SentimentModule, "on_validation_epoch_end", ever_worse)
    options = ("--data", tiny_data, "--run", tmp_path / "run", "--training.epochs=2")
    steps = "--training.batch_size=8"
    run_command(sentiment_training, tmp_path / "model", *options, steps, *SMALL)
    assert [row["validation_score"] for row in history(tmp_path / "run" / HISTORY)] == [0, -1]
    check_best_epoch_is_kept(tmp_path)
    # Training goes on from the last epoch, whether it was a good one or not.
    last = torch.load(tmp_path / "run" / "last.ckpt", weights_only=True)
    stored = load_file(tmp_path / "model" / WEIGHTS)["head.weight"]
    assert last["epoch"] == 1
    assert not torch.equal(stored, last["state_dict"]["network.head.weight"].half())


@pytest.mark.parametrize("module", [sentiment_training, caption_training])
def test_without_a_checkpoint_there_is_nothing_to_resume(
    module: ModuleType, tiny_data: Path, caption_run: Path, tmp_path: Path
) -> None:
    options: tuple[object, ...] = ("--data", tiny_data, "--run", tmp_path / "run", "--resume")
    if module is caption_training:
        options = (*options, "--encoders", caption_run / "encoder-tiny")
    with pytest.raises(InputError, match="without --resume"):
        run_command(module, caption_run / "new", *options, *SMALL)
    assert not (caption_run / "new").exists()


def test_an_encoder_that_a_captioner_would_not_find_is_refused_before_training(
    tiny_data: Path, caption_run: Path, tmp_path: Path
) -> None:
    encoder = caption_run / "encoder-tiny"
    options = ("--data", tiny_data, "--run", tmp_path / "run", *SMALL, "--encoders")
    with pytest.raises(InputError, match="beside"):
        run_command(caption_training, tmp_path / "model", *options, encoder)
    with pytest.raises(ModelError, match="encoder-gone"):
        run_command(caption_training, tmp_path / "model", *options, tmp_path / "encoder-gone")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_says_how_to_go_on(
    tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(module: SentimentModule) -> None:
        if module.current_epoch == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(SentimentModule, "on_train_epoch_start", pressed)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # The Trainer would silence Ctrl-C.
    options = ("--data", tiny_data, "--run", tmp_path / "run", "--training.epochs=2")
    with pytest.raises(KeyboardInterrupt, match=r"last\.ckpt with --resume"):
        run_command(sentiment_training, tmp_path / "model", *options, *SMALL)
    assert [row["epoch"] for row in history(tmp_path / "run" / HISTORY)] == [1]


def test_stored_weights_are_halved_and_counters_are_not() -> None:
    state = rounded_state(nn.BatchNorm1d(3))
    assert state["weight"].dtype == torch.float16
    assert state["num_batches_tracked"].dtype == torch.int64


def test_texts_of_the_test_part_and_duplicates_are_not_trained_on(
    tiny_data: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    before = load_training_texts(data)
    leaks = pq.read_table(data / "imdb" / "test.parquet").slice(0, 5)
    for path, more in (
        (data / "imdb" / "train.parquet", [leaks]),
        (data / "sst/train.parquet", []),
    ):
        table = pq.read_table(path)
        pq.write_table(pa.concat_tables([table, *more, table.slice(0, 3)]), path)
    after = load_training_texts(data)
    assert after == before
    held_out = Texts.of(load_validation_texts(data)["reviews"])
    reviews = [" ".join(tokens) for tokens in (after.reviews + held_out).tokens]
    assert len(reviews) == len(set(reviews)) == 96
    assert not {" ".join(words(text)) for text in leaks.column("text").to_pylist()} & set(reviews)
    positive = [target.positive for target in after.sentences.targets]
    assert positive == [0, 0.25, 0.5, 0.75, 1]
