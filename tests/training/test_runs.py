"""Run folders: a training is interrupted, goes on, and never mixes with another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from lightning.pytorch.plugins.io import TorchCheckpointIO
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from pipelines.errors import InputError
from pipelines.models.files import CONFIG, HISTORY, WEIGHTS
from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.sentiment import pretrain
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.tasks.sentiment.training import SentimentModule
from pipelines.text import Vocabulary
from pipelines.training.batching import BucketSampler
from pipelines.training.callbacks import IDENTITY
from pipelines.training.runs import BEST, LAST, RUN, held
from pipelines.training.settings import TrainingModule
from tests.commands import SMALL, history, run_command

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


def same(one: Path, other: Path) -> None:
    """See that two trainings ended with the same weights by the same way."""
    rows, others = (history(path / HISTORY) for path in (one, other))
    assert [row | {"seconds": 0} for row in rows] == [row | {"seconds": 0} for row in others]
    weights, other_weights = (load_file(path / WEIGHTS) for path in (one, other))
    assert weights.keys() == other_weights.keys()
    assert all(torch.equal(weights[name], other_weights[name]) for name in weights)


def interrupted(train: Train, name: str, epoch: int, *options: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        cut_power(patch, epoch)
        with pytest.raises(PowerCutError):
            train(name, *options)


@pytest.mark.parametrize("kind", ["train_sentiment", "train_captioner"])
def test_a_resumed_training_equals_one_that_ran_through(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    train: Train = request.getfixturevalue(kind)
    whole = train("whole")
    interrupted(train, "parts", 1)
    assert len(history(tmp_path / "runs" / "parts" / HISTORY)) == 1
    interrupted(train, "parts", 2, "--resume")
    same(train("parts", "--resume"), whole)


def test_patience_that_ran_out_stays_so_and_a_moved_folder_keeps_its_best(
    train_sentiment: Train, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ever_worse(module: SentimentModule) -> None:
        module.log("validation_score", -float(module.current_epoch))

    monkeypatch.setattr(SentimentModule, "on_validation_epoch_end", ever_worse)
    whole = train_sentiment("whole")
    assert len(history(whole / HISTORY)) == 3  # The first, and two that were no better.
    # What would have been killed when all epochs were over but no model was written.
    shutil.move(tmp_path / "runs" / "whole", tmp_path / "moved")
    same(train_sentiment("again", "--resume", run=tmp_path / "moved"), whole)
    interrupted(train_sentiment, "parts", 2)
    shutil.move(tmp_path / "runs" / "parts", tmp_path / "moved-parts")
    same(train_sentiment("parts", "--resume", run=tmp_path / "moved-parts"), whole)


def test_a_run_folder_bears_the_full_name_of_the_model(
    tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(sentiment_training, "train", lambda run, *_: seen.append(run.folder))
    for name in ("run-0.1", "run-0.2"):
        run_command(sentiment_training, tmp_path / "models" / name, "--data", tiny_data)
    assert seen == [Path("runs", "run-0.1"), Path("runs", "run-0.2")]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--training.learning_rate=0.02"], ["training.learning_rate was 0.01 and is now 0.02"]),
        (["--network.cell=lstm"], ["network.cell was gru and is now lstm"]),
        (
            ["--training.seed=7", "--hardware.precision=bf16-mixed"],
            ["training.seed", "hardware.precision was 32-true"],
        ),
    ],
)
def test_other_settings_do_not_go_on(
    options: list[str], said: list[str], train_sentiment: Train, tmp_path: Path
) -> None:
    interrupted(train_sentiment, "model", 1)
    before = (tmp_path / "runs" / "model" / LAST).read_bytes()
    with pytest.raises(InputError) as error:
        train_sentiment("model", "--resume", *options)
    assert all(part in str(error.value) for part in (*said, "--run"))
    assert (tmp_path / "runs" / "model" / LAST).read_bytes() == before


def test_other_data_and_other_words_do_not_go_on(
    train_sentiment: Train, tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(train_sentiment, "model", 1)
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    shutil.copy(data / "sst" / "validation.parquet", data / "sst" / "train.parquet")
    with pytest.raises(InputError, match=r"data.sst/train was \w{8}… and is now \w{8}…"):
        train_sentiment("model", "--resume", "--data", data)
    build = Vocabulary.build
    monkeypatch.setattr(
        Vocabulary,
        "build",
        lambda texts, max_size: build([[*text, "new"] for text in texts], max_size=max_size),
    )
    with pytest.raises(InputError, match="other words"):
        train_sentiment("model", "--resume")


def test_an_interrupted_training_is_not_overwritten_and_one_that_ended_is(
    train_sentiment: Train,
) -> None:
    interrupted(train_sentiment, "model", 1)
    with pytest.raises(InputError, match="--resume, or delete"):
        train_sentiment("model", "--training.learning_rate=0.02")
    train_sentiment("model", "--resume")
    anew = train_sentiment("model", "--training.learning_rate=0.02", "--training.epochs=1")
    assert len(history(anew / HISTORY)) == 1
    config = json.loads((anew / CONFIG).read_text())
    assert config["training"]["learning_rate"] == 0.02


def test_one_folder_holds_one_training_at_a_time(tmp_path: Path) -> None:
    with (
        held(tmp_path, {}, resume=False),
        pytest.raises(InputError, match="Another training is under way"),
        held(tmp_path, {}, resume=False),
    ):
        pass
    with held(tmp_path, {}, resume=False):  # It is let go of.
        pass


@pytest.mark.parametrize("name", [LAST, BEST])
def test_a_damaged_or_foreign_checkpoint_is_refused(
    name: str, train_sentiment: Train, tmp_path: Path
) -> None:
    interrupted(train_sentiment, "model", 1)
    path = tmp_path / "runs" / "model" / name
    whole = path.read_bytes()
    for content in (whole[:-400], whole[:1000], b"", b"no checkpoint"):
        path.write_bytes(content)
        with pytest.raises(InputError, match=f"{name} is no whole checkpoint"):
            train_sentiment("model", "--resume")
    for foreign in ({"epoch": 3}, [1], {IDENTITY: "of another"}):
        torch.save(foreign, path)
        with pytest.raises(InputError, match=f"{name} is a checkpoint of another training"):
            train_sentiment("model", "--resume")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"what": 3}'])
def test_a_run_that_does_not_say_what_it_is_does_not_go_on(
    content: str, train_sentiment: Train, tmp_path: Path
) -> None:
    folder = tmp_path / "runs" / "model"
    folder.mkdir(parents=True)
    (folder / LAST).touch()
    (folder / RUN).write_text(content)
    with pytest.raises(InputError, match="does not say what was trained"):
        train_sentiment("model", "--resume")


def test_a_power_cut_while_a_checkpoint_is_written_leaves_the_one_before(
    train_sentiment: Train, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train_sentiment("whole")
    save = TorchCheckpointIO.save_checkpoint

    def half(io: Any, checkpoint: dict[str, Any], path: Path, *rest: object) -> None:
        save(io, checkpoint, path, *rest)
        if checkpoint["epoch"] == 1 and "last" in path.name:
            path.write_bytes(path.read_bytes()[:500])
            raise PowerCutError

    monkeypatch.setattr(TorchCheckpointIO, "save_checkpoint", half)
    with pytest.raises(PowerCutError):
        train_sentiment("parts")
    monkeypatch.setattr(TorchCheckpointIO, "save_checkpoint", save)
    same(train_sentiment("parts", "--resume"), whole)


def test_a_training_that_diverges_ends_with_advice(
    train_sentiment: Train, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        F,
        "binary_cross_entropy_with_logits",
        lambda logits, _: logits.mean() * float("nan"),
    )
    with pytest.raises(InputError, match=r"diverged. Lower --training\.learning_rate"):
        train_sentiment("model")


def test_a_batch_that_no_text_fills_is_an_error_of_the_data(
    tiny_data: Path, tmp_path: Path
) -> None:
    options = ("--data", tiny_data, "--run", tmp_path / "run", "--training.texts_per_epoch=1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BucketSampler, "__len__", lambda _: 0)
        with pytest.raises(InputError, match="There is no batch"):
            run_command(pretrain, tmp_path / "language", *options, *SMALL)


@pytest.mark.parametrize("module", [sentiment_training, pretrain])
@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--hardware.accelerator=warp", "warp"),
        ("--hardware.accelerator=cuda", "ccelerator"),
        ("--hardware.strategy=magic", "magic"),
        ("--hardware.precision=16-mixed", "16-mixed"),
    ],
)
def test_what_the_machine_lacks_is_said_before_any_data_is_read(
    module: ModuleType,
    option: str,
    said: str,
    tiny_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "load_training_texts", None)
    options = ("--data", tiny_data, "--run", tmp_path / "run", *SMALL, option)
    with pytest.raises(InputError, match=f"This machine.*{said}.*--hardware"):
        run_command(module, tmp_path / "model", *options)
