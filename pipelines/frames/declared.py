"""What tasks that label frames declare alike: scores, their record, golden examples."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.messages import N_
from pipelines.models.records import Fields, Named, Number, Rows, Shape
from pipelines.task import Metric

# What a golden example holds.
GOLDEN: Mapping[str, object] = {"stream": "", "labels": [""], "probabilities": [0.0]}
SPEED = Metric(
    "milliseconds.trace_100_frames",
    N_("ms, trace of 100 frames"),
    ".1f",
    "lower",
    plain=N_("Milliseconds for 100 frames"),
)
NOTES = N_(
    "Runs with one label each are joined to streams; intervals come from drawing runs anew. All "
    "frames of a run count, even the first, when nobody can know yet what it will be; settled are "
    "those from the fifth on."
)
_NUMBER, _COUNT, _MAYBE = Number(), Number(0, whole=True), Number(null=True)
_SCORES = ("frame_accuracy", "macro_f1", "calibration_error")


def metrics_of(test: str) -> tuple[Metric, ...]:
    """The scores on a test set of that name, the primary one first."""
    return (
        Metric(f"{test}.frame_accuracy", N_("frame accuracy %"), plain=N_("Frames right %")),
        Metric(f"{test}.macro_f1", N_("macro F1 %")),
        Metric(
            f"{test}.settled_accuracy",
            N_("accuracy of settled frames %"),
            plain=N_("Frames right after the first four %"),
        ),
        Metric(
            f"{test}.calibration_error",
            N_("calibration error %"),
            better="lower",
            plain=N_("Its percentages are off by %"),
        ),
        Metric(f"{test}.sure.coverage", N_("sure of % of frames")),
        SPEED,
    )


def record_of(test: str) -> dict[str, Shape]:
    """The shape of the scores on a test set of that name."""
    return {
        test: Fields(
            {
                **dict.fromkeys(_SCORES, _NUMBER),
                "settled_accuracy": _MAYBE,
                "intervals": Named(Rows(_NUMBER, 2)),
                "sure": Fields({"coverage": _NUMBER, "accuracy": _MAYBE}),
                "by_label": Named(Fields({"recall": _NUMBER, "count": _COUNT})),
            }
        )
    }
