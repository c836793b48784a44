"""Synced many to many over frames: what a fingertip does is told while it does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.frames.declared import GOLDEN, NOTES, SPEED, metrics_of, record_of
from pipelines.messages import N_
from pipelines.models.files import WEIGHTS
from pipelines.task import Capability, Feature, Task, TestSet

TEST = "fingertip_test"


def _capabilities(_: Mapping[str, Any]) -> frozenset[Capability]:
    return frozenset({"steps"})


GESTURES = Task(
    name="gestures",
    purpose=N_("names gestures"),
    hashed=(WEIGHTS,),
    golden=GOLDEN,
    module="pipelines.tasks.gestures.pipeline",
    tests={
        TEST: TestSet(
            N_("fingertip test"),
            N_("runs"),
            44,
            "aeda084ee15b570f78e44d80a8f85ed44f16754ecd9169de481803542df1c85d",
        )
    },
    metrics=metrics_of(TEST),
    record=record_of(TEST),
    notes=NOTES,
    features={
        "circle": Feature(N_("a circle")),
        "clockwise": Feature(N_("a clockwise circle")),
        "speed": Feature(N_("the speed of the fingertip"), graded=True),
        "position": Feature(N_("how much was seen"), graded=True),
    },
    pattern=N_("synced many to many"),
    speed=SPEED,
    commands=("train", "evaluate", "calibrate", "cells", "predict", "recordings"),
    capabilities=_capabilities,
)
