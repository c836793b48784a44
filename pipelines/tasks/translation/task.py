"""Many to many: a sentence is read to its end, and then written in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.messages import N_
from pipelines.models.files import SOURCE_VOCABULARY, VOCABULARY, WEIGHTS
from pipelines.models.records import Fields, Named, Number
from pipelines.task import Capability, Feature, Metric, Task, TestSet

TEST = "multi30k_test"
# How many words and marks a source has, for scores by its length.
LENGTHS = {
    "1–8": range(1, 9),
    "9–11": range(9, 12),
    "12–14": range(12, 15),
    "15–18": range(15, 19),
    "19+": range(19, 1_000),
}
_NUMBER, _COUNT = Number(), Number(0, whole=True)
_TRANSLATIONS = Fields(
    {
        "bleu": _NUMBER,
        "chrf": _NUMBER,
        "by_length": Named(
            Fields({"bleu": _NUMBER, "low": _NUMBER, "high": _NUMBER, "sentences": _COUNT})
        ),
    }
)
_SPEED = Metric(
    "milliseconds.translate_12_words",
    N_("ms a sentence of 12 words"),
    ".0f",
    "lower",
    plain=N_("Milliseconds a sentence"),
)


def _capabilities(_: Mapping[str, Any]) -> frozenset[Capability]:
    return frozenset({"steps"})


TRANSLATION = Task(
    name="translation",
    purpose=N_("translates sentences"),
    hashed=(WEIGHTS, VOCABULARY, SOURCE_VOCABULARY),
    golden={"text": "", "translation": "", "log_probability": 0.0},
    module="pipelines.tasks.translation.pipeline",
    tests={
        TEST: TestSet(
            N_("Multi30k test 2016"),
            N_("sentences"),
            1_000,
            "f8cc87dac7a8b46eb40eb92789fe8b18e1865523ca4705f8ae5a0a06934ca42e",
        )
    },
    metrics=(
        Metric("beam.bleu", N_("BLEU"), plain=N_("Writes what people wrote, in points")),
        Metric(
            "beam.chrf", N_("chrF"), plain=N_("Letters in a row as people wrote them, in points")
        ),
        Metric("greedy.bleu", N_("BLEU, greedy")),
        Metric("greedy.chrf", N_("chrF, greedy")),
        Metric(
            "unknown_words",
            N_("unknown source words %"),
            better="lower",
            plain=N_("Words of the sentences that it never saw %"),
        ),
        _SPEED,
    ),
    record={"greedy": _TRANSLATIONS, "beam": _TRANSLATIONS, "unknown_words": _NUMBER},
    notes=N_(
        "sacreBLEU of whole sentences as people write them, one reference each; beam as chosen on "
        "validation data. Scores of two languages cannot be compared."
    ),
    features={
        "position": Feature(N_("how much was said"), graded=True),
        "person": Feature(N_("a person in this sentence")),
        "colour": Feature(N_("a colour said")),
    },
    pattern=N_("many to many"),
    speed=_SPEED,
    commands=("train", "evaluate", "calibrate", "cells", "predict"),
    capabilities=_capabilities,
    leading=("translation-en-de", "translation-de-en"),
)
