"""Words that no vocabulary holds, and what a network makes of them."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from pipelines.pieces import finished
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.subwords import (
    MARKS,
    MOST_PIECES,
    UNKNOWN_ID,
    SubwordEmbedding,
    WordEncoder,
    WordPieceEncoder,
    pieces_of,
    written,
)
from pipelines.text import PADDING, UNKNOWN, Vocabulary

BUCKETS = 50
VOCABULARY = Vocabulary([PADDING, UNKNOWN, "the", "movie", "was", "boring", "so", "good"])


def rows(text: str, *, spell_known: bool = False) -> Tensor:
    (found,) = WordEncoder(VOCABULARY, BUCKETS, spell_known=spell_known)([text.split()])
    return found


@pytest.fixture
def network() -> SentimentNetwork:
    torch.manual_seed(1)
    config = SentimentConfig("lstm", 6, 7, piece_buckets=BUCKETS, detects_opinion=True)
    made = SentimentNetwork(config, len(VOCABULARY))
    nn.init.normal_(made.embedding.weight, std=1.0)
    return made.eval().requires_grad_(False)


def test_pieces_are_shared_by_words_that_are_spelled_alike() -> None:
    movie, moovie, table = (set(pieces_of(word, 10**6)) for word in ("movie", "moovie", "table"))
    assert len(movie & moovie) >= 4
    assert not movie & table
    assert all(1 <= piece <= BUCKETS for piece in pieces_of("unputdownable" * 9, BUCKETS))
    assert len(pieces_of("unputdownable" * 9, BUCKETS)) == MOST_PIECES


def test_an_emoji_is_spelled_by_its_name() -> None:
    grinning = [set(pieces_of(face, 10**6)) for face in "😀😁"]
    assert len(set.intersection(*grinning)) >= 10


def test_only_unknown_words_need_pieces_and_training_has_all() -> None:
    known, unknown = rows("movie moovie")
    assert known[0] == VOCABULARY.id("movie")
    assert not known[1:].any()
    assert unknown[0] == UNKNOWN_ID
    assert unknown[1:].any()
    assert rows("movie", spell_known=True)[0, 1:].any()


def test_a_lengthened_word_is_the_word() -> None:
    assert torch.equal(rows("the moviiiie was sooo booooring"), rows("the movie was so boring"))


def test_every_unknown_word_has_a_vector_of_its_own() -> None:
    torch.manual_seed(2)
    embedding = SubwordEmbedding(len(VOCABULARY), 6, BUCKETS)
    known, first, second, again = embedding(rows("movie moovie filmz moovie"))
    assert torch.equal(known, embedding.weight[VOCABULARY.id("movie")])
    assert torch.equal(first, again)
    assert (first - second).abs().max() > 0.01


def test_the_last_step_of_a_trace_is_the_answer_whatever_is_unknown(
    network: SentimentNetwork,
) -> None:
    texts = [rows("the moovie was sooo good"), rows("xyzzy"), rows("good 😀 good")]
    padded = nn.utils.rnn.pad_sequence(texts, batch_first=True)
    logits = network(padded, torch.tensor([len(text) for text in texts]))
    assert logits.shape == (3, 2)
    for text, logit in zip(texts, logits, strict=True):
        trace, _ = finished(network.trace_in_pieces(text))
        assert trace.shape == (len(text), 2)
        assert (trace[-1] - logit).abs().max() <= 1e-5


def test_in_training_some_words_are_read_by_their_pieces(network: SentimentNetwork) -> None:
    network.config.__dict__["word_dropout"] = 1.0
    tokens = rows("the movie was good", spell_known=True)[None]
    length = torch.tensor([4])
    network.train()
    network.embedding_dropout.p = network.dropout.p = 0.0
    dropped = network(tokens, length)
    tokens[..., 0] = UNKNOWN_ID
    assert torch.equal(dropped, network.eval()(tokens, length))


def test_half_a_pair_of_surrogates_is_read_like_any_other_unknown_word() -> None:
    assert rows("good \ud800")[1, 0] == UNKNOWN_ID
    encode = WordPieceEncoder(Vocabulary([PADDING, UNKNOWN, *MARKS, "good"]), longest=16)
    (ids,) = encode([["good", "\ud800"]])
    assert len(ids) == 4


def test_contractions_are_written_in_one() -> None:
    assert written(["i", "ca", "n't", "say", "it", "'s", "bad", "'"]) == "i can't say it's bad '"


def test_word_pieces_stand_between_their_marks_and_long_texts_lose_the_middle() -> None:
    entries = [PADDING, UNKNOWN, "[CLS]", "[SEP]", "good", "bad", "film", "##s", "don", "'", "t"]
    encode = WordPieceEncoder(Vocabulary(entries), longest=16)
    ids, contraction, long = encode([["films", "xyz"], ["do", "n't"], ["good"] * 5 + ["bad"] * 20])
    assert [entries[number] for number in ids] == ["[CLS]", "film", "##s", UNKNOWN, "[SEP]"]
    assert [entries[number] for number in contraction][1:-1] == ["don", "'", "t"]
    assert len(long) == 16
    assert [entries[number] for number in long[:4]] == ["[CLS]", "good", "good", "good"]
    assert [entries[number] for number in long[4:]] == ["bad"] * 11 + ["[SEP]"]
