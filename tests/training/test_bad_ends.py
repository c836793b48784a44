"""A training that cannot begin, or go on, ends with a sentence."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from torch.nn import functional as F

from pipelines.errors import InputError
from pipelines.tasks.sentiment import pretrain
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.training.batching import BucketSampler
from tests.commands import SMALL, run_command
from tests.training.conftest import Train


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
        ("--hardware.precision=bf16-mixed", "bf16-mixed"),
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
    monkeypatch.setattr("pipelines.training.fitting.knows_bfloat16", lambda _device: False)
    for loads in ("load_pools", "load_training_texts"):
        monkeypatch.setattr(module, loads, None, raising=False)
    options = ("--data", tiny_data, "--run", tmp_path / "run", *SMALL, option)
    with pytest.raises(InputError, match=f"This machine.*{said}.*--hardware"):
        run_command(module, tmp_path / "model", *options)
