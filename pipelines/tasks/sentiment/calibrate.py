"""Chooses, on validation texts, what turns a model's logits into probabilities.

Training ends with it; a folder made otherwise, or calibrated on other data, can be done anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from pipelines.errors import DataError, InputError
from pipelines.models.saving import update_config
from pipelines.pieces import finished
from pipelines.scoring.calibrate import log_loss, share_right
from pipelines.tasks.sentiment.calibration import BOUNDS, Calibration, opinions
from pipelines.tasks.sentiment.data import load_validation_texts
from pipelines.tasks.sentiment.labelled import LabelledTexts
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.reading import read
from pipelines.tasks.sentiment.scorers import Text

# Of clear and of leaning answers so many are right, and of opinions so few are overlooked.
CLEAR_SHARE, LEANING_SHARE, OVERLOOKED = 0.97, 0.80, 0.01
CONFIDENCES = np.linspace(0.5, 1, 501)


class Answers(NamedTuple):
    """What a model says of the texts of one domain: logits ``(N, O)``, the others ``(N,)``."""

    logits: np.ndarray
    tokens: np.ndarray
    labels: np.ndarray


def calibrate(path: Path, data: Path) -> dict[str, Any]:
    """Fit and store the calibration of a model folder, and its golden examples anew.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the validation texts of the data folder cannot be used.
    """
    pipeline = SentimentPipeline.load(path).accelerated()
    answers = [_answers(pipeline, domain) for domain in load_validation_texts(data).values()]
    calibration = fit_calibration(answers)
    found = asdict(calibration)
    update_config(path, calibration=found)
    SentimentPipeline.load(path).write_golden_examples(path)
    return found


def fit_calibration(domains: Sequence[Answers]) -> Calibration:
    """Temperatures and shift of least log loss, every domain weighted equally, and the band."""
    fitted = ("offset", "slope", "shift")

    def loss(parameters: np.ndarray) -> float:
        calibration = Calibration(**dict(zip(fitted, parameters, strict=True)))
        return sum(_log_loss(calibration, domain) for domain in domains)

    bounds = [BOUNDS[name] for name in fitted]
    best = minimize(loss, np.zeros(len(fitted)), method="Nelder-Mead", bounds=bounds).x
    found = {name: round(float(value), 4) for name, value in zip(fitted, best, strict=True)}
    tempered = Calibration(**found)
    clear = max(_right_above(tempered, domain, CLEAR_SHARE, 1.0) for domain in domains)
    leaning = max(_right_above(tempered, domain, LEANING_SHARE, clear) for domain in domains)
    return replace(
        tempered,
        confidence_threshold=round(clear, 4),
        leaning_threshold=round(leaning, 4),
        opinion_threshold=_opinion_threshold(domains),
    )


def _log_loss(calibration: Calibration, domain: Answers) -> float:
    logits = calibration.calibrated(domain.logits, domain.tokens)
    negative, positive = -np.logaddexp(0, logits), -np.logaddexp(0, -logits)
    return log_loss(np.stack([negative, positive], axis=1), domain.labels)


def _right_above(calibration: Calibration, domain: Answers, share: float, below: float) -> float:
    """The lowest confidence from which to ``below`` such a share of answers is right, or that."""
    probabilities = calibration.probabilities(domain.logits, domain.tokens)
    confidences = np.maximum(probabilities, 1 - probabilities)
    right = (probabilities >= 0.5) == (domain.labels == 1)
    for confidence in CONFIDENCES[below > CONFIDENCES]:
        between = (confidences > confidence) & (confidences <= below)
        if share_right(right[between]) >= share:
            return float(confidence)
    return below


def _opinion_threshold(domains: Sequence[Answers]) -> float:
    """The highest below which hardly an opinion of any domain lies; 0 of models that do not say."""
    found = [opinions(domain.logits) for domain in domains]
    lowest = [np.quantile(values, OVERLOOKED) for values in found if values is not None]
    return round(float(min(lowest)), 4) if lowest else 0.0


def _answers(pipeline: SentimentPipeline, labelled: LabelledTexts) -> Answers:
    texts, labels = [], []
    for text, label in zip(*labelled, strict=True):
        with suppress(InputError):  # It holds no word that can move an answer.
            tokens = read(text, pipeline.scorer)
            texts.append(Text(text, [token.text for token in tokens]))
            labels.append(label)
    if not texts:
        raise DataError(
            "None of the {n:,} validation texts that belong together can be read, so the model "
            "cannot be calibrated. Give others with --data FOLDER.",
            n=len(labelled.texts),
        )
    logits = finished(pipeline.scorer.logits_in_pieces(texts))
    return Answers(logits, np.array([len(text.words) for text in texts]), np.array(labels))
