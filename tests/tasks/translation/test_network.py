"""The reader and the writer: one state between them, and attention beside it."""

from __future__ import annotations

import pytest
import torch

from pipelines.generation.learning import rollout, words_of
from pipelines.generation.strategies import START
from pipelines.tasks.translation.network import Sentences, TranslationNetwork, Writer
from pipelines.text import Vocabulary
from tests.tasks.translation.tiny import SMALL_CONFIGS, tiny_network

LONG, SHORT = [4, 7, 2, 9, 5, 3], [6, 2, 8]
WORDS = torch.tensor([[2, 6, 9, 5], [2, 8, 4, 7]])


@pytest.fixture(params=SMALL_CONFIGS)
def network(request: pytest.FixtureRequest) -> TranslationNetwork:
    torch.manual_seed(5)
    found = TranslationNetwork(SMALL_CONFIGS[request.param], 12, 14).eval().requires_grad_(False)
    for parameter in found.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return found


def test_padding_changes_nothing(network: TranslationNetwork) -> None:
    together = network(Sentences.of([LONG, SHORT]), WORDS)
    for row, ids in enumerate((LONG, SHORT)):
        alone = network(Sentences.of([ids]), WORDS[row : row + 1])
        assert torch.allclose(together[row], alone[0], atol=1e-5)


def test_writing_word_by_word_says_the_same_as_all_at_once(network: TranslationNetwork) -> None:
    source = Sentences.of([LONG])
    state, memory = network.encode(source)
    writer = Writer(network, memory)
    for place, logits in enumerate(network(source, WORDS[:1])[0]):
        step = writer.step(WORDS[:1, place], state)
        state = step.state
        assert torch.allclose(step.logits[0], logits, atol=1e-5)


def test_beginnings_of_one_translation_share_what_is_looked_back_at(
    network: TranslationNetwork,
) -> None:
    state, memory = network.encode(Sentences.of([LONG]))
    writer = Writer(network, memory)
    rows = [one.rows(torch.tensor([0, 0])) for one in state]
    both = writer.step(WORDS[:, 1], rows).logits
    for row in range(2):
        assert torch.allclose(both[row], writer.step(WORDS[row, 1:2], state).logits[0], atol=1e-5)


def test_a_sentence_is_read_from_its_end(network: TranslationNetwork) -> None:
    state, _ = network.encode(Sentences.of([LONG]))
    traced = network.trace(torch.tensor(LONG))
    for layer, handed in zip(traced, state, strict=True):
        assert torch.allclose(layer.hidden[0], handed.hidden[0], atol=1e-5)
        assert handed.layer in list(network.decoder)
    # The state at a word hangs on what stands behind it alone.
    other = network.trace(torch.tensor([11, *LONG[1:]]))
    assert torch.equal(traced[-1].hidden[1:], other[-1].hidden[1:])
    assert not torch.allclose(traced[-1].hidden[0], other[-1].hidden[0])


def test_without_attention_the_state_is_all_that_is_known(network: TranslationNetwork) -> None:
    state, _ = network.encode(Sentences.of([LONG]))
    _, other = network.encode(Sentences.of([SHORT]))
    said = Writer(network, network.encode(Sentences.of([LONG]))[1]).step(WORDS[:1, 0], state)
    with_other = Writer(network, other).step(WORDS[:1, 0], state)
    same = torch.allclose(said.logits, with_other.logits)
    assert same is not network.config.attention


def test_a_look_goes_to_real_words_alone() -> None:
    network, *_ = tiny_network("attention", "de")
    source = Sentences.of([LONG, SHORT])
    state, memory = network.encode(source)
    hidden, _ = network.decoder.read(network.target(WORDS), state)
    looks = network.attend(hidden, memory)
    assert torch.allclose(looks.sum(dim=2), torch.ones(2, 4))
    assert not looks[1, :, 3:].any()
    alone = network.looks(Sentences.of([SHORT]), WORDS[1:])
    assert torch.allclose(looks[1, :, :3], alone, atol=1e-5)
    with pytest.raises(ValueError, match="no attention"):
        tiny_network("lstm", "de")[0].attend(hidden, memory)


def test_all_rows_are_written_as_each_alone() -> None:
    network, _, entries = tiny_network("attention", "de")
    vocabulary = Vocabulary(entries)

    def written(*rows: list[int]) -> list[list[str]]:
        state, memory = network.encode(Sentences.of(list(rows)))
        found = rollout(Writer(network, memory), state, vocabulary, 12)
        return words_of(found, vocabulary)

    assert START not in {word for words in written(LONG, SHORT) for word in words}
    assert written(LONG, SHORT) == [*written(LONG), *written(SHORT)]
