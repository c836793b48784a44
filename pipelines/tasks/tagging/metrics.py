"""Scores of a tagger, by seqeval, torchmetrics and SciPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from scipy.stats import binomtest
from seqeval.metrics import classification_report
from torchmetrics.functional.classification import binary_calibration_error

from pipelines.scoring.bootstrap import drawn_anew, middle
from pipelines.tasks.tagging.comparison import slot_f1, span_counts
from pipelines.tasks.tagging.data import Requests
from pipelines.tasks.tagging.results import Choice, TaggingResult

CALIBRATION_BINS = 15


def score_results(results: Sequence[TaggingResult], requests: Requests) -> dict[str, Any]:
    """How good the answers to ``requests`` are, one each.

    Returns:
        in points of 100: slot_f1, slot_precision and slot_recall of whole spans, as CoNLL-2000
        counts them; intent_accuracy; sentence_accuracy, of requests with all tags right;
        frame_accuracy, of those with the intent right as well; calibration_error and
        intent_calibration_error (expected, 15 bins); sure and intent_sure, how many answers are
        and how many of these are right. Also intervals, where 95 of 100 test sets of such requests
        would put a score, those of spans by drawing requests anew, those of requests Wilson's;
        by_slot; requests and spans, their numbers.
    """
    said = [list(result.tags) for result in results]
    report = classification_report(requests.tags, said, output_dict=True, zero_division=0)
    whole = report.pop("micro avg")
    tags_right = np.array([one == true for one, true in zip(said, requests.tags, strict=True)])
    intents = [result.intent for result in results]
    intent_right = _right(intents, requests.intents)
    of_requests = {
        "intent_accuracy": intent_right,
        "sentence_accuracy": tags_right,
        "frame_accuracy": tags_right & intent_right,
    }
    tags = [word.tag for result in results for word in result.words]
    word_right = _right(tags, [tag for row in requests.tags for tag in row])
    return {
        "slot_f1": _points(whole["f1-score"]),
        "slot_precision": _points(whole["precision"]),
        "slot_recall": _points(whole["recall"]),
        **{name: _points(right.mean()) for name, right in of_requests.items()},
        "intervals": _span_intervals(said, requests.tags)
        | {name: _wilson(right) for name, right in of_requests.items()},
        "calibration_error": _calibration_error(tags, word_right),
        "intent_calibration_error": _calibration_error(intents, intent_right),
        "sure": _sure(tags, word_right),
        "intent_sure": _sure(intents, intent_right),
        "by_slot": _by_slot(report),
        "requests": len(requests),
        "spans": int(whole["support"]),
    }


def _by_slot(report: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, Any]]:
    return {
        slot: {"f1": _points(scores["f1-score"]), "count": int(scores["support"])}
        for slot, scores in report.items()
        if not slot.endswith(" avg")
    }


def _span_intervals(
    said: Sequence[Sequence[str]], true: Sequence[Sequence[str]]
) -> dict[str, list[float]]:
    counts = span_counts(said, true)
    right, answered, there = (drawn_anew(len(counts)) @ counts).T
    shares = {
        "slot_f1": slot_f1(right, answered, there),
        "slot_precision": right / np.maximum(answered, 1),
        "slot_recall": right / np.maximum(there, 1),
    }
    return {name: [_points(bound) for bound in middle(values)] for name, values in shares.items()}


def _right(choices: Sequence[Choice], true: Sequence[str]) -> np.ndarray:
    return np.array([choice.label == label for choice, label in zip(choices, true, strict=True)])


def _wilson(right: np.ndarray) -> list[float]:
    interval = binomtest(int(right.sum()), len(right)).proportion_ci(method="wilson")
    return [_points(bound) for bound in interval]


def _calibration_error(choices: Sequence[Choice], right: np.ndarray) -> float:
    confidences = torch.tensor([choice.probability for choice in choices])
    return _points(
        float(binary_calibration_error(confidences, torch.tensor(right), n_bins=CALIBRATION_BINS))
    )


def _sure(choices: Sequence[Choice], right: np.ndarray) -> dict[str, float | None]:
    sure = np.array([choice.sure for choice in choices])
    accuracy = _points(right[sure].mean()) if sure.any() else None
    return {"coverage": _points(sure.mean()), "accuracy": accuracy}


def _points(share: float) -> float:
    return round(100 * float(share), 2)
