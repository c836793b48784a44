"""Synced many to many: each word of a request is given what it stands for, as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.messages import N_
from pipelines.models.files import VOCABULARY, WEIGHTS
from pipelines.models.records import Fields, Named, Number
from pipelines.task import Capability, Feature, Metric, Task, TestSet

TEST = "snips_test"
_NUMBER, _COUNT, _MAYBE = Number(), Number(0, whole=True), Number(null=True)
_SURE = Fields({"coverage": _NUMBER, "accuracy": _MAYBE})
_SCORES = ("slot_f1", "slot_precision", "slot_recall", "intent_accuracy", "sentence_accuracy")
_SPEED = Metric(
    "milliseconds.trace_10_words",
    N_("ms, trace of 10 words"),
    ".1f",
    "lower",
    plain=N_("Milliseconds a request"),
)


def _capabilities(_: Mapping[str, Any]) -> frozenset[Capability]:
    return frozenset({"steps"})


TAGGING = Task(
    name="tagging",
    purpose=N_("tags requests"),
    hashed=(WEIGHTS, VOCABULARY),
    golden={
        "text": "",
        "tags": [""],
        "probabilities": [0.0],
        "intent": "",
        "intent_probability": 0.0,
    },
    module="pipelines.tasks.tagging.pipeline",
    tests={
        TEST: TestSet(
            N_("SNIPS test"),
            N_("requests"),
            700,
            "452ff3df7b8bb88e669944d7733a7cfd1827b1e485a41b277099cf56fafed054",
        )
    },
    metrics=(
        Metric(f"{TEST}.slot_f1", N_("slot F1 %"), plain=N_("Finds slots %")),
        Metric(f"{TEST}.slot_precision", N_("slot precision %")),
        Metric(f"{TEST}.slot_recall", N_("slot recall %")),
        Metric(
            f"{TEST}.intent_accuracy",
            N_("intent accuracy %"),
            plain=N_("Knows what is asked for %"),
        ),
        Metric(
            f"{TEST}.sentence_accuracy",
            N_("all tags of a request right %"),
            plain=N_("Right on every word of a request %"),
        ),
        Metric(
            f"{TEST}.calibration_error",
            N_("calibration error of tags %"),
            better="lower",
            plain=N_("Its percentages are off by %"),
        ),
        Metric(f"{TEST}.sure.coverage", N_("sure of % of tags")),
        _SPEED,
    ),
    record={
        TEST: Fields(
            {
                **dict.fromkeys((*_SCORES, "calibration_error"), _NUMBER),
                "intent_calibration_error": _NUMBER,
                "sure": _SURE,
                "intent_sure": _SURE,
                "by_slot": Named(Fields({"f1": _NUMBER, "count": _COUNT})),
            }
        )
    },
    notes=N_("Slots are counted as whole spans, with their name (CoNLL)."),
    features={
        "slot": Feature(N_("words that fill a slot")),
        "position": Feature(N_("how much was read"), graded=True),
        "number": Feature(N_("a number")),
    },
    pattern=N_("synced many to many"),
    speed=_SPEED,
    commands=("train", "evaluate", "calibrate", "cells", "predict"),
    capabilities=_capabilities,
)
