"""Which cells of a translator move its words most, and which follow something nameable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from pipelines.data.folder import revision
from pipelines.data.multi30k import MULTI30K
from pipelines.generation.strategies import END, START
from pipelines.models.cells import Cells
from pipelines.scoring.cells import Observation, draw, find_cells
from pipelines.tasks.translation.data import load_pairs
from pipelines.tasks.translation.network import Sentences
from pipelines.tasks.translation.pipeline import TranslationPipeline
from pipelines.tasks.translation.task import TRANSLATION

_PEOPLE = """
person people man men woman women boy boys girl girls child children kid kids player players crowd
mann männer männern frau frauen junge jungen mädchen kind kinder kindern person personen leute
menschen spieler
"""
_COLOURS = """
red green blue yellow orange pink purple white black brown grey gray
rot grün blau gelb orange rosa lila weiß schwarz braun grau
"""
_ENDINGS = ("", "e", "en", "er", "em", "es")  # Of a German adjective.
PEOPLE = frozenset(_PEOPLE.split())
COLOURS = frozenset(colour + ending for colour in _COLOURS.split() for ending in _ENDINGS)


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells that write while a model is told the validation translations word by word.

    Their effect is on the logit of the word that comes next, less the mean of all words'.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation sentences of the data folder cannot be used.
    """
    pipeline = TranslationPipeline.load(path)
    pairs = load_pairs(data, "validation", pipeline.source_language)
    observations = [
        _observation(pipeline, pairs.source[row], pairs.target[row])
        for row in draw(len(pairs), len(pairs))
    ]
    used = revision(data, MULTI30K, ["validation"])
    return find_cells(observations, TRANSLATION.features, used)


@torch.inference_mode()
def _observation(
    pipeline: TranslationPipeline, source: Sequence[str], words: Sequence[str]
) -> Observation:
    """Of one translation, its end marker included: what was in each state before a word."""
    network, vocabulary = pipeline.network, pipeline.vocabulary
    said = vocabulary.encode([START, *words, END])
    state, _ = network.encode(Sentences.of([pipeline.source.encode(source)]))
    traced = network.decoder.trace(network.target(torch.tensor(said[:-1])), state)
    layers = [layer.map(lambda values: values.numpy()) for layer in traced]
    # The part of a logit that comes by way of the writer's own state, not of what it looks back at.
    weight = network.target.weight @ network.projection.weight[:, : network.config.hidden_size]
    ahead = (weight[said[1:]] - weight.mean(dim=0)).numpy()
    top = len(layers) - 1
    features = features_of([*words, END])
    return Observation.of(layers, (top,), features, layers[top].hidden, ahead)


def features_of(words: Sequence[str]) -> dict[str, np.ndarray]:
    """The features of a translation by name, before each of its ``words``, ``(T,)``."""
    steps, lower = len(words), [word.lower() for word in words]
    said = [place for place, word in enumerate(lower) if word in COLOURS]
    return {
        "position": np.arange(steps),
        "person": np.full(steps, not PEOPLE.isdisjoint(lower)),
        "colour": np.arange(steps) > min(said, default=steps),
    }
