"""Captioners that see by several encoders, and encoders that see larger pictures."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest
import timm
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import sha256, update_config
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning import finetune, train
from pipelines.tasks.captioning.encoder import ImageEncoder, seen_classes, to_pixels
from pipelines.tasks.captioning.pipeline import GOLDEN_PHOTOS, CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.commands import SMALL, run_command, self_check

PHOTOS = [read_image(scikit_image_photo(file)) for file in GOLDEN_PHOTOS]


@pytest.fixture(scope="module")
def encoders(caption_run: Path) -> list[Path]:
    """Two that see the same picture otherwise."""
    first = caption_run / "encoder-tiny"
    second = shutil.copytree(first, caption_run / "encoder-second")
    weights = load_file(second / WEIGHTS)
    # Any other positive factors would do; the statistics of its normalization stay as they are.
    scaled = {n: v * 1.5 if n.endswith("bn2.weight") else v for n, v in weights.items()}
    save_file(scaled, second / WEIGHTS)
    update_config(second, sha256={WEIGHTS: sha256(second / WEIGHTS)})
    return [first, second]


@pytest.fixture(scope="module")
def pair(caption_run: Path, tiny_data: Path, encoders: list[Path]) -> Path:
    """A captioner that was trained on both."""
    path = caption_run / "pair"
    run_command(train, path, *options(caption_run, tiny_data), "--encoders", *encoders)
    return path


def options(caption_run: Path, tiny_data: Path) -> tuple[object, ...]:
    return (
        "--data", tiny_data, "--run", caption_run / "runs" / "pair", *SMALL,
        "--training.epochs=1", "--training.min_count=1",
    )  # fmt: skip


def test_features_of_several_encoders_stand_side_by_side(pair: Path, encoders: list[Path]) -> None:
    pipeline = CaptionPipeline.load(pair)
    assert ModelDirectory.open(pair).config["network"]["feature_size"] == 2560
    first, second = (ImageEncoder.load(path).encode(PHOTOS) for path in encoders)
    assert not torch.equal(first, second)
    assert torch.equal(pipeline.encode(PHOTOS), torch.cat([first, second], dim=1))


def test_classes_are_the_mean_of_what_all_see(pair: Path, encoders: list[Path]) -> None:
    seen = [ImageEncoder.load(path).class_probabilities(PHOTOS[0]) for path in encoders]
    assert not torch.equal(*seen)
    named = [one.probability for one in seen_classes(pair, PHOTOS[0])]
    assert named == pytest.approx(torch.stack(seen).mean(dim=0).topk(5).values.tolist())


def test_encoders_come_in_the_order_that_was_learnt(
    caption_run: Path, tiny_data: Path, pair: Path, encoders: list[Path]
) -> None:
    for order in (encoders[::-1], encoders[:1]):
        with pytest.raises(ModelError, match="same order"):
            run_command(
                train, caption_run / "new", *options(caption_run, tiny_data),
                "--encoders", *order, "--start", pair,
            )  # fmt: skip
    with pytest.raises(InputError, match="twice"):
        run_command(
            train, caption_run / "new", *options(caption_run, tiny_data),
            "--encoders", encoders[0], encoders[0],
        )  # fmt: skip
    assert not (caption_run / "new").exists()


def test_only_one_encoder_can_be_trained_on(caption_run: Path, tiny_data: Path, pair: Path) -> None:
    with pytest.raises(InputError, match="several encoders"):
        run_command(
            finetune, caption_run / "new", "--data", tiny_data, "--start", pair,
            "--encoder", caption_run / "encoder-new",
        )  # fmt: skip


def test_a_missing_second_encoder_is_named(
    pair: Path, encoders: list[Path], tmp_path: Path
) -> None:
    for path in (pair, encoders[0]):
        shutil.copytree(path, tmp_path / path.name)
    with pytest.raises(ModelError, match="encoder-second"):
        self_check(tmp_path / "pair")


def test_a_larger_encoder_sees_the_size_that_it_was_trained_on() -> None:
    network = timm.create_model("tf_efficientnet_lite2", pretrained=False)
    seen: list[Tensor] = []

    def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen.append(inputs[0])

    cast(nn.Module, network.conv_stem).register_forward_pre_hook(keep)
    encoder = ImageEncoder(network)
    assert encoder.encode(PHOTOS).shape == (2, 1280)
    assert encoder.class_probabilities(PHOTOS[0]).sum() == pytest.approx(1, abs=1e-4)
    assert [one.shape for one in seen] == [(2, 3, 260, 260), (1, 3, 260, 260)]
    # It is the same picture, and no pixel lies beyond black and white.
    small = nn.functional.adaptive_avg_pool2d(seen[0], 28)
    whole = nn.functional.adaptive_avg_pool2d(to_pixels(PHOTOS), 28)
    assert (small - whole).abs().mean() < 0.05
    assert seen[0].abs().max() <= 1
