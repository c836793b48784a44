"""Calibrate a tagger on validation requests. Training ends with it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from scipy.optimize import minimize_scalar

from pipelines.models.saving import update_config
from pipelines.tasks.tagging.calibration import BOUNDS, Calibration, probabilities
from pipelines.tasks.tagging.data import Requests, load_requests
from pipelines.tasks.tagging.decoding import constrained
from pipelines.tasks.tagging.labels import places
from pipelines.tasks.tagging.pipeline import TaggingPipeline

# How many of the sure answers are right: of words, most of which are easy, more than of requests.
TAG_SURE_SHARE, INTENT_SURE_SHARE = 0.99, 0.995
CONFIDENCES = np.linspace(0, 1, 1_001)


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
    tags = _Answers(
        torch.cat([answer.tags for answer in answers]).numpy(),
        chosen.numpy(),
        np.array(places(labels.tags, chain(*validation.tags))),
    )
    said = torch.stack([answer.intents[-1] for answer in answers]).numpy()
    intents = _Answers(
        said, said.argmax(axis=1), np.array(places(labels.intents, validation.intents))
    )
    tag_temperature, intent_temperature = _temperature(tags), _temperature(intents)
    return Calibration(
        tag_temperature,
        intent_temperature,
        _sure_from(tags, tag_temperature, TAG_SURE_SHARE),
        _sure_from(intents, intent_temperature, INTENT_SURE_SHARE),
    )


class _Answers(NamedTuple):
    """What is said ``(N, K)``, chosen ``(N,)`` and true ``(N,)`` of words or of requests."""

    logits: np.ndarray
    chosen: np.ndarray
    true: np.ndarray

    def probabilities(self, of: np.ndarray, temperature: float) -> np.ndarray:
        """Those of the chosen or of the true labels, ``(N,)``."""
        found: np.ndarray = probabilities(self.logits, temperature)[np.arange(len(of)), of]
        return found


def _temperature(answers: _Answers) -> float:
    def loss(logarithm: float) -> float:
        shares = answers.probabilities(answers.true, float(np.exp(logarithm)))
        return float(-np.log(np.maximum(shares, 1e-30)).mean())

    bounds = np.log(BOUNDS["tag_temperature"])
    return round(float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x)), 4)


def _sure_from(answers: _Answers, temperature: float, share: float) -> float:
    """The lowest confidence above which so many answers are right; 1 if there is none."""
    confidences = answers.probabilities(answers.chosen, temperature)
    right = answers.chosen == answers.true
    for confidence in CONFIDENCES:
        above = confidences > confidence
        if above.any() and right[above].mean() >= share:
            return round(float(confidence), 4)
    return 1.0
