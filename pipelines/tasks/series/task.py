"""Synced many to many: each value that is read is answered at once, by what will follow it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.messages import N_
from pipelines.models.files import WEIGHTS
from pipelines.models.records import Fields, Named, Number, Rows
from pipelines.task import Capability, Feature, Metric, Task, TestSet
from pipelines.tasks.series.known import HORIZON

TEST = "last_thirds"
WITHIN = 0.8  # How many true values shall lie between low and high.
_NUMBER = Number()
_PAIR = Rows(_NUMBER, 2)
_MEANS = ("error", "like_today", "like_last_season", "within")
_AHEAD = Fields(
    {
        **dict.fromkeys((*_MEANS, "saved"), _NUMBER),
        "error_interval": _PAIR,
        "saved_interval": _PAIR,
        "by_seed": Rows(_NUMBER, most=100),
        "forecasts": Number(1, whole=True),
    }
)
_SPEED = Metric(
    "milliseconds.trace_100_values",
    N_("ms, trace of 100 values"),
    ".1f",
    "lower",
    plain=N_("Milliseconds a hundred values"),
)


def _capabilities(_: Mapping[str, Any]) -> frozenset[Capability]:
    return frozenset({"steps"})


SERIES = Task(
    name="series",
    purpose=N_("forecasts values"),
    hashed=(WEIGHTS,),
    golden={"series": "", "end": 0, "forecast": [0.0]},
    module="pipelines.tasks.series.pipeline",
    tests={
        TEST: TestSet(
            N_("last thirds of five series"),
            N_("values"),
            3_356,
            "e39944908d6e79476b01ab926e2559534cf13d346a5912a2c7ba2b58630b2cd5",
        )
    },
    metrics=(
        Metric(
            f"{TEST}.saved",
            N_("saved of yesterday's error %"),
            plain=N_("Nearer than “all stays as it is” by %"),
        ),
        Metric(f"{TEST}.saved_1", N_("saved, one step ahead %")),
        Metric(f"{TEST}.saved_12", N_("saved, twelve steps ahead %")),
        Metric(f"{TEST}.error_1", N_("error, one step ahead"), ".3f", "lower"),
        Metric(f"{TEST}.error_12", N_("error, twelve steps ahead"), ".3f", "lower"),
        Metric(f"{TEST}.within", N_("true values in the band %, of 80")),
        _SPEED,
    ),
    record={
        TEST: Fields(
            {
                **dict.fromkeys(("saved", "saved_1", "saved_12", "error_1", "error_12"), _NUMBER),
                "within": _NUMBER,
                "by_series": Named(Fields({"1": _AHEAD, "12": _AHEAD})),
                "by_horizon": Named(Fields(dict.fromkeys(_MEANS, Rows(_NUMBER, HORIZON)))),
            }
        )
    },
    notes=N_(
        "Mean absolute error in standard deviations of the part that was learnt from; walked "
        "forward value by value, weights unchanged."
    ),
    features={
        "level": Feature(N_("the level of the values"), graded=True),
        "change": Feature(N_("the last change"), graded=True),
        "rising": Feature(N_("a rise over the last half season")),
    },
    pattern=N_("synced many to many"),
    speed=_SPEED,
    commands=("train", "evaluate", "calibrate", "cells", "predict"),
    capabilities=_capabilities,
)
