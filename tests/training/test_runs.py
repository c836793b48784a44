"""Run folders: a training is interrupted, goes on, and never mixes with another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from pipelines.errors import InputError
from pipelines.models.files import CONFIG, HISTORY
from pipelines.tasks.sentiment import train as sentiment_training
from pipelines.text import Vocabulary
from pipelines.training.callbacks import IDENTITY
from pipelines.training.runs import BEST, LAST, RUN, held
from tests.commands import history, run_command
from tests.training.conftest import Train, interrupted


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


def test_one_that_ended_before_its_first_checkpoint_begins(
    train_sentiment: Train, tmp_path: Path
) -> None:
    """Other settings are no hindrance: nothing was learnt by the first ones."""
    kept = tmp_path / "runs" / "model" / "data" / "kept"
    kept.parent.mkdir(parents=True)
    kept.touch()
    (tmp_path / "runs" / "model" / RUN).write_text('{"what": 3}')
    begun = train_sentiment("model", "--resume", "--training.epochs=1")
    assert len(history(begun / HISTORY)) == 1
    assert kept.exists()


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
