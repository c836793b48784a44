"""The caption decoder: what is trained on whole captions is what writes word by word."""

from __future__ import annotations

from itertools import product

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipelines.layers.recurrent import CELL_KINDS, CellKind
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder

WORDS, FEATURES, ROWS, STEPS = 20, 9, 4, 7
TOLERANCE = 1e-5


@pytest.fixture(params=product(CELL_KINDS, (1, 2)), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def decoder(request: pytest.FixtureRequest) -> CaptionDecoder:
    """One decoder of each cell kind and depth, that has seen the spread of its features."""
    cell, layers = request.param
    torch.manual_seed(layers)
    made = CaptionDecoder(CaptionConfig(cell, FEATURES, 6, 7, layers), WORDS)
    nn.init.normal_(made.embedding.weight, std=1.0)
    made.train()(3 * torch.randn(50, FEATURES) + 1, torch.ones(50, 1, dtype=torch.long))
    return made.eval().requires_grad_(False)


@pytest.fixture
def features() -> Tensor:
    """Image features, ``(B, F)``."""
    return torch.randn(ROWS, FEATURES, generator=torch.Generator().manual_seed(4))


@pytest.fixture
def words() -> Tensor:
    """Word ids, ``(B, T)``, none of them padding."""
    return torch.randint(1, WORDS, (ROWS, STEPS), generator=torch.Generator().manual_seed(5))


def close(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and bool((one - other).abs().max() <= TOLERANCE)


def test_teacher_forced_logits_equal_repeated_steps(
    decoder: CaptionDecoder, features: Tensor, words: Tensor
) -> None:
    logits = decoder(features, words)
    assert logits.shape == (ROWS, STEPS, WORDS)
    state = decoder.start(features)
    for place in range(STEPS):
        step = decoder.step(words[:, place], state)
        state = step.state
        assert close(step.logits, logits[:, place])
        assert len(step.gates) == len(state) == decoder.config.layers


def test_the_image_is_dropped_apart_from_the_words(features: Tensor, words: Tensor) -> None:
    def logits(**dropped: float) -> list[Tensor]:
        torch.manual_seed(1)
        decoder = CaptionDecoder(CaptionConfig("lstm", FEATURES, 6, 7, 1, **dropped), WORDS)
        return [decoder(features, words) for _ in range(2)]

    assert close(*logits(dropout=0, image_dropout=0))
    for dropped in ({"dropout": 0.5, "image_dropout": 0}, {"dropout": 0, "image_dropout": 0.5}):
        assert not close(*logits(**dropped))


def test_the_image_moves_every_word(
    decoder: CaptionDecoder, features: Tensor, words: Tensor
) -> None:
    same = words[:1].expand(ROWS, STEPS)
    logits = decoder(features, same)
    assert ((logits[0] - logits[1]).abs().amax(dim=-1) > TOLERANCE).all()


def test_a_word_moves_what_follows_and_nothing_before(
    decoder: CaptionDecoder, features: Tensor, words: Tensor
) -> None:
    changed = words.clone()
    changed[:, 3] = words[:, 3] % (WORDS - 1) + 1
    gaps = (decoder(features, changed) - decoder(features, words)).abs().amax(dim=(0, 2))
    assert (gaps[:3] <= TOLERANCE).all()
    assert (gaps[3:] > TOLERANCE).all()


def test_padding_and_neighbours_change_nothing(
    decoder: CaptionDecoder, features: Tensor, words: Tensor
) -> None:
    padded = F.pad(words, (0, 5))
    logits = decoder(features, padded)[:, :STEPS]
    for row in range(ROWS):
        alone = decoder(features[row : row + 1], words[row : row + 1])
        assert close(logits[row : row + 1], alone)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_one_batch_can_be_overfitted(cell: CellKind, features: Tensor, words: Tensor) -> None:
    torch.manual_seed(1)
    decoder = CaptionDecoder(CaptionConfig(cell, FEATURES, 16, 24, dropout=0.0), WORDS)
    words[:, 0] = 2  # All captions begin alike, so that the first word depends on the photo alone.
    optimizer = torch.optim.Adam(decoder.parameters(), 0.02)
    for _ in range(80):
        logits = decoder(features, words[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), words[:, 1:].flatten())
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    assert loss < 0.05
    assert torch.equal(decoder(features, words[:, :-1]).argmax(dim=-1), words[:, 1:])
