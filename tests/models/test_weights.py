"""Stored weights become the network they were saved from, or a sentence that says why not."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import save_model
from pipelines.models.weights import load_network
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.text import PADDING, UNKNOWN
from pipelines.training.settings import rounded_state
from tests.damage import change_config, hash_anew


def check_refused(folder: Path, *parts: str) -> None:
    with pytest.raises(ModelError) as error:
        SentimentPipeline.load(folder)
    for part in (folder.name, WEIGHTS, *parts):
        assert part in str(error.value)


def test_save_and_load_change_nothing_after_the_one_rounding(tmp_path: Path) -> None:
    torch.manual_seed(1)
    config = SentimentConfig("gru", 4, 4)
    vocabulary = [PADDING, UNKNOWN, "fig", "plum"]
    network = SentimentNetwork(config, len(vocabulary))
    weights = rounded_state(network)
    save_model(tmp_path, config={"task": "sentiment"}, weights=weights, vocabulary=vocabulary)
    directory = ModelDirectory.open(tmp_path)
    directory.verify()
    loaded = load_network(directory, lambda: SentimentNetwork(config, len(vocabulary)))
    state = loaded.state_dict()
    assert state.keys() == weights.keys()
    assert all(torch.equal(state[name], weights[name].float()) for name in weights)
    assert all(torch.equal(value, weights[name]) for name, value in rounded_state(loaded).items())
    assert directory.vocabulary().entries == tuple(vocabulary)
    assert not loaded.training
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


def test_a_width_of_another_network_costs_no_memory(folder: Path) -> None:
    change_config(folder, lambda config: config["network"].update(hidden_size=8_192))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    check_refused(folder, "24576")
    # Its recurrent weights alone would take 1 GB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


def test_weights_of_another_architecture(folder: Path) -> None:
    other = folder.parent / "sentiment-tiny-gru" / WEIGHTS
    (folder / WEIGHTS).write_bytes(other.read_bytes())
    hash_anew(folder, WEIGHTS)
    check_refused(folder)


def test_weights_that_are_no_floats(folder: Path) -> None:
    weights = load_file(folder / WEIGHTS)
    save_file(weights | {"head.bias": weights["head.bias"].long()}, folder / WEIGHTS)
    hash_anew(folder, WEIGHTS)
    check_refused(folder, "head.bias")


@pytest.mark.parametrize("kept", [0, 4, 100, -10])
def test_truncated_weights_with_a_matching_hash(folder: Path, kept: int) -> None:
    (folder / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:kept])
    hash_anew(folder, WEIGHTS)
    check_refused(folder)
