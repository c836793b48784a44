"""What translators make of a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.generation.results import Hypothesis
from pipelines.generation.strategies import Constraints, Strategy
from pipelines.tasks.translation.reading import wished
from pipelines.tasks.translation.results import Translation

if TYPE_CHECKING:
    from pipelines.tasks.translation.pipeline import TranslationPipeline


def translation(model: str, text: str, strategy: Strategy | None) -> Translation:
    """The translation of a text by ``strategy`` or the model's own beam, with all steps.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    key, free = (*asked(model), text), None
    if strategy and strategy.constraints:
        without = replace(strategy, constraints=Constraints())
        free = _translation(*key, without, None).hypothesis
    return _translation(*key, strategy, free)


def constraints(model: str, beginning: str, banned: str) -> Constraints:
    """What a viewer wants to be said and to be avoided, in the spelling of a model.

    Raises:
        PipelineError: what was typed holds no word, or the model is damaged.
    """
    return wished(beginning, banned, _pipeline(*asked(model)).vocabulary)


def _pipeline(path: str, stamp: Stamp) -> TranslationPipeline:
    found: TranslationPipeline = pipeline(path, stamp)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _translation(
    path: str, stamp: Stamp, text: str, strategy: Strategy | None, _free: Hypothesis | None
) -> Translation:
    return _pipeline(path, stamp).translate(text, strategy, _free)
