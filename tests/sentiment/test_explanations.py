"""Which words an answer hangs on; what if they were others; what turns it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import torch

from pipelines.errors import InputError
from pipelines.sentiment.edits import (
    BEST_FOR_PAIRS,
    MAX_SINGLE,
    MAX_TOKENS_TRIED,
    Edit,
    edited,
    smallest_flip,
)
from pipelines.sentiment.explanations import (
    SEGMENTS,
    integrated_gradients,
    left_out,
    words_at_once,
)
from pipelines.sentiment.network import SentimentNetwork
from pipelines.sentiment.pipeline import SentimentPipeline
from pipelines.text import tokenize

TEXT = "A good film, and yet the end is bad and dull."
MODELS = ("sentiment-tiny-lstm", "sentiment-tiny-gru", "sentiment-tiny-bilstm")


@pytest.fixture(params=MODELS)
def pipeline(models_root: Path, request: pytest.FixtureRequest) -> SentimentPipeline:
    return SentimentPipeline.load(models_root / request.param)


def test_what_a_word_gives_is_what_is_lost_without_it(pipeline: SentimentPipeline) -> None:
    tokens = tokenize(TEXT)
    effects = left_out(pipeline, TEXT, 0, len(tokens))
    whole = pipeline.predict([TEXT])[0].probability
    for token, effect in zip(tokens, effects, strict=True):
        without = pipeline.predict([f"{TEXT[: token.start]} {TEXT[token.end :]}"])[0].probability
        assert effect == pytest.approx(whole - without, abs=1e-5)


def test_pieces_are_those_of_the_whole(pipeline: SentimentPipeline) -> None:
    tokens = len(tokenize(TEXT))
    pieces = [left_out(pipeline, TEXT, at, min(at + 4, tokens)) for at in range(0, tokens, 4)]
    assert np.concatenate(pieces) == pytest.approx(left_out(pipeline, TEXT, 0, tokens), abs=1e-6)


def test_gradients_add_up_to_what_the_text_adds(pipeline: SentimentPipeline) -> None:
    added = sum(integrated_gradients(pipeline, TEXT, segment) for segment in range(SEGMENTS))
    scorer = pipeline.network_scorer()
    network = scorer.network
    assert isinstance(network, SentimentNetwork)
    ids = torch.tensor(scorer.vocabulary.encode([token.text for token in tokenize(TEXT)]))
    with torch.inference_mode():
        vectors = network.embedding(ids)[None]
        ends = [network.answer(v, torch.tensor([len(ids)])) for v in (vectors, 0 * vectors)]
    assert np.sum(added) == pytest.approx(float(ends[0] - ends[1]), abs=0.02)


def test_gradients_leave_nothing_behind(pipeline: SentimentPipeline) -> None:
    before = pipeline.predict([TEXT])
    integrated_gradients(pipeline, TEXT, 0)
    network = pipeline.network_scorer().network
    assert all(parameter.grad is None for parameter in network.parameters())
    assert not network.training
    assert pipeline.predict([TEXT]) == before


def test_a_text_of_one_word_cannot_lose_it(pipeline: SentimentPipeline) -> None:
    with pytest.raises(InputError, match="one word"):
        left_out(pipeline, "good", 0, 1)


def test_a_window_has_no_way_for_gradients(models_root: Path) -> None:
    window = SentimentPipeline.load(models_root / "sentiment-tiny-window")
    with pytest.raises(InputError, match="no recurrent network"):
        integrated_gradients(window, TEXT, 0)


def test_pieces_of_long_texts_are_small() -> None:
    assert words_at_once(100_000) == 1
    assert words_at_once(1) > words_at_once(1_000) > 1


@pytest.mark.parametrize(
    ("edits", "changed"),
    [
        ([Edit(1, "remove")], "A film, isn't it good?"),
        ([Edit(0, "remove")], "good film, isn't it good?"),
        ([Edit(8, "remove")], "A good film, isn't it good"),
        ([Edit(7, "remove")], "A good film, isn't it?"),
        ([Edit(1, "replace", "<b>bad</b>")], "A <b>bad</b> film, isn't it good?"),
        ([Edit(1, "negate")], "A not good film, isn't it good?"),
        ([Edit(6, "negate")], "A good film, is it good?"),
        ([Edit(1, "remove"), Edit(7, "negate")], "A film, isn't it not good?"),
        ([Edit(7, "negate"), Edit(1, "remove")], "A film, isn't it not good?"),
    ],
)
def test_edits_change_one_word_and_keep_the_rest(edits: list[Edit], changed: str) -> None:
    text = "A good film, isn't it good?"
    assert edited(text, tokenize(text), edits) == changed


@pytest.mark.parametrize("place", [-1, 9, 10**9])
def test_a_word_that_is_not_there_cannot_be_edited(place: int) -> None:
    text = "A good film, isn't it good?"
    with pytest.raises(InputError, match=r"the text has 9\."):
        edited(text, tokenize(text), [Edit(place, "remove")])


@pytest.mark.parametrize("name", ["sentiment-tiny-lstm", "sentiment-tiny-gru"])
def test_what_is_said_to_turn_the_answer_does(models_root: Path, name: str) -> None:
    pipeline, turned = SentimentPipeline.load(models_root / name), 0
    words = ["good", "bad", "film", "dull", "great", "story"]
    for text in (TEXT, "bad", *(f"{one}, {other}." for one, other in permutations(words, 2))):
        before, flip = pipeline.predict([text])[0], smallest_flip(pipeline, text)
        assert 0 < flip.tried <= MAX_SINGLE + BEST_FOR_PAIRS * (BEST_FOR_PAIRS - 1) // 2
        assert pipeline.predict([flip.text])[0] == flip.result
        assert (flip.result.label != before.label) == bool(flip.edits)
        assert edited(text, tokenize(text), flip.edits) == flip.text
        turned += bool(flip.edits)
    assert turned


def test_of_long_texts_fewer_changes_are_tried(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-lstm")
    text = "A good film . " * 1_000
    flip = smallest_flip(pipeline, text)
    assert 0 < flip.tried * len(tokenize(text)) <= MAX_TOKENS_TRIED
