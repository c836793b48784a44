"""A training that was interrupted ends as one that ran through."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from lightning.pytorch.plugins.io import TorchCheckpointIO
from safetensors.torch import load_file

from pipelines.data.source import SOURCE
from pipelines.models.files import HISTORY, WEIGHTS
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.tasks.sentiment.training import SentimentModule
from pipelines.training.runs import LAST, holder
from tests.commands import SMALL, history, run_command
from tests.training.conftest import SENTIMENT, PowerCutError, Train, interrupted


def same(one: Path, other: Path) -> None:
    """See that two trainings ended with the same weights by the same way."""
    rows, others = (history(path / HISTORY) for path in (one, other))
    assert [row | {"seconds": 0} for row in rows] == [row | {"seconds": 0} for row in others]
    weights, other_weights = (load_file(path / WEIGHTS) for path in (one, other))
    assert weights.keys() == other_weights.keys()
    assert all(torch.equal(weights[name], other_weights[name]) for name in weights)


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


def test_a_training_on_a_table_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    path, run = tmp_path / "own.csv", tmp_path / "runs" / "parts"
    rows = (f"film {n} was {('great', 'dull')[n % 2]},{n % 2}" for n in range(120))
    path.write_text("\n".join(["text,label", *rows]))

    def options(name: str) -> list[str]:
        where = ["--data", str(path), "--run", str(tmp_path / "runs" / name)]
        return [str(tmp_path / name), *where, "--training.epochs=12", *SENTIMENT, *SMALL]

    run_command(sentiment_training, *options("whole"))
    words = (sys.executable, "-m", "pipelines", "train", "sentiment", *options("parts"))
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as training:
        while not (run / LAST).is_file():
            assert training.poll() is None
            time.sleep(0.01)
        assert holder(run) == training.pid
        training.kill()
    assert holder(run) is None
    assert not (tmp_path / "parts").exists()
    run_command(sentiment_training, *options("parts"), "--resume")
    same(tmp_path / "parts", tmp_path / "whole")
    learnt = [
        (tmp_path / "runs" / name / "data" / SOURCE).read_text() for name in ("whole", "parts")
    ]
    assert learnt[0] == learnt[1]
