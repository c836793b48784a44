"""A training or a command that fails at its end leaves no model, or the old one, and says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import torch
from safetensors.torch import load_file, save_file

from pipelines.errors import InputError, ModelError, PipelineError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG, WEIGHTS
from pipelines.models.listing import list_models
from pipelines.models.saving import save_model
from pipelines.models.weights import require_finite
from pipelines.tasks.captioning import calibrate as caption_calibration
from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.sentiment import calibrate, evaluate, make_baseline, pretrain, train
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.training import SentimentModule
from tests.commands import SMALL, run_command, self_check
from tests.conftest import CAPTION_MODELS, SENTIMENT_MODELS
from tests.damage import hash_anew

NAME = SENTIMENT_MODELS[0]
NO_NUMBERS = (float("nan"), float("inf"), -float("inf"))


def options(folder: Path, data: Path) -> tuple[object, ...]:
    return ("--data", data, "--run", folder / "run", "--training.epochs=1", *SMALL)


def beside_encoder(module: ModuleType, run: Path, folder: Path) -> tuple[Path, tuple[object, ...]]:
    """Where to write a model, and what else to say, so that a captioner finds its encoder."""
    output = folder / "models" / "mine"
    if module is not caption_training:
        return output, ()
    encoder = shutil.copytree(run / "encoder-tiny", output.parent / "encoder-tiny")
    return output, ("--encoders", encoder)


@pytest.fixture
def snapshot(folder: Path) -> Callable[[], dict[str, bytes]]:
    """All that lies in the folder of models, by name."""

    def taken() -> dict[str, bytes]:
        files = (path for path in folder.parent.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}

    return taken


@pytest.mark.parametrize("rate", ["1e20", "1e9", "1e6"])
@pytest.mark.parametrize("module", [train, pretrain, caption_training])
def test_no_learning_rate_makes_a_model_without_numbers(
    module: ModuleType, tiny_data: Path, caption_run: Path, tmp_path: Path, rate: str
) -> None:
    output, more = beside_encoder(module, caption_run, tmp_path)
    rated = (f"--training.learning_rate={rate}", "--training.gradient_clip=0", *more)
    # Whether it is refused or diverges, the rate is what to change.
    with pytest.raises(PipelineError, match=r"learning.rate"):
        run_command(module, output, *options(tmp_path, tiny_data), *rated)
    assert not output.exists()


def test_a_training_that_diverged_leaves_no_model(
    tiny_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = SentimentModule.training_step
    # It looks at the loss, and would end the training sooner.
    monkeypatch.setattr(SentimentModule, "log_training_loss", lambda *_: None)
    monkeypatch.setattr(
        SentimentModule, "training_step", lambda *given: step(*given) * float("nan")
    )
    output = tmp_path / "models" / "mine"
    with pytest.raises(InputError, match="epoch 1 is nan: the training has diverged"):
        run_command(train, output, *options(tmp_path, tiny_data))
    assert not output.exists()


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize("name", [NAME, "sentiment-tiny-window", "baseline-tiny-tfidf"])
def test_weights_that_are_no_numbers_are_neither_saved_nor_loaded(
    folder: Path, name: str, value: float
) -> None:
    path = folder.parent / name
    weights = load_file(path / WEIGHTS)
    largest = max(weights, key=lambda one: weights[one].numel())
    weights[largest].view(-1)[-1] = value  # Of the last word, which no golden example holds.
    with pytest.raises(ModelError, match=largest):
        save_model(folder.parent / "new", config={"task": "sentiment"}, weights=weights)
    save_file(weights, path / WEIGHTS)
    hash_anew(path, WEIGHTS)
    with pytest.raises(ModelError, match=f"{name} hold NaN or infinity.*{largest}"):
        SentimentPipeline.load(path)


def test_whole_numbers_and_nothing_are_finite() -> None:
    require_finite("mine", {"counter": torch.tensor(3), "none": torch.zeros(0)})


@pytest.mark.parametrize("module", [train, caption_training])
def test_a_calibration_that_fails_leaves_no_model(
    module: ModuleType,
    tiny_data: Path,
    caption_run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ModelError("Nothing fits.")

    monkeypatch.setattr(module, "calibrate", fail)
    output, more = beside_encoder(module, caption_run, tmp_path)
    with pytest.raises(ModelError, match=r"Nothing fits\. What was trained is kept in .*run"):
        run_command(module, output, *options(tmp_path, tiny_data), *more)
    assert not output.exists()
    assert [one.name for one in list_models(output.parent)] == ["encoder-tiny"] * bool(more)
    monkeypatch.undo()
    # Nothing has to be trained anew.
    run_command(module, output, *options(tmp_path, tiny_data), *more, "--resume")
    assert ModelDirectory.open(output).golden_examples()


@pytest.mark.parametrize("module", [calibrate, evaluate, caption_calibration])
def test_a_command_that_fails_at_its_end_changes_nothing(
    module: ModuleType,
    tiny_data: Path,
    folder: Path,
    models_root: Path,
    snapshot: Callable[[], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    if module is caption_calibration:
        (folder.parent / "encoder-tiny").symlink_to(models_root / "encoder-tiny")
        folder = folder.parent / CAPTION_MODELS[0]
    before = snapshot()
    monkeypatch.setattr(SentimentPipeline, "write_golden_examples", fail)
    monkeypatch.setattr(caption_calibration, "write_golden_examples", fail)
    monkeypatch.setattr("pipelines.scoring.evaluation.write_arrays", fail)
    with pytest.raises(KeyboardInterrupt):
        run_command(module, folder, "--data", tiny_data)
    assert snapshot() == before


def test_a_calibration_changes_the_folder_as_a_whole(tiny_data: Path, folder: Path) -> None:
    config, card = (folder / CONFIG).read_bytes(), folder / "README.md"
    card.write_text("A card.")
    run_command(calibrate, folder, "--data", tiny_data)
    assert (folder / CONFIG).read_bytes() != config
    assert card.read_text() == "A card."
    assert "agree" in self_check(folder)


def test_what_cannot_be_written_is_said_before_the_work(tiny_data: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    for module, output, said in (
        (train, file, "is a file"),
        (train, file / "model", "Not a directory"),
        (pretrain, tmp_path, "is a folder"),
    ):
        with pytest.raises(InputError, match=said):
            run_command(module, output, *options(tmp_path, tiny_data))
    with pytest.raises(InputError, match="is a file"):
        run_command(make_baseline, "vader", file, "--data", tiny_data)
    with pytest.raises(InputError, match="is a file"):
        run_command(train, tmp_path / "new", "--data", tiny_data, "--run", file)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("module", [calibrate, evaluate, caption_calibration])
def test_a_model_that_is_not_there_is_not_made(
    module: ModuleType, tiny_data: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        run_command(module, tmp_path / "models" / "gone", "--data", tiny_data)
    assert list(tmp_path.iterdir()) == []


def test_the_lexicon_has_no_hashes_to_agree(models_root: Path) -> None:
    assert self_check(models_root / "baseline-tiny-vader") == "2 golden examples agree."
    assert self_check(models_root / NAME).startswith("Hashes and 2 golden")
