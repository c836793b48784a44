"""Calibrate a tagger on validation requests. Training ends with it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from pipelines.models.saving import update_config
from pipelines.scoring.calibrate import fit_temperature, sure_from
from pipelines.tasks.tagging.calibration import BOUNDS, Calibration, probabilities
from pipelines.tasks.tagging.data import Requests, load_requests
from pipelines.tasks.tagging.decoding import constrained
from pipelines.tasks.tagging.labels import places
from pipelines.tasks.tagging.pipeline import TaggingPipeline

# How many of the sure answers are right: of words, most of which are easy, more than of requests.
TAG_SURE_SHARE, INTENT_SURE_SHARE = 0.99, 0.995


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Fit and store the calibration of a model folder, and its golden examples anew.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation requests of the data folder cannot be used.
    """
    validation = load_requests(data, "validation")
    found = asdict(fit_calibration(TaggingPipeline.load(path), validation))
    update_config(path, calibration=found)
    TaggingPipeline.load(path).write_golden_examples(path)
    return found


def fit_calibration(pipeline: TaggingPipeline, validation: Requests) -> Calibration:
    """The temperatures of least log loss, and from where nearly all answers are right."""
    labels, may_follow = pipeline.labels, torch.tensor(pipeline.labels.may_follow())
    answers = [pipeline.logits(words) for words in validation.words]
    chosen = torch.cat([constrained(answer.tags[None], may_follow)[0][0] for answer in answers])
    tags = torch.cat([answer.tags for answer in answers]).numpy()
    intents = torch.stack([answer.intents[-1] for answer in answers]).numpy()
    tag = _Fit.of(
        tags,
        chosen.numpy(),
        np.array(places(labels.tags, chain(*validation.tags))),
        TAG_SURE_SHARE,
    )
    intent = _Fit.of(
        intents,
        intents.argmax(axis=1),
        np.array(places(labels.intents, validation.intents)),
        INTENT_SURE_SHARE,
    )
    return Calibration(tag.temperature, intent.temperature, tag.sure_from, intent.sure_from)


class _Fit(NamedTuple):
    """The temperature of some answers, and from where nearly all are right."""

    temperature: float
    sure_from: float

    @classmethod
    def of(cls, logits: np.ndarray, chosen: np.ndarray, true: np.ndarray, share: float) -> _Fit:
        """What is said ``(N, K)``, chosen ``(N,)`` and true ``(N,)`` of words or of requests."""
        temperature = fit_temperature(logits, true, BOUNDS["tag_temperature"])
        confidences = probabilities(logits, temperature)[np.arange(len(chosen)), chosen]
        return cls(temperature, sure_from(confidences, chosen == true, share))
