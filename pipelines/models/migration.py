"""Model folders of former formats, read as if they were saved today.

What a format means:

1. fields bore names that only this project used;
2. they bear those of the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.errors import ModelError
from pipelines.messages import N_, Message

FORMAT = 2
# By format: the section of ``config.json``, and the fields that the next format calls otherwise.
_RENAMED: Mapping[int, Mapping[str, Mapping[str, str]]] = {
    1: {
        "decoding": {
            "length_exponent": "length_penalty",
            "unrepeated": "no_repeat_ngram_size",
        },
        "calibration": {"sure_from": "confidence_threshold"},
        "trust": {"unfamiliar_from": "out_of_distribution_from"},
        "training": {
            "averaging": "ema_decay",
            "taught": "distillation_weight",
            "taught_reviews": "distilled_reviews",
            "taught_sentences": "distilled_sentences",
        },
    }
}
_RENAMED_SCORES = {"outsiders_noticed": "out_of_distribution_noticed"}


def migrated(config: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The content of a ``config.json`` in today's format.

    Args:
        config: as it was read.
        name: of the file, for an error.

    Raises:
        ModelError: its format is none that is known.
    """
    number = config.get("format")
    if type(number) is not int or not 1 <= number <= FORMAT:
        later = type(number) is int and number > FORMAT
        newer, restore = N_("Install the newer version that wrote it."), N_("Restore it.")
        raise ModelError(
            "{name} has format {number!r:.40}, none from 1 to {newest}. {advice}",
            name=name,
            number=number,
            newest=FORMAT,
            advice=Message(newer if later else restore),
        )
    found = dict(config)
    for step in range(number, FORMAT):
        for section, names in _RENAMED.get(step, {}).items():
            if isinstance(found.get(section), dict):
                found[section] = {names.get(key, key): v for key, v in found[section].items()}
    return {**found, "format": FORMAT}


def migrated_scores(scores: Any) -> Any:
    """The content of a ``metrics.json`` with today's names, which carries no format."""
    if isinstance(scores, dict) and isinstance(scores.get("trust"), dict):
        return {**scores, "trust": _renamed_scores(scores["trust"])}
    return scores


def _renamed_scores(scores: Mapping[str, Any]) -> dict[str, Any]:
    found = {_RENAMED_SCORES.get(name, name): one for name, one in scores.items()}
    if isinstance(found.get("varied"), dict):
        found["varied"] = _renamed_scores(found["varied"])
    return found
