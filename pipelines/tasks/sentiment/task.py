"""Many to one: a review is read word by word, and each word may change the opinion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.messages import N_
from pipelines.models.files import VOCABULARY, WEIGHTS
from pipelines.models.records import Fields, Named, Number, Rows
from pipelines.task import Capability, Feature, Metric, Task, TestSet

_NUMBER, _SHARE, _COUNT = Number(), Number(0, 1), Number(0, whole=True)
_MAYBE, _SIZE, _UP = Number(null=True), Number(0), Number(0, whole=True, null=True)
_TEST = Fields(
    {
        "accuracy": _NUMBER,
        "f1": _NUMBER,
        "calibration_error": _NUMBER,
        "confusion": Rows(Rows(_COUNT, 2), 2),
        "reliability": Rows(Fields({"said": _SHARE, "came_true": _SHARE, "texts": _COUNT})),
        "levels": Named(Fields({"coverage": _NUMBER, "accuracy": _MAYBE})),
        "by_length": Rows(
            Fields({"from": _COUNT, "to": _UP, "accuracy": _NUMBER, "texts": _COUNT})
        ),
    },
    {"roc_auc": _MAYBE, "accuracy_interval": Rows(_NUMBER, 2), "texts": _COUNT},
)
_OPINIONS = Fields({"accuracy": _NUMBER, "accuracy_interval": Rows(_NUMBER, 2), "texts": _COUNT})
# The one score of speed that models without steps have, too.
_SPEED = Metric(
    "reviews_a_second.batch_1",
    N_("reviews a second, one by one"),
    ",",
    plain=N_("Reviews a second"),
)


def _capabilities(config: Mapping[str, Any]) -> frozenset[Capability]:
    """What a model can do by its architecture; a baseline takes its text at once."""
    found: dict[str, frozenset[Capability]] = {
        "recurrent": frozenset({"steps", "what-if"}),
        "window": frozenset({"steps"}),
    }
    return found.get(str(config.get("architecture")), frozenset())


SENTIMENT = Task(
    name="sentiment",
    purpose=N_("reads reviews"),
    hashed=(WEIGHTS, VOCABULARY),
    golden={"text": "", "probabilities": [0.0]},
    module="pipelines.tasks.sentiment.pipeline",
    tests={
        "imdb_test": TestSet(
            N_("IMDB test"),
            N_("reviews"),
            25_000,
            "98a4d0046d9d35962dd03725d7ff3512e5d99dd3c095086b49049bddc0756904",
        ),
        "sst2_test": TestSet(
            N_("SST-2 test"),
            N_("sentences"),
            1_821,
            "4b3ea73f8d39c75b988f6b80520c9942e9fd89172cf5dfc4cd2abcbe19b6717f",
        ),
    },
    metrics=(
        Metric(
            "imdb_test.accuracy",
            N_("IMDB accuracy %"),
            plain=N_("Right on reviews %"),
            elsewhere=N_("accuracy %, reviews"),
        ),
        Metric("imdb_test.f1", N_("IMDB F1 %"), elsewhere=N_("F1 %, reviews")),
        Metric("imdb_test.roc_auc", N_("IMDB ROC-AUC %"), elsewhere=N_("ROC-AUC %, reviews")),
        Metric(
            "imdb_test.calibration_error",
            N_("IMDB calibration error %"),
            better="lower",
            plain=N_("Its percentages are off by %"),
            elsewhere=N_("calibration error %, reviews"),
        ),
        Metric(
            "imdb_test.levels.clearly.coverage",
            N_("IMDB, clear answers to % of reviews"),
            elsewhere=N_("clear answers to % of reviews"),
        ),
        Metric(
            "sst2_test.accuracy",
            N_("SST-2 accuracy %"),
            plain=N_("Right on single sentences %"),
            elsewhere=N_("accuracy %, sentences"),
        ),
        Metric("sst2_test.f1", N_("SST-2 F1 %"), elsewhere=N_("F1 %, sentences")),
        Metric(
            "sst2_test.calibration_error",
            N_("SST-2 calibration error %"),
            better="lower",
            elsewhere=N_("calibration error %, sentences"),
        ),
        Metric(
            "sst2_test.levels.clearly.coverage",
            N_("SST-2, clear answers to % of sentences"),
            elsewhere=N_("clear answers to % of sentences"),
        ),
        Metric(
            "behaviour.negation.failed",
            N_("negations failed %"),
            better="lower",
            plain=N_("Fooled by a “not” %"),
        ),
        Metric("kept_back.shouts.accuracy", N_("shouts accuracy %")),
        Metric("kept_back.sentences.accuracy", N_("sentences kept back accuracy %")),
        Metric(
            "kept_back.neutral.sure",
            N_("facts called sure %"),
            better="lower",
            plain=N_("Takes a bare fact for an opinion %"),
        ),
        _SPEED,
        Metric("milliseconds.trace_250_tokens", N_("ms, trace of 250 tokens"), ".0f", "lower"),
    ),
    record={
        "imdb_test": _TEST,
        "sst2_test": _TEST,
        "behaviour": Named(Fields({"cases": _COUNT, "failed": _NUMBER})),
        "kept_back": Fields(
            {
                "sentences": _OPINIONS,
                "shouts": _OPINIONS,
                "neutral": Fields({"sure": _NUMBER, "texts": _COUNT}),
                "refused": _COUNT,
            }
        ),
        "gradient_by_distance": Rows(_SIZE),
        "reviews_a_second": Named(_SIZE),
    },
    features={
        "praise": Feature(N_("praise just read")),
        "blame": Feature(N_("blame just read")),
        "negation": Feature(N_("a negation just read")),
        "quoted": Feature(N_("quotes and brackets")),
        "position": Feature(N_("how much was read"), graded=True),
        "name": Feature(N_("a name just read")),
        "exclamation": Feature(N_("an exclamation mark just read")),
        "first_person": Feature(N_("the first person just read")),
    },
    pattern=N_("many to one"),
    speed=_SPEED,
    commands=(
        *("train", "evaluate", "calibrate", "cells", "predict"),
        *("behaviour", "make-baseline", "pretrain", "minilm", "label"),
    ),
    capabilities=_capabilities,
)
