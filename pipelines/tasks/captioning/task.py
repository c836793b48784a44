"""One to many: a photo is seen once and put into words, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.messages import N_
from pipelines.models.files import VOCABULARY, WEIGHTS
from pipelines.models.records import Fields, Named, Number, Shape
from pipelines.task import Capability, Feature, FolderKind, Metric, Task, TestSet

_NUMBER, _COUNT, _MAYBE = Number(), Number(0, whole=True), Number(null=True)
_CAPTIONS = Fields(
    dict.fromkeys(("bleu_1", "bleu_2", "bleu_3", "bleu_4", "rouge_l", "cider_d"), _NUMBER)
    | {"distinct_captions": _COUNT, "words_used": _COUNT, "from_training_captions": _NUMBER}
)
_WORTH: Mapping[str, Shape] = {
    "said": Named(Fields({"captions": _COUNT, "good": _MAYBE, "cider_d": _MAYBE})),
    "false_alarms": _NUMBER,
    "out_of_distribution_noticed": _NUMBER,
    "by_kind": Named(_NUMBER),
}
_SPEED = Metric(
    "milliseconds.caption_beam_3",
    N_("ms a photo, beam 3"),
    ".0f",
    "lower",
    plain=N_("Milliseconds a photo"),
)


def _capabilities(_: Mapping[str, Any]) -> frozenset[Capability]:
    return frozenset({"steps"})


CAPTIONING = Task(
    name="captioning",
    purpose=N_("captions photos"),
    hashed=(WEIGHTS, VOCABULARY),
    golden={"photo": "", "caption": "", "log_probability": 0.0},
    module="pipelines.tasks.captioning.pipeline",
    tests={
        "flickr8k_test": TestSet(
            N_("Flickr8k test"),
            N_("photos"),
            1_000,
            "1ffa30c73642889beeeb1b15be20a4535c43ac675b456542019efcdac66dfda4",
        )
    },
    metrics=(
        Metric("beam.cider_d", N_("CIDEr-D"), plain=N_("Says what people say, in points")),
        *(Metric(f"beam.bleu_{n}", f"BLEU-{n}") for n in range(1, 4)),
        Metric(
            "beam.bleu_4",
            N_("BLEU-4"),
            plain=N_("Four words in a row as people wrote them, in points"),
        ),
        Metric("beam.rouge_l", N_("ROUGE-L")),
        Metric("greedy.bleu_4", N_("BLEU-4, greedy")),
        Metric("greedy.cider_d", N_("CIDEr-D, greedy")),
        Metric(
            "beam.distinct_captions",
            N_("distinct captions"),
            ",",
            plain=N_("Different captions"),
        ),
        Metric("beam.words_used", N_("words used"), ","),
        Metric(
            "beam.from_training_captions",
            N_("captions learnt by heart %"),
            better="lower",
            plain=N_("Repeats a caption that it learnt %"),
        ),
        Metric(
            "trust.out_of_distribution_noticed",
            N_("unlike photos noticed %"),
            plain=N_("Notices photos unlike all that it knows %"),
        ),
        _SPEED,
    ),
    record={
        "greedy": _CAPTIONS,
        "beam": _CAPTIONS,
        "trust": Fields({**_WORTH, "varied": Fields(_WORTH)}, {"floor": _NUMBER}),
    },
    notes=N_(
        "Five references a photo; captions and references lower case, without punctuation; beam "
        "as chosen on validation data. Sizes hold the encoders."
    ),
    features={
        "dog": Feature(N_("a dog in this sentence")),
        "person": Feature(N_("a person in this sentence")),
        "position": Feature(N_("how much was said"), graded=True),
        "number": Feature(N_("a number said")),
        "colour": Feature(N_("a colour said")),
    },
    pattern=N_("one to many"),
    speed=_SPEED,
    commands=(
        "train",
        "evaluate",
        "calibrate",
        "cells",
        "predict",
        "finetune",
        "make-encoder",
        "sheet",
        "fetch-samples",
    ),
    capabilities=_capabilities,
    parts=(
        FolderKind(
            name="encoder",
            purpose=N_("sees photos"),
            hashed=(WEIGHTS,),
            golden={},
            module="pipelines.tasks.captioning.encoder",
            notes=N_("Not scored by itself."),
        ),
    ),
)
