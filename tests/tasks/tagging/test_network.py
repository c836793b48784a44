"""The taggers' networks: what is said at a word, and what it may hang on."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.tasks.tagging.decoding import constrained
from pipelines.tasks.tagging.labels import Labels, spans
from pipelines.tasks.tagging.loading import Network, build_network
from pipelines.tasks.tagging.network import Logits, TaggingConfig
from pipelines.tasks.tagging.words import MAX_LETTERS, Words
from tests.tasks.tagging.tiny import LABELS, REQUESTS, RUNNING, SMALL_CONFIGS, tiny_encoder

TOLERANCE = 1e-5
TEXTS = [words.replace(":", "").split() for words, _, _ in REQUESTS] + [["strange"], ["play"] * 12]


def built(kind: str) -> Network:
    torch.manual_seed(2)
    network = build_network(SMALL_CONFIGS[kind], tiny_encoder(), LABELS)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.7)
    with torch.no_grad():  # As training leaves them.
        network.vectors.embedding.weight[0] = 0
        network.vectors.letters.weight[0] = 0
    return network.eval().requires_grad_(False)


@pytest.fixture(params=SMALL_CONFIGS)
def network(request: pytest.FixtureRequest) -> Network:
    return built(request.param)


def said(network: Network, *requests: list[str]) -> list[Logits]:
    words = tiny_encoder().encode(requests)
    rows = zip(network(words).rows(), words.lengths, strict=True)
    return [Logits(logits.tags[:end], logits.intents[:end]) for logits, end in rows]


def apart(one: Tensor, other: Tensor) -> float:
    return float((one - other).abs().max())


def test_padding_a_batch_changes_no_answer(network: Network) -> None:
    for text, together in zip(TEXTS, said(network, *TEXTS), strict=True):
        (alone,) = said(network, text)
        assert alone.tags.shape == (len(text), len(LABELS.tags))
        assert apart(alone.tags, together.tags) <= TOLERANCE
        # What it says of the intent before the end is no answer of a network that reads on.
        assert apart(alone.intents[-1], together.intents[-1]) <= TOLERANCE


def test_a_trace_says_what_the_answer_says(network: Network) -> None:
    for text in TEXTS:
        (whole,) = said(network, text)
        logits, layers, backward = network.trace(tiny_encoder().encode([text]))
        assert apart(logits.tags[0], whole.tags) <= TOLERANCE
        assert apart(logits.intents[0], whole.intents) <= TOLERANCE
        if isinstance(network.config, TaggingConfig):
            readers = 2 if network.config.bidirectional else 1
            assert len(layers) == readers * network.config.layers
            assert backward == len(layers) * (readers - 1) // 2
            assert all(layer.hidden.shape == (len(text), 7) for layer in layers)
        else:
            assert (layers, backward) == ([], 0)


@pytest.mark.parametrize("kind", SMALL_CONFIGS)
def test_what_follows_changes_no_answer_of_one_who_answers_while_reading(kind: str) -> None:
    network, text = built(kind), TEXTS[3]
    assert network.answers_while_reading == (kind in RUNNING)
    (whole,) = said(network, text)
    gaps = []
    for end in range(1, len(text)):
        (part,) = said(network, text[:end])
        gaps.append(apart(part.tags, whole.tags[:end]))
        if kind in RUNNING:
            assert apart(part.intents, whole.intents[:end]) <= TOLERANCE
    assert (max(gaps) <= TOLERANCE) == (kind in RUNNING)


def test_a_backward_reader_holds_what_follows() -> None:
    network, text = built("bilstm"), TEXTS[3]
    _, layers, backward = network.trace(tiny_encoder().encode([text]))
    _, ending, _ = network.trace(tiny_encoder().encode([text[4:]]))
    assert apart(layers[-backward].hidden[4:], ending[-backward].hidden) <= TOLERANCE


def test_a_window_sees_no_further() -> None:
    network = built("window")  # One word before, two after.
    (before,) = said(network, TEXTS[3])
    changed = [*TEXTS[3][:5], "jazz", *TEXTS[3][6:]]
    (after,) = said(network, changed)
    moved = [apart(one, other) > TOLERANCE for one, other in zip(before[0], after[0], strict=True)]
    assert [place for place, has in enumerate(moved) if has] == [3, 4, 5, 6]


def test_unknown_words_are_told_apart_by_their_letters(network: Network) -> None:
    one, other, same = said(network, ["play", "zorro"], ["play", "tirol"], ["play", "zorro"])
    assert apart(one.tags, other.tags) > TOLERANCE
    assert apart(one.tags, same.tags) <= TOLERANCE
    long = "tirol" * MAX_LETTERS
    assert apart(*(said(network, [word])[0].tags for word in (long, f"{long}x"))) <= TOLERANCE


def test_a_dropped_word_is_known_by_its_letters_alone() -> None:
    config = TaggingConfig("gru", 8, 6, 5, 7, word_dropout=1.0, embedding_dropout=0, dropout=0)
    network = build_network(config, tiny_encoder(), LABELS).requires_grad_(False)
    words = tiny_encoder().encode(TEXTS)
    unknown = Words(words.ids.clamp(max=1), words.letters, words.lengths)
    assert torch.equal(network.train()(words).tags, network.eval()(unknown).tags)
    assert not torch.equal(network(words).tags, network(unknown).tags)


@pytest.mark.parametrize("kind", SMALL_CONFIGS)
def test_the_requests_can_be_learnt(kind: str) -> None:
    torch.manual_seed(1)
    network = build_network(SMALL_CONFIGS[kind], tiny_encoder(), LABELS).eval()
    words = tiny_encoder().encode(TEXTS[:4])
    tags = [[LABELS.tags.index(tag) for tag in row.split()] for _, row, _ in REQUESTS]
    true = nn.utils.rnn.pad_sequence([torch.tensor(row) for row in tags], True, -100)
    intents = torch.tensor([LABELS.intents.index(intent) for _, _, intent in REQUESTS])
    optimizer = torch.optim.Adam(network.parameters(), 0.03)
    for _ in range(120):
        logits = network(words)
        last = logits.intents[torch.arange(4), words.lengths - 1]
        loss = F.cross_entropy(logits.tags.flatten(0, 1), true.flatten())
        loss = loss + F.cross_entropy(last, intents)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    assert loss < 0.3


def test_tags_make_whole_spans_and_are_never_taken_back() -> None:
    torch.manual_seed(1)
    labels = Labels(("O", "B-x", "B-y", "I-x", "I-y"), ("a", "b"))
    may_follow = torch.tensor(labels.may_follow())
    logits = torch.randn(50, 8, 5)
    tags, allowed = constrained(logits, may_follow)
    assert torch.equal(logits.masked_fill(~allowed, -torch.inf).argmax(dim=2), tags)
    assert torch.equal(constrained(logits[:, :3], may_follow)[0], tags[:, :3])
    for row in tags.tolist():
        named = [labels.tags[tag] for tag in row]
        inside = {place for _, places in spans(named) for place in places}
        assert inside == {place for place, tag in enumerate(named) if tag != "O"}
        for slot, places in spans(named):
            assert [named[place] for place in places] == [
                f"B-{slot}",
                *[f"I-{slot}"] * (len(places) - 1),
            ]
    # Where nothing is forbidden, each word gets its own best tag.
    free = torch.ones(5, 5, dtype=torch.bool)
    assert torch.equal(constrained(logits, free)[0], logits.argmax(dim=2))
    assert not torch.equal(tags, logits.argmax(dim=2))
