"""What part of a photo mattered, and what the encoder alone makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from pipelines.errors import InputError
from pipelines.generation.strategies import END, START, Constraints, Greedy
from pipelines.pictures.images import SIDE, read_image
from pipelines.pieces import finished
from pipelines.tasks.captioning.encoder import ImageEncoder, seen_classes
from pipelines.tasks.captioning.network import CaptionDecoder
from pipelines.tasks.captioning.occlusion import GRID, PATCH, occlusion
from pipelines.tasks.captioning.pipeline import GOLDEN_PHOTOS, CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.tiny_models import PHOTO_CAPTIONS

PHOTO = read_image(scikit_image_photo(GOLDEN_PHOTOS[0]))
SAID = [*PHOTO_CAPTIONS[0].split(), END]


class SeesPatches(ImageEncoder):
    """Features that every patch moves; an untrained network would hardly notice one."""

    def __init__(self, decoder: CaptionDecoder) -> None:
        kept = cast(torch.nn.BatchNorm1d, decoder.image[0])
        mean, variance = cast(torch.Tensor, kept.running_mean), cast(torch.Tensor, kept.running_var)
        # On the scale that the decoder expects: far out, it no longer hears a difference.
        self._mean, self._spread = mean, variance.sqrt()

    def encode(self, images: Sequence[Image.Image]) -> torch.Tensor:
        mosaics = [np.asarray(image.resize((GRID, GRID), Image.Resampling.BOX)) for image in images]
        values = torch.tensor(np.stack(mosaics), dtype=torch.float32).flatten(1) / 100 - 1
        return self._mean + self._spread * values.repeat(1, 9)[:, :1280]


@pytest.fixture
def seer(captioner: CaptionPipeline) -> CaptionPipeline:
    sees, knows = SeesPatches(captioner.decoder), captioner.vocabulary
    return CaptionPipeline([sees], captioner.decoder, knows, captioner.beam, captioner.trust)


def test_each_word_falls_as_much_as_its_probability_does(seer: CaptionPipeline) -> None:
    fall = finished(occlusion(seer, PHOTO, SAID))
    assert fall.shape == (len(SAID), GRID, GRID)
    covered = PHOTO.copy()
    ImageDraw.Draw(covered).rectangle(
        (2 * PATCH, 5 * PATCH, 3 * PATCH - 1, 6 * PATCH - 1), fill=(128, 128, 128)
    )
    forced = Greedy(Constraints(dict(enumerate(SAID))))
    before, after = (
        np.array(seer.caption(photo, forced).hypothesis.log_probabilities)
        for photo in (PHOTO, covered)
    )
    assert np.abs(before - after).max() > 1e-3
    assert fall[:, 5, 2] == pytest.approx(before - after, abs=1e-4)


def test_where_nothing_is_covered_nothing_falls(seer: CaptionPipeline) -> None:
    half = Image.new("RGB", (SIDE, SIDE), (128, 128, 128))
    half.paste(PHOTO.crop((0, 0, SIDE, SIDE // 2)), (0, 0))
    fall = np.abs(finished(occlusion(seer, half, SAID)))
    assert fall[:, 4:].max() < 1e-6
    assert (fall[:, :3].max(axis=0) > 1e-4).all()


def test_few_pictures_are_encoded_at_a_time(seer: CaptionPipeline) -> None:
    shares = list(occlusion(seer, PHOTO, SAID))
    assert shares == [piece / 10 for piece in range(1, 10)]


@pytest.mark.parametrize("said", [[], ["a", "zebra"], ["<unk>"], [START, "a"]])
def test_words_that_cannot_be_said_have_no_place(
    captioner: CaptionPipeline, said: list[str]
) -> None:
    with pytest.raises(InputError):
        next(occlusion(captioner, PHOTO, said))


def test_classes_are_named_and_ordered(models_root: Path) -> None:
    classes = seen_classes(models_root / "caption-tiny-lstm", PHOTO)
    probabilities = [one.probability for one in classes]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1
    assert len({one.name for one in classes}) == 5


def test_more_pictures_than_fit_at_once_are_encoded_in_turn(captioner: CaptionPipeline) -> None:
    features = captioner.encode([PHOTO] * 53)
    assert features.shape == (53, 1280)
    assert (features - features[0]).abs().max() <= 1e-4 * features.abs().max()
