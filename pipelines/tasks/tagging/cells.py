"""Which cells of a tagger move its tags most, and which follow something nameable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from pipelines.data.folder import revision
from pipelines.errors import InputError
from pipelines.models.cells import Cells
from pipelines.scoring.cells import Observation, draw, find_cells
from pipelines.tasks.tagging.data import load_requests
from pipelines.tasks.tagging.labels import OUTSIDE
from pipelines.tasks.tagging.network import TaggingNetwork
from pipelines.tasks.tagging.pipeline import TaggingPipeline
from pipelines.tasks.tagging.sources import SNIPS
from pipelines.tasks.tagging.task import TAGGING

_NUMBERS = """
one two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand
first second third fourth fifth sixth seventh eighth ninth tenth
"""
NUMBERS = frozenset(_NUMBERS.split())


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells of a model while it tags the validation requests.

    Their effect is on the logit of the likeliest tag of a word, less the mean of all tags'.

    Raises:
        ModelError: the model folder is damaged.
        InputError: the model has no recurrent layers.
        DataError: the validation requests of the data folder cannot be used.
    """
    pipeline = TaggingPipeline.load(path)
    network = pipeline.network
    if not isinstance(network, TaggingNetwork):
        raise InputError("{model} has no cells. Choose a recurrent network.", model=pipeline.name)
    requests = load_requests(data, "validation")
    observations = [
        _observation(pipeline, network, requests.words[row], requests.tags[row])
        for row in draw(len(requests), len(requests))
    ]
    return find_cells(observations, TAGGING.features, revision(data, SNIPS, ["validation"]))


@torch.inference_mode()
def _observation(
    pipeline: TaggingPipeline, network: TaggingNetwork, words: Sequence[str], tags: Sequence[str]
) -> Observation:
    logits, traced, backward = network.trace(pipeline.encoder.encode([words]))
    layers = [layer.map(lambda values: values.numpy()) for layer in traced]
    last = len(layers) - 1
    tops = (last - backward, last) if backward else (last,)
    hidden = np.concatenate([layers[top].hidden for top in tops], axis=1)
    weight = network.tags.weight
    ahead = (weight[logits.tags[0].argmax(dim=-1)] - weight.mean(dim=0)).numpy()
    return Observation.of(layers, tops, features_of(words, tags), hidden, ahead)


def features_of(words: Sequence[str], tags: Sequence[str]) -> dict[str, np.ndarray]:
    """The features of a request by name, ``(T,)``, by the tags that people gave its words."""
    return {
        "slot": np.array([tag != OUTSIDE for tag in tags]),
        "position": np.arange(len(words)),
        "number": np.array([word in NUMBERS or any(map(str.isdigit, word)) for word in words]),
    }
