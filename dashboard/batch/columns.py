"""What columns of answers are called on a page; files have the names that programs know."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.batch.shards import LEFT_OUT
from pipelines.messages import N_

TITLES: Mapping[str, str] = {
    "label": N_("label"),
    "probability": N_("probability"),
    "level": N_("how clear"),
    "sure": N_("is sure"),
    "opinion": N_("opinion"),
    "tokens": N_("words"),
    "unknown": N_("unknown words"),
    "warning": N_("warning"),
    "caption": N_("caption"),
    "confidence": N_("trust"),
    "likelihood": N_("likelihood"),
    "familiar": N_("is familiar"),
    "log_probability": N_("log probability"),
    "ended": N_("came to an end"),
    "intent": N_("intent"),
    "slots": N_("slots it found"),
    "slots_sure": N_("is sure of slots"),
    "translation": N_("translation"),
    LEFT_OUT: N_("why there is no answer"),
}
