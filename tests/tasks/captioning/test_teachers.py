"""What captioners teach another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

from pipelines.errors import ModelError
from pipelines.generation.learning import word_loss
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import sha256, update_config
from pipelines.tasks.captioning import train
from pipelines.tasks.captioning.training import distillation_loss
from tests.commands import SMALL, run_command

TARGETS = torch.tensor([[3, 4, 5], [6, 0, 0]])


def test_teachers_who_expect_what_stands_there_teach_just_that() -> None:
    torch.manual_seed(1)
    logits, sure = torch.randn(2, 3, 7), F.one_hot(TARGETS, 7).float()
    assert torch.allclose(distillation_loss(logits, TARGETS, sure), word_loss(logits, TARGETS))
    # Who is a little less sure teaches what label smoothing does.
    nearly = 0.9 * sure + 0.1 / 7
    smooth = word_loss(logits, TARGETS, smoothing=0.1)
    assert torch.allclose(distillation_loss(logits, TARGETS, nearly), smooth)


def test_the_loss_is_least_for_who_expects_what_teachers_do() -> None:
    torch.manual_seed(1)
    expected = torch.randn(2, 3, 7).softmax(dim=-1)
    best = distillation_loss(expected.log(), TARGETS, expected)
    for _ in range(20):
        off = expected.log() + 0.1 * torch.randn(2, 3, 7)
        assert distillation_loss(off, TARGETS, expected) > best


def student(caption_run: Path, tiny_data: Path, name: str, *options: object) -> Path:
    new = caption_run / name
    run_command(
        train, new, "--data", tiny_data, "--run", caption_run / "runs" / name, *SMALL,
        "--encoders", caption_run / "encoder-tiny", "--training.epochs=1", "--training.min_count=1",
        *options,
    )  # fmt: skip
    return new


def test_a_student_learns_from_its_teachers_who_stay_as_they_are(
    caption_run: Path, tiny_data: Path
) -> None:
    teachers = [caption_run / "model", shutil.copytree(caption_run / "model", caption_run / "two")]
    before = sha256(teachers[0] / WEIGHTS)
    students = [
        student(caption_run, tiny_data, f"student-{share}", "--teachers", *teachers,
                f"--training.distillation_weight={share}")
        for share in (0, 1)
    ]  # fmt: skip
    alone = student(caption_run, tiny_data, "alone")
    ignoring, listening, without = (load_file(one / WEIGHTS) for one in (*students, alone))
    assert torch.equal(ignoring["head.weight"], without["head.weight"])
    assert not torch.equal(listening["head.weight"], without["head.weight"])
    assert listening.keys() == without.keys()
    sources = ModelDirectory.open(students[1]).section("data")
    assert sources["model"] == sources["two"] == before == sha256(teachers[0] / WEIGHTS)


def test_teachers_of_other_words_or_eyes_are_refused(
    caption_run: Path, models_root: Path, tiny_data: Path
) -> None:
    stranger = shutil.copytree(models_root / "caption-tiny-rnn", caption_run / "stranger")
    with pytest.raises(ModelError, match="same data"):
        student(caption_run, tiny_data, "new", "--teachers", caption_run / "model", stranger)
    other = shutil.copytree(caption_run / "encoder-tiny", caption_run / "encoder-other")
    weights = load_file(other / WEIGHTS)
    save_file({name: value * 2 for name, value in weights.items()}, other / WEIGHTS)
    update_config(other, sha256={WEIGHTS: sha256(other / WEIGHTS)})
    seer = shutil.copytree(caption_run / "model", caption_run / "seer")
    update_config(seer, encoders={other.name: sha256(other / WEIGHTS)})
    with pytest.raises(ModelError, match="same encoders"):
        student(caption_run, tiny_data, "new", "--teachers", seer)
    assert not (caption_run / "new").exists()
