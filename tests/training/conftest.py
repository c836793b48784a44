"""Trainings of tiny networks, which a power cut may interrupt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from torch import Tensor

from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.training.settings import TrainingModule
from tests.commands import SMALL, run_command

# Everything that is random or remembers: dropout, drawn views and texts, averages, patience.
SENTIMENT = (
    *("--network.cell=gru", "--training.batch_size=8", "--training.phrases_per_label=1"),
    *("--training.ema_decay=0.9", "--training.learning_rate=0.01", "--training.patience=2"),
)
CAPTIONS = (
    *("--training.min_count=1", "--training.views=2", "--training.batch_size=4"),
    *("--training.self_critical=0.3", "--training.learning_rate=0.01"),
)
Train = Callable[..., Path]


class PowerCutError(Exception):
    """What ends a training here."""


def cut_power(patch: pytest.MonkeyPatch, epoch: int) -> None:
    """Let every training end in the second step of ``epoch``."""
    log = TrainingModule.log_training_loss

    def or_die(module: TrainingModule, loss: Tensor, rows: int) -> None:
        log(module, loss, rows)
        steps = int(module.trainer.num_training_batches)
        if module.current_epoch == epoch and module.global_step % steps:
            raise PowerCutError

    patch.setattr(TrainingModule, "log_training_loss", or_die)


@pytest.fixture
def train_sentiment(tiny_data: Path, tmp_path: Path) -> Train:
    """Train a model of that name; its run folder is ``runs/NAME``."""

    def train(name: str, *options: object, run: Path | None = None) -> Path:
        where = ("--data", tiny_data, "--run", run or tmp_path / "runs" / name)
        epochs = "--training.epochs=4"
        output = tmp_path / name
        run_command(sentiment_training, output, *where, epochs, *SENTIMENT, *SMALL, *options)
        return output

    return train


@pytest.fixture
def train_captioner(tiny_data: Path, caption_run: Path, tmp_path: Path) -> Train:
    """Likewise of a captioner."""
    shutil.copytree(caption_run / "encoder-tiny", tmp_path / "encoder-tiny")

    def train(name: str, *options: object) -> Path:
        where = ("--data", tiny_data, "--run", tmp_path / "runs" / name)
        encoder = ("--encoders", tmp_path / "encoder-tiny", "--training.epochs=3")
        output = tmp_path / name
        run_command(caption_training, output, *where, *encoder, *CAPTIONS, *SMALL, *options)
        return output

    return train


def interrupted(train: Train, name: str, epoch: int, *options: object) -> None:
    """Begin a training that ends in ``epoch``."""
    with pytest.MonkeyPatch.context() as patch:
        cut_power(patch, epoch)
        with pytest.raises(PowerCutError):
            train(name, *options)
