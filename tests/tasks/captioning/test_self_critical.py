"""Training for the score: what is sampled, what it is worth, and where that leads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from pipelines.generation.learning import rollout
from pipelines.generation.results import exhaust
from pipelines.generation.strategies import END, START, Greedy
from pipelines.tasks.captioning import self_critical
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.self_critical import SelfCritic
from pipelines.text import PADDING, UNKNOWN, Vocabulary
from tests.tasks.captioning.test_pipeline import PHOTOS

VOCABULARY = Vocabulary([PADDING, UNKNOWN, START, END, *"abcdef"])
REFERENCES = [[["a", "b", "c"]], [["d", "e"]], [["f", "a", "d"]]]
CONFIG = CaptionConfig("lstm", 8, 8, 12, 1, dropout=0.0)


@pytest.fixture
def decoder() -> CaptionDecoder:
    torch.manual_seed(1)
    return CaptionDecoder(CONFIG, len(VOCABULARY))


def replace_rollout(
    monkeypatch: pytest.MonkeyPatch, sampled: torch.Tensor, greedy: torch.Tensor
) -> None:
    monkeypatch.setattr(self_critical, "rollout", lambda *_, sample: sampled if sample else greedy)


def test_greedy_captions_are_those_of_the_public_loop(captioner: CaptionPipeline) -> None:
    features = captioner.encode(PHOTOS)
    state = captioner.decoder.start(features)
    written = rollout(captioner.decoder, state, captioner.vocabulary, captioner.max_words)
    for row, feature in zip(written.tolist(), features, strict=True):
        found = exhaust(captioner.decode_features(feature[None], Greedy())).hypothesis
        words = [captioner.vocabulary.entries[word] for word in row if word]
        assert tuple(words) == (*found.words, END)


def test_samples_are_captions(decoder: CaptionDecoder) -> None:
    state = decoder.eval().start(torch.randn(200, 8))
    written = rollout(decoder, state, VOCABULARY, 5, sample=True).tolist()
    assert len({tuple(row) for row in written}) > 50
    markers = VOCABULARY.encode([UNKNOWN, START])
    for row in written:
        said = row[: row.index(0)] if 0 in row else row
        assert not set(said) & set(markers)
        assert said[0] != VOCABULARY.id(END)
        assert VOCABULARY.id(END) not in said[:-1]
        assert not any(row[len(said) :])
        assert len(said) == 5 or said[-1] == VOCABULARY.id(END)


def test_what_gains_more_than_the_others_becomes_more_probable(
    decoder: CaptionDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    critic = SelfCritic(VOCABULARY, REFERENCES, 5)
    features = torch.randn(3, 8)
    rows = [[*VOCABULARY.encode(several[0]), VOCABULARY.id(END)] for several in REFERENCES]
    good = torch.tensor([[*row, *[0] * (5 - len(row))] for row in rows])
    poor = torch.tensor([VOCABULARY.encode(["f", END, PADDING, PADDING, PADDING])] * 3)

    def loss_of(sampled: torch.Tensor, greedy: torch.Tensor) -> torch.Tensor:
        replace_rollout(monkeypatch, sampled, greedy)
        return critic.loss(decoder, features, [0, 1, 2])

    def probability(captions: torch.Tensor) -> torch.Tensor:
        start = torch.full_like(captions[:, :1], VOCABULARY.id(START))
        logits = decoder.eval()(features, torch.cat([start, captions[:, :-1]], dim=1))
        rows = logits.log_softmax(dim=-1).gather(2, captions[:, :, None])[:, :, 0]
        return torch.where(captions != 0, rows, 0).sum(dim=1)

    # None is better than the greedy caption, as usual, and the first is not worse.
    sampled = torch.cat([good[:1], poor[1:]])
    before = probability(sampled)
    torch.autograd.backward(loss_of(sampled, good))
    torch.optim.SGD(decoder.parameters(), 0.01).step()
    change = probability(sampled) - before
    assert change[0] > 0 > change[1:].max()


def test_what_all_gain_alike_teaches_nothing(
    decoder: CaptionDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    critic = SelfCritic(VOCABULARY, REFERENCES, 5)
    drawn = torch.tensor([VOCABULARY.encode(["f", "a", END])] * 3)
    replace_rollout(monkeypatch, drawn, drawn)
    assert critic.loss(decoder, torch.randn(3, 8), [0, 1, 2]).item() == 0


def test_samples_are_weighed_by_the_network_that_drew_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    losses = []
    for dropout in (0.0, 0.9):
        torch.manual_seed(1)
        decoder = CaptionDecoder(replace(CONFIG, dropout=dropout), len(VOCABULARY)).train()
        critic = SelfCritic(VOCABULARY, REFERENCES, 5)
        features = torch.randn(3, 8)
        drawn = torch.tensor([VOCABULARY.encode(["f", "a", END])] * 3)
        poor = torch.tensor([VOCABULARY.encode(["f", END, PADDING])] * 3)
        replace_rollout(monkeypatch, drawn, poor)
        losses.append(critic.loss(decoder, features, [0, 1, 2]).item())
        assert decoder.training
    assert losses[0] == losses[1] != 0


def test_the_score_of_greedy_captions_rises(decoder: CaptionDecoder) -> None:
    torch.manual_seed(2)
    critic = SelfCritic(VOCABULARY, REFERENCES, 5)
    features = torch.randn(3, 8).repeat(20, 1)
    photos = [0, 1, 2] * 20
    optimizer = torch.optim.Adam(decoder.parameters(), 0.02)

    def score() -> float:
        decoder.eval()
        written = rollout(decoder, decoder.start(features[:3]), VOCABULARY, 5)
        return float(np.mean(critic._rewards([0, 1, 2], written)))

    before = score()
    for _ in range(60):
        optimizer.zero_grad()
        torch.autograd.backward(critic.loss(decoder, features, photos))
        optimizer.step()
    assert score() > before + 1
