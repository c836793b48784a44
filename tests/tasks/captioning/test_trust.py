"""What a captioner's confidence is worth, and what it has never seen."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from pipelines.generation.results import Hypothesis
from pipelines.generation.strategies import Constraints, Greedy
from pipelines.tasks.captioning.calibrate import fit_trust, scores_of_people
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.tasks.captioning.out_of_distribution import out_of_distribution_pictures
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Confidence
from pipelines.tasks.captioning.trust import Trust, mean_log_probability
from tests.conftest import CAPTION_MODELS
from tests.tasks.captioning.test_pipeline import PHOTOS
from tests.tiny_models import PHOTO_CAPTIONS


def said(*probabilities: float) -> Hypothesis:
    return Hypothesis(("a",) * len(probabilities), tuple(map(math.log, probabilities)), 0, True, 0)


def test_more_probable_words_are_more_likely_right() -> None:
    trust = Trust(offset=2.0, slope=1.5, out_of_distribution_from=3.0)
    likelihoods = [trust.confidence(said(p, p), 1.0).likelihood for p in (0.1, 0.3, 0.9)]
    assert likelihoods == sorted(likelihoods)
    assert all(0 < value < 1 for value in likelihoods)
    assert trust.confidence(said(0.5), 0).likelihood == pytest.approx(
        1 / (1 + math.exp(-2 - 1.5 * math.log(0.5)))
    )
    # Long captions are not held to be worse for their length.
    assert mean_log_probability(said(0.2)) == pytest.approx(mean_log_probability(said(0.2, 0.2)))


def test_no_value_of_a_damaged_config_breaks_it() -> None:
    for slope in (-100.0, 100.0):
        assert 0 <= Trust(100.0, slope).confidence(said(1e-300), 0).likelihood <= 1


@pytest.mark.parametrize(
    ("likelihood", "familiar", "word"),
    [
        *((0.9, True, "likely"), (0.5, True, "perhaps"), (0.1, True, "a guess")),
        *((0.9, False, "a guess"), (2 / 3, True, "likely"), (1 / 3, True, "perhaps")),
    ],
)
def test_confidence_in_words(likelihood: float, familiar: bool, word: str) -> None:
    assert Confidence(likelihood, familiar).word == word


def test_a_photo_is_unfamiliar_where_its_features_lie_far_out() -> None:
    torch.manual_seed(1)
    decoder = CaptionDecoder(CaptionConfig("lstm", 6, 4, 4, 1, 0.0), 8)
    seen = torch.randn(4_000, 6) * torch.tensor([1, 2, 3, 1, 1, 1]) + 5
    decoder.train()
    for _ in range(100):
        decoder.image(seen)
    decoder.eval()
    usual = decoder.distance(seen)
    assert usual.shape == (4_000,)
    # Of a normal distribution the fourth moment is 3.
    assert (usual**4).mean() == pytest.approx(3, rel=0.1)
    out = seen[:1].clone()
    out[0, 1] += 20
    assert decoder.distance(out) > usual.max()


def test_fitted_trust_tells_good_captions_from_poor_ones(models_root: Path) -> None:
    captioner = CaptionPipeline.load(models_root / CAPTION_MODELS[0])
    features = captioner.encode(PHOTOS).repeat(10, 1)
    right, wrong = ([caption.split()] * 5 for caption in PHOTO_CAPTIONS)
    # The first photo's captions are always good, those of the second never.
    references = [right, [["no", "such", "word"]] * 5] * 10
    trust = fit_trust(captioner, captioner.beam, [features, features], references)
    first, second = (captioner.caption(photo) for photo in PHOTOS)
    likelihoods = [trust.confidence(one.hypothesis, 0).likelihood for one in (first, second)]
    assert likelihoods[0] > 0.5 > likelihoods[1]
    assert trust.floor > 0
    only_good = fit_trust(captioner, captioner.beam, [features], [right, wrong] * 10)
    assert only_good.slope == 0


def test_people_are_scored_against_each_other() -> None:
    alike, apart = [["a", "dog", "runs"]] * 5, [["word", str(n)] for n in range(5)]
    scores = scores_of_people([alike, apart, [["the", "man"]] * 5])
    assert scores[0] > 5
    assert scores[1] < scores[0] / 2


def test_a_caption_comes_with_its_confidence(captioner: CaptionPipeline) -> None:
    caption = captioner.caption(PHOTOS[0])
    assert caption.confidence is not None
    distance = float(captioner.decoder.distance(captioner.encode(PHOTOS[:1]))[0])
    assert caption.confidence == captioner.trust.confidence(caption.hypothesis, distance)
    forced = Greedy(Constraints.of("dog dog dog dog"))
    steered = captioner.caption(PHOTOS[0], forced).confidence
    assert steered is not None
    assert steered.likelihood < caption.confidence.likelihood
    strict = replace(captioner.trust, out_of_distribution_from=0.0)
    assert not strict.confidence(caption.hypothesis, distance).familiar


def test_outsiders_are_the_same_each_time_and_all_different() -> None:
    pictures = out_of_distribution_pictures()
    again = out_of_distribution_pictures()
    assert len(pictures) == 5
    for kind, found in pictures.items():
        pixels = [np.asarray(picture) for picture in found]
        assert {picture.mode for picture in found} == {"RGB"}
        assert len({one.tobytes() for one in pixels}) == len(found) >= 18
        assert all(
            (one == np.asarray(other)).all() for one, other in zip(pixels, again[kind], strict=True)
        )


def test_no_preparation_of_familiar_photos_is_called_unfamiliar_too_often(
    models_root: Path,
) -> None:
    captioner = CaptionPipeline.load(models_root / CAPTION_MODELS[0])
    torch.manual_seed(1)
    near, far = torch.randn(60, 1280), 3 * torch.randn(60, 1280)
    references = [[caption.split()] * 5 for caption in PHOTO_CAPTIONS] * 30
    for preparations in ([near, far], [far, near]):
        trust = fit_trust(captioner, captioner.beam, preparations, references)
        for features in preparations:
            alarms = captioner.decoder.distance(features) > trust.out_of_distribution_from
            assert alarms.float().mean() <= 0.05
