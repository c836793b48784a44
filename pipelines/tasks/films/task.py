"""Synced many to many over pictures: what a shape does is told at each frame of a film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.frames.declared import GOLDEN, SPEED, metrics_of, record_of
from pipelines.messages import N_
from pipelines.models.files import WEIGHTS
from pipelines.task import Capability, Feature, Task, TestSet

TEST = "films_test"


def _capabilities(_: Mapping[str, Any]) -> frozenset[Capability]:
    return frozenset({"steps"})


FILMS = Task(
    name="films",
    purpose=N_("names what moves"),
    hashed=(WEIGHTS,),
    golden=GOLDEN,
    module="pipelines.tasks.films.pipeline",
    tests={
        TEST: TestSet(
            N_("generated films, test"),
            N_("films"),
            200,
            "c7120c5e2ba87c98c3362e820b0bfc0a6d6df8612c0eb52d7f59e63ca5fa5211",
        )
    },
    metrics=metrics_of(TEST),
    record=record_of(TEST),
    notes=N_(
        "All films are generated, by a seed of their own. Intervals come from drawing films anew. "
        "All frames of an act count, even the first, when nobody can know yet what it will be."
    ),
    features={
        "drift": Feature(N_("a drift")),
        "growing": Feature(N_("growing")),
        "blinking": Feature(N_("blinking")),
        "position": Feature(N_("how much was seen"), graded=True),
    },
    pattern=N_("synced many to many"),
    speed=SPEED,
    commands=("train", "evaluate", "calibrate", "cells", "predict"),
    capabilities=_capabilities,
)
