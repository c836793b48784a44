"""A training that cannot begin, or go on, ends with a sentence."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F
from torchmetrics.classification import BinaryAccuracy

from pipelines.errors import InputError
from pipelines.tasks.sentiment import pretrain
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.training.batching import BucketSampler
from pipelines.training.guessing import Guessing
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


def test_a_training_that_learns_less_than_guessing_writes_no_model(
    train_sentiment: Train, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BinaryAccuracy, "compute", lambda _: torch.tensor(0.01))
    with pytest.raises(InputError, match=r"at least 0\.\d+: it learnt nothing"):
        train_sentiment("model")
    assert not (tmp_path / "model").exists()
    monkeypatch.setattr(BinaryAccuracy, "compute", lambda _: torch.tensor(float("nan")))
    with pytest.raises(InputError, match="validation accuracy reviews of epoch 1 is nan"):
        train_sentiment("other")


@given(labels=st.lists(st.integers(0, 3), min_size=1, max_size=400))
def test_guessing_is_never_better_than_the_commonest_label(labels: list[int]) -> None:
    guessing = Guessing(4)
    for part in (labels[:3], labels[3:]):
        guessing.update(torch.tensor(part, dtype=torch.long))
    share = max(map(labels.count, labels)) / len(labels)
    chance = 2 * (share * (1 - share) / len(labels)) ** 0.5
    assert float(guessing.compute()) == pytest.approx(max(0, share - chance), abs=1e-6)


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
