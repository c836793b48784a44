"""Every setting of a training has bounds."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pipelines.tasks.captioning.finetune import FineTuning
from pipelines.tasks.captioning.network import CaptionConfig
from pipelines.tasks.captioning.training import CaptionTraining
from pipelines.tasks.sentiment.language import LanguageConfig, LanguageTraining
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.training import SentimentTraining
from pipelines.tasks.sentiment.window import WindowConfig
from pipelines.training.settings import Hardware

SETTINGS = (
    *(SentimentTraining, SentimentConfig, WindowConfig, LanguageTraining, LanguageConfig),
    *(CaptionTraining, CaptionConfig, FineTuning, Hardware),
)
FIELDS = [
    (kind, name)
    for kind in SETTINGS
    for name, default in vars(kind()).items()
    if isinstance(default, int | float | bool)
]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_every_setting_has_bounds(kind: type[Any], name: str) -> None:
    default = getattr(kind(), name)
    if isinstance(default, bool):
        odd: tuple[object, ...] = ("true", 1, None)
    else:
        odd = (math.nan, math.inf, -math.inf, -1e6, 10**12, 1e30, 10**400, "1", None, True, [1])
    if type(default) is int:
        odd = (*odd, 1.5, -1)
    for value in odd:
        with pytest.raises(ValueError, match=f"^{name} is .*"):
            kind(**{name: value})


@pytest.mark.parametrize("name", ["learning_rate", "batch_size", "epochs", "vocabulary_size"])
def test_nothing_of_what_is_learnt_from_may_be_zero(name: str) -> None:
    settings: dict[str, Any] = {name: 0}
    with pytest.raises(ValueError, match=f"^{name} is 0, no"):
        SentimentTraining(**settings)
