"""Chooses, on validation texts, what turns a model's logits into probabilities.

Training ends with it; a folder made otherwise, or calibrated on other data, can be done anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from pipelines.models.saving import update_config
from pipelines.tasks.sentiment.calibration import BOUNDS, Calibration
from pipelines.tasks.sentiment.data import load_validation_texts
from pipelines.tasks.sentiment.labelled import LabelledTexts
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.scorers import Text
from pipelines.text import words

SURE_SHARE = 0.97
CONFIDENCES = np.linspace(0.5, 1, 501)


class Answers(NamedTuple):
    """What a model says of the texts of one domain: each array ``(N,)``."""

    logits: np.ndarray
    tokens: np.ndarray
    labels: np.ndarray


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Fit and store the calibration of a model folder, and its golden examples anew.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation texts of the data folder cannot be used.
    """
    pipeline = SentimentPipeline.load(path)
    answers = [_answers(pipeline, domain) for domain in load_validation_texts(data).values()]
    calibration = fit_calibration(answers)
    found = asdict(calibration)
    update_config(path, calibration=found)
    SentimentPipeline.load(path).write_golden_examples(path)
    return found


def fit_calibration(domains: Sequence[Answers]) -> Calibration:
    """The temperatures of least log loss, every domain weighted equally, and the band."""

    def loss(parameters: np.ndarray) -> float:
        temperatures = Calibration(*parameters)
        return sum(_log_loss(temperatures, domain) for domain in domains)

    bounds = [BOUNDS["offset"], BOUNDS["slope"]]
    offset, slope = minimize(loss, np.zeros(2), method="Nelder-Mead", bounds=bounds).x
    tempered = Calibration(round(float(offset), 4), round(float(slope), 4))
    confidence_threshold = max(_sure_from(tempered, domain) for domain in domains)
    return replace(tempered, confidence_threshold=round(confidence_threshold, 4))


def _log_loss(calibration: Calibration, domain: Answers) -> float:
    signed = np.where(domain.labels == 1, domain.logits, -domain.logits)
    return float(np.logaddexp(0, -signed / calibration.temperatures(domain.tokens)).mean())


def _sure_from(calibration: Calibration, domain: Answers) -> float:
    """The lowest confidence above which 97 % of all answers are right; 1 if there is none."""
    probabilities = calibration.probabilities(domain.logits, domain.tokens)
    confidences = np.maximum(probabilities, 1 - probabilities)
    right = (probabilities >= 0.5) == (domain.labels == 1)
    for confidence in CONFIDENCES:
        above = confidences > confidence
        if above.any() and right[above].mean() >= SURE_SHARE:
            return float(confidence)
    return 1.0


def _answers(pipeline: SentimentPipeline, labelled: LabelledTexts) -> Answers:
    texts = [Text(text, words(text)) for text in labelled.texts]
    spoken = np.array([bool(text.words) for text in texts])
    texts = [text for text in texts if text.words]
    tokens = np.array([len(text.words) for text in texts])
    return Answers(pipeline.scorer.logits(texts), tokens, np.array(labelled.labels)[spoken])
