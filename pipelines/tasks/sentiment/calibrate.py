"""Calibrate a sentiment model: ``python -m pipelines.tasks.sentiment.calibrate MODEL --data FOLDER``.

Training ends with it; a folder made otherwise, or calibrated on other data, can be done anew.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from pipelines.command_line import main_of, print_json
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.models.directory import changed, update_config
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


def calibrate(path: Path, validation: Mapping[str, LabelledTexts]) -> Calibration:
    """Fit and store the calibration of a model folder, and its golden examples anew."""
    pipeline = SentimentPipeline.load(path)
    answers = [_answers(pipeline, domain) for domain in validation.values()]
    calibration = fit_calibration(answers)
    update_config(path, calibration=asdict(calibration))
    SentimentPipeline.load(path).write_golden_examples(path)
    return calibration


def fit_calibration(domains: Sequence[Answers]) -> Calibration:
    """The temperatures of least log loss, every domain weighted equally, and the band."""

    def loss(parameters: np.ndarray) -> float:
        temperatures = Calibration(*parameters)
        return sum(_log_loss(temperatures, domain) for domain in domains)

    bounds = [BOUNDS["offset"], BOUNDS["slope"]]
    offset, slope = minimize(loss, np.zeros(2), method="Nelder-Mead", bounds=bounds).x
    tempered = Calibration(round(float(offset), 4), round(float(slope), 4))
    sure_from = max(_sure_from(tempered, domain) for domain in domains)
    return replace(tempered, sure_from=round(sure_from, 4))


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


def main() -> None:
    """Read the command line, calibrate, and print what was found."""
    parser = ArgumentParser(
        prog="python -m pipelines.tasks.sentiment.calibrate",
        description="Fit anew, on the validation texts of the data folder, what turns a model's "
        "answers into probabilities, and write it into its config.json. A training ends with it.",
    )
    parser.add_argument("model", type=Path, help="model folder, e.g. models/sentiment-lstm")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=DATA_HELP)
    options = parser.parse_args()
    validation = load_validation_texts(data_folder(options.data))
    with changed(options.model) as folder:
        calibration = calibrate(folder, validation)
    print_json(asdict(calibration))


if __name__ == "__main__":
    main_of(main)
