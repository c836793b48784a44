"""The caption pipeline: what is animated is what is answered, and what is served was verified."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pipelines.errors import ModelError
from pipelines.generation.results import Hypothesis
from pipelines.generation.strategies import END, Beam, Greedy, Sample, Strategy
from pipelines.models.files import CONFIG, GOLDEN, VOCABULARY, WEIGHTS
from pipelines.models.saving import sha256
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.encoder import ImageEncoder
from pipelines.tasks.captioning.pipeline import GOLDEN_PHOTOS, CaptionPipeline
from pipelines.tasks.captioning.results import Caption
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.commands import self_check
from tests.conftest import CAPTION_MODELS
from tests.damage import NO_SIZES, change_json
from tests.tiny_models import PHOTO_CAPTIONS

STRATEGIES = (None, Greedy(), Beam(2), Sample(seed=7))
PHOTOS = [read_image(scikit_image_photo(file)) for file in GOLDEN_PHOTOS]
NAME = CAPTION_MODELS[0]


@pytest.fixture
def folder(own_models: Path) -> Path:
    """One captioner to damage, beside its encoder."""
    return own_models / NAME


def test_each_photo_gets_the_caption_it_was_taught(captioner: CaptionPipeline) -> None:
    captions = [captioner.caption(photo) for photo in PHOTOS]
    assert tuple(caption.text for caption in captions) == PHOTO_CAPTIONS
    assert all(caption.hypothesis.ended for caption in captions)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_caption_is_the_last_step_of_its_decoding(
    captioner: CaptionPipeline, strategy: Strategy | None
) -> None:
    steps = tuple(captioner.decode(PHOTOS[0], strategy))
    caption = captioner.caption(PHOTOS[0], strategy)
    assert caption.hypothesis == steps[-1].best
    assert len(caption.steps) == len(steps)
    for one, other in zip(caption.steps, steps, strict=True):
        assert (one.live, one.finished) == (other.live, other.finished)
        assert [b.candidates for b in one.branches] == [b.candidates for b in other.branches]
    assert caption.text == " ".join(caption.hypothesis.words)


def test_without_a_strategy_the_models_own_beam_writes(captioner: CaptionPipeline) -> None:
    own = captioner.caption(PHOTOS[1])
    assert own.hypothesis == captioner.caption(PHOTOS[1], captioner.beam).hypothesis
    assert max(len(step.branches) for step in own.steps) == captioner.beam.width == 3


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_steps_lay_open_the_network(captioner: CaptionPipeline, strategy: Strategy | None) -> None:
    steps = captioner.caption(PHOTOS[1], strategy).steps
    config = captioner.decoder.config
    for step, after in pairwise(steps):
        assert [h.words for h in step.live] == [branch.words for branch in after.branches]
    for branch in (branch for step in steps for branch in step.branches):
        assert len(branch.layers) == config.layers
        for layer in branch.layers:
            assert layer.hidden.shape == (config.hidden_size,)
            assert (layer.cell is None) == (config.cell != "lstm")
            assert {gate.shape for gate in layer.gates.values()} == {(config.hidden_size,)}
        assert len({candidate.word for candidate in branch.candidates}) == 10


def teacher_forced(captioner: CaptionPipeline, hypothesis: Hypothesis) -> np.ndarray:
    """The log-probabilities of a caption of the first photo that is read at once."""
    said = ["<start>", *hypothesis.words, *([END] if hypothesis.ended else [])]
    ids = torch.tensor(captioner.vocabulary.encode(said))
    with torch.inference_mode():
        logits = captioner.decoder(captioner.encode(PHOTOS[:1]), ids[None, :-1])[0]
        logits[:, :3] = -torch.inf  # Markers are no words,
        logits[0, 3] = -torch.inf  # and an empty caption is none.
        chosen: np.ndarray = logits.log_softmax(dim=-1)[range(len(ids) - 1), ids[1:]].numpy()
    return chosen


def test_every_hypothesis_has_the_probability_of_its_words(captioner: CaptionPipeline) -> None:
    for step in captioner.decode(PHOTOS[0], Beam(4)):
        for hypothesis in (*step.live, *step.finished):
            expected = teacher_forced(captioner, hypothesis)
            assert np.abs(hypothesis.log_probabilities - expected).max() <= 1e-3


def test_a_photo_alone_is_seen_as_among_others(captioner: CaptionPipeline) -> None:
    together = captioner.encode(PHOTOS)
    for row, photo in enumerate(PHOTOS):
        alone = captioner.encode([photo])[0]
        assert (alone - together[row]).abs().max() <= 1e-4 * together.abs().max()
    assert (together[0] - together[1]).abs().max() > 1e-2 * together.abs().max()


def test_threads_that_share_a_pipeline_get_the_captions_of_one(captioner: CaptionPipeline) -> None:
    asked = PHOTOS * 4
    with ThreadPoolExecutor(4) as threads:
        captions = list(threads.map(captioner.caption, asked))
    assert tuple(caption.text for caption in captions) == PHOTO_CAPTIONS * 4


def test_the_word_limit_is_kept(captioner: CaptionPipeline) -> None:
    short = copy(captioner)
    short.max_words = 3
    hypothesis = short.caption(PHOTOS[0]).hypothesis
    assert len(hypothesis.words) <= 3
    assert hypothesis.words == captioner.caption(PHOTOS[0]).hypothesis.words[:3]


def test_a_caption_reads_as_a_sentence() -> None:
    words = ("the", "man", "'s", "dog", "does", "n't", "run")
    caption = Caption(Hypothesis(words, (0.0,) * 7, 0, True, 0.0), ())
    assert caption.sentence == "The man's dog doesn't run."


@pytest.mark.parametrize("name", CAPTION_MODELS)
def test_an_intact_folder_passes_its_self_check(models_root: Path, name: str) -> None:
    assert "2 golden examples" in self_check(models_root / name)
    assert self_check(models_root / "encoder-tiny")


def another_caption(examples: list[dict[str, Any]]) -> None:
    examples[0]["caption"] += " again"


def another_probability(examples: list[dict[str, Any]]) -> None:
    examples[1]["log_probability"] -= 0.1


def without_a_number(examples: list[dict[str, Any]]) -> None:
    examples[0]["log_probability"] = float("nan")


def without_an_answer(examples: list[dict[str, Any]]) -> None:
    del examples[1]["caption"]


@pytest.mark.parametrize(
    "change", [another_caption, another_probability, without_a_number, without_an_answer]
)
def test_a_model_that_answers_otherwise_than_when_saved_fails_its_self_check(
    folder: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    change_json(folder / GOLDEN, change)
    with pytest.raises(ModelError, match=NAME):
        self_check(folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *product(["photo"], ["/etc/passwd", "", 7, None, ["chelsea.png"], {}]),
        *product(["caption"], [7, None, ["a", "cat"]]),
        *product(["log_probability"], ["-1", None, True, [-1.0]]),
    ],
)
def test_golden_examples_of_a_strange_shape_fail_the_self_check(
    folder: Path, key: str, value: object
) -> None:
    change_json(folder / GOLDEN, lambda examples: examples[1].update({key: value}))
    with pytest.raises(ModelError, match=GOLDEN):
        self_check(folder)


def test_a_model_that_says_the_same_of_every_photo_fails_its_self_check(folder: Path) -> None:
    change_json(folder / GOLDEN, lambda examples: examples.__setitem__(0, examples[1]))
    with pytest.raises(ModelError, match="every photo"):
        self_check(folder)


def test_another_encoder_is_refused(folder: Path) -> None:
    path = folder.parent / "encoder-tiny"
    content = bytearray((path / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (path / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match="encoder-tiny"):
        CaptionPipeline.load(folder)
    # Sound in itself by now, yet not the one that the captioner was trained on.
    hashes = {WEIGHTS: sha256(path / WEIGHTS)}
    change_json(path / CONFIG, lambda config: config.update(sha256=hashes))
    assert ImageEncoder.load(path).encode(PHOTOS[:1]).shape == (1, 1280)
    with pytest.raises(ModelError, match=f"{NAME}.*encoder-tiny"):
        CaptionPipeline.load(folder)


@pytest.mark.parametrize(
    "name",
    ["encoder-gone", NAME, "sentiment-tiny-rnn", "..", "", "n" * 300, "a\0b"],
)
def test_an_encoder_that_is_none_is_refused(folder: Path, name: str) -> None:
    change_json(folder / CONFIG, lambda config: config["encoders"].update({name: "0"}))
    with pytest.raises(ModelError, match="encoder"):
        CaptionPipeline.load(folder)


@pytest.mark.parametrize(
    "section", [None, {}, [], "encoder-tiny", {"encoder-tiny": None}, {"encoder-tiny": ["0"]}]
)
def test_a_captioner_that_names_no_encoder_is_refused(folder: Path, section: object) -> None:
    change_json(folder / CONFIG, lambda config: config.update(encoders=section))
    with pytest.raises(ModelError, match="encoder"):
        CaptionPipeline.load(folder)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("network", "cell", "transformer"),
        ("network", "feature_size", 1_000),
        *product(["network"], ["feature_size"], NO_SIZES),
        *product(["decoding"], ["width", "max_words"], (0, -1, 101, 2.5, "x", 1e400, None, True)),
        *product(["decoding"], ["no_repeat_ngram_size"], (-1, 6, 2.5, "x", None, True)),
        *product(["trust"], ["offset", "slope"], (-101, 1e400, float("nan"), "x", None, True)),
        *product(
            ["trust"], ["floor", "out_of_distribution_from"], (-1, 1e400, float("nan"), "x", None)
        ),
        *product(["decoding"], ["length_penalty"], (-1, 3, float("nan"), 1e400, "x", None)),
    ],
)
def test_a_config_with_a_value_that_no_model_has(
    folder: Path, section: str, key: str, value: object
) -> None:
    change_json(folder / CONFIG, lambda config: config[section].update({key: value}))
    with pytest.raises(ModelError, match=NAME):
        CaptionPipeline.load(folder)


def test_a_vocabulary_without_markers_is_refused(folder: Path) -> None:
    (folder / VOCABULARY).write_text((folder / VOCABULARY).read_text().replace(END, "the end"))
    hashes = {VOCABULARY: sha256(folder / VOCABULARY), WEIGHTS: sha256(folder / WEIGHTS)}
    change_json(folder / CONFIG, lambda config: config.update(sha256=hashes))
    with pytest.raises(ModelError, match=END):
        CaptionPipeline.load(folder)
