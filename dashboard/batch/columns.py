"""What columns that several tasks answer are called on a page; files have names for programs."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.batch.inputs import FILE
from pipelines.batch.shards import LEFT_OUT
from pipelines.messages import N_

TITLES: Mapping[str, str] = {
    FILE: N_("file"),
    "label": N_("answer"),
    "probability": N_("probability"),
    "sure": N_("is sure"),
    "unknown": N_("unknown words"),
    "warning": N_("warning"),
    "log_probability": N_("log probability"),
    "ended": N_("came to an end"),
    LEFT_OUT: N_("why there is no answer"),
}
