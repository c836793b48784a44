"""Which cells of a captioner move its words most, and which follow something nameable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from pipelines.data.folder import revision
from pipelines.generation.learning import rollout
from pipelines.generation.strategies import START
from pipelines.models.cells import Cells
from pipelines.scoring.cells import Observation, draw, find_cells
from pipelines.tasks.captioning.data import load_photos
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.sources import FLICKR8K
from pipelines.tasks.captioning.task import CAPTIONING

MOST_PHOTOS = 1_000
_DOGS = "dog dogs puppy puppies"
_PEOPLE = """
person people man men woman women boy boys girl girls child children kid kids baby toddler lady
guy player players crowd someone
"""
_NUMBERS = "one two three four five six seven eight nine ten"
_COLOURS = """
red green blue yellow orange pink purple white black brown tan grey gray blond blonde golden
"""
DOGS, PEOPLE = frozenset(_DOGS.split()), frozenset(_PEOPLE.split())
NUMBERS, COLOURS = frozenset(_NUMBERS.split()), frozenset(_COLOURS.split())


def cells(path: Path, data: Path) -> Cells:
    """Look at the cells of a model while it captions validation photos, each word the likeliest.

    Their effect is on the logit of the word that was written, less the mean of all words'.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation photos of the data folder cannot be used.
    """
    pipeline = CaptionPipeline.load(path)
    photos = load_photos(data, "validation")
    features = pipeline.encode([photos[row] for row in draw(len(photos), MOST_PHOTOS)])
    state = pipeline.decoder.start(features)
    written = rollout(pipeline.decoder, state, pipeline.vocabulary, pipeline.max_words)
    observations = [
        _observation(pipeline, photo[None], ids[ids != 0].tolist())
        for photo, ids in zip(features, written, strict=True)
    ]
    return find_cells(observations, CAPTIONING.features, revision(data, FLICKR8K, ["validation"]))


@torch.inference_mode()
def _observation(pipeline: CaptionPipeline, photo: Tensor, ids: list[int]) -> Observation:
    """Of one caption, its end marker included: what was in each state from which a word came."""
    decoder, vocabulary = pipeline.decoder, pipeline.vocabulary
    read = torch.tensor([vocabulary.id(START), *ids[:-1]])
    traced = decoder.recurrent.trace(decoder.embedding(read), decoder.start(photo))
    layers = [layer.map(lambda values: values.numpy()) for layer in traced]
    weight = decoder.head.weight
    ahead = (weight[ids] - weight.mean(dim=0)).numpy()
    words = [vocabulary.entries[number] for number in ids]
    top = len(layers) - 1
    return Observation.of(layers, (top,), features_of(words), layers[top].hidden, ahead)


def features_of(words: Sequence[str]) -> dict[str, np.ndarray]:
    """The features of a caption by name, before each of its ``words``, ``(T,)``."""
    steps = len(words)

    def said(some: frozenset[str]) -> np.ndarray:
        places = [place for place, word in enumerate(words) if word in some]
        return np.arange(steps) > min(places, default=steps)

    return {
        "dog": np.full(steps, not DOGS.isdisjoint(words)),
        "person": np.full(steps, not PEOPLE.isdisjoint(words)),
        "position": np.arange(steps),
        "number": said(NUMBERS),
        "colour": said(COLOURS),
    }
