"""Which words an answer hangs on; what if they were others; what turns it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch

from pipelines.errors import InputError
from pipelines.pieces import Pieces, finished
from pipelines.tasks.sentiment import explanations
from pipelines.tasks.sentiment.edits import Edit, Kind, apart, edited, edited_words
from pipelines.tasks.sentiment.explanations import SEGMENTS, word_effects
from pipelines.tasks.sentiment.flips import (
    BEST_FOR_PAIRS,
    MAX_SINGLE,
    MAX_TOKENS_TRIED,
    smallest_flip,
)
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.results import TOKENS_TRACED
from pipelines.text import tokenize

TEXT = "A good film, and yet the end is bad and dull."
MODELS = ("sentiment-tiny-lstm", "sentiment-tiny-gru", "sentiment-tiny-bilstm")


@pytest.fixture(params=MODELS)
def pipeline(models_root: Path, request: pytest.FixtureRequest) -> SentimentPipeline:
    return SentimentPipeline.load(models_root / request.param)


def test_what_a_word_gives_is_what_is_lost_without_it(pipeline: SentimentPipeline) -> None:
    tokens = tokenize(TEXT)
    effects = finished(word_effects(pipeline, TEXT)).left_out
    whole = pipeline.predict([TEXT])[0].probability
    for token, effect in zip(tokens, effects, strict=True):
        without = pipeline.predict([f"{TEXT[: token.start]} {TEXT[token.end :]}"])[0].probability
        assert effect == pytest.approx(whole - without, abs=1e-5)


def test_pieces_are_those_of_the_whole(
    pipeline: SentimentPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = finished(word_effects(pipeline, TEXT))
    monkeypatch.setattr(explanations, "TOKENS_A_BATCH", 4 * len(tokenize(TEXT)))
    shares = list(word_effects(pipeline, TEXT))
    assert shares == sorted(shares)
    assert len([share for share in shares if 0 < share < 0.5]) >= 2
    assert len([share for share in shares if 0.5 < share < 1]) == SEGMENTS - 1
    pieces = finished(word_effects(pipeline, TEXT))
    assert pieces.left_out == pytest.approx(whole.left_out, abs=1e-6)
    assert pieces.gradients == pytest.approx(whole.gradients, abs=1e-6)


def test_gradients_add_up_to_what_the_text_adds(pipeline: SentimentPipeline) -> None:
    added = finished(word_effects(pipeline, TEXT)).gradients
    scorer = pipeline.network_scorer()
    network = scorer.network
    assert isinstance(network, SentimentNetwork)
    (ids,) = scorer.encode([[token.text for token in tokenize(TEXT)]])
    with torch.inference_mode():
        vectors = network.embedding(ids)[None]
        ends = [network.answer(v, torch.tensor([len(ids)])) for v in (vectors, 0 * vectors)]
    assert np.sum(added) == pytest.approx(float(ends[0] - ends[1]), abs=0.02)


def test_gradients_leave_nothing_behind(pipeline: SentimentPipeline) -> None:
    before = pipeline.predict([TEXT])
    finished(word_effects(pipeline, TEXT))
    network = pipeline.network_scorer().network
    assert all(parameter.grad is None for parameter in network.parameters())
    assert not network.training
    assert pipeline.predict([TEXT]) == before


def test_a_text_of_one_word_cannot_lose_it(pipeline: SentimentPipeline) -> None:
    with pytest.raises(InputError, match="one word"):
        finished(word_effects(pipeline, "good"))


def test_a_window_has_no_way_for_gradients(models_root: Path) -> None:
    window = SentimentPipeline.load(models_root / "sentiment-tiny-window")
    with pytest.raises(InputError, match="no recurrent network"):
        finished(word_effects(window, TEXT))


@pytest.mark.parametrize("ask", [word_effects, smallest_flip])
def test_of_texts_that_are_too_long_nothing_is_begun(
    models_root: Path, ask: Callable[[SentimentPipeline, str], Pieces[object]]
) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-lstm")
    with pytest.raises(InputError, match=r"up to 3,000 .* has 3,001\."):
        next(ask(pipeline, "good " + "!" * TOKENS_TRACED))


@pytest.mark.parametrize(
    ("edits", "changed"),
    [
        ([Edit(1, "remove")], "A film, isn't it good?"),
        ([Edit(0, "remove")], "Good film, isn't it good?"),
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


@pytest.mark.parametrize(
    ("text", "edits", "changed"),
    [
        ("A clever film.", [Edit(0, "negate")], "Not a clever film."),
        ("Not a clever film.", [Edit(1, "negate")], "A clever film."),
        ("A clever film.", [Edit(0, "replace", "some")], "Some clever film."),
        ("A clever film.", [Edit(0, "remove"), Edit(1, "negate")], "Not clever film."),
        (
            "I left. “Good?” Bad.",
            [Edit(4, "negate"), Edit(0, "negate")],
            "Not I left. “Not good?” Bad.",
        ),
        ("BAD film", [Edit(0, "negate")], "Not BAD film"),
        ("a film by Lee", [Edit(0, "negate"), Edit(3, "negate")], "not a film by not Lee"),
    ],
)
def test_a_sentence_still_begins_with_its_capital(
    text: str, edits: list[Edit], changed: str
) -> None:
    assert edited(text, tokenize(text), edits) == changed


@pytest.mark.parametrize("place", [-1, 9, 10**9])
def test_a_word_that_is_not_there_cannot_be_edited(place: int) -> None:
    text = "A good film, isn't it good?"
    with pytest.raises(InputError, match=r"the text has 9\."):
        edited(text, tokenize(text), [Edit(place, "remove")])


@pytest.mark.parametrize(
    "edits",
    [(Edit(n, k),) for n in range(9) for k in get_args(Kind)]
    + [(Edit(8, "negate"), Edit(2, "remove")), (Edit(3, "replace", "bad"), Edit(4, "negate"))],
)
def test_words_are_changed_as_the_text_is(edits: tuple[Edit, ...]) -> None:
    text = "A film that isn't bad , just dull"
    tokens = tokenize(text)
    changed = edited_words([token.text for token in tokens], edits)
    assert changed == [token.text for token in tokenize(edited(text, tokens, edits))]


def test_a_word_is_not_taken_away_twice() -> None:
    words = ["a", "film", "that", "is", "not", "good"]
    assert not apart(words, Edit(4, "remove"), Edit(5, "negate"))
    assert not apart(words, Edit(5, "negate"), Edit(5, "remove"))
    assert apart(words, Edit(4, "remove"), Edit(5, "remove"))
    assert apart(words, Edit(3, "negate"), Edit(5, "negate"))


@pytest.mark.parametrize("name", ["sentiment-tiny-lstm", "sentiment-tiny-gru"])
def test_what_is_said_to_turn_the_answer_does(models_root: Path, name: str) -> None:
    pipeline, turned = SentimentPipeline.load(models_root / name), 0
    words = ["good", "bad", "film", "dull", "great", "story", "not good", "isn't bad"]
    for text in (TEXT, "bad", *(f"{one}, {other}." for one, other in permutations(words, 2))):
        before, flip = pipeline.predict([text])[0], finished(smallest_flip(pipeline, text))
        assert 0 < flip.tried <= MAX_SINGLE + BEST_FOR_PAIRS * (BEST_FOR_PAIRS - 1) // 2
        assert pipeline.predict([flip.text])[0] == flip.result
        assert (flip.result.label != before.label) == bool(flip.edits)
        assert edited(text, tokenize(text), flip.edits) == flip.text
        turned += bool(flip.edits)
    assert turned


def test_of_long_texts_fewer_changes_are_tried(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-lstm")
    for text in ("A good film . " * 700, "!" * 1_500 + " a good film . " * 20):
        shares = list(smallest_flip(pipeline, text))
        assert shares == sorted(shares)
        assert len(set(shares)) > 5
        flip = finished(smallest_flip(pipeline, text))
        assert 0 < flip.tried * len(tokenize(text)) <= MAX_TOKENS_TRIED
