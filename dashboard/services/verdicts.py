"""What is known of each model by now: whether it answers as it did when it was saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from pipelines.errors import PipelineError

if TYPE_CHECKING:
    from dashboard.services.folders import Key

Pipeline = TypeVar("Pipeline")


@dataclass(frozen=True)
class Check:
    """How the self-check of a model stands.

    Attributes:
        passed: None as long as that is not known.
        message: what was checked, or what is wrong.
    """

    passed: bool | None
    message: str


NOT_YET = Check(None, "Being checked.")


def known(key: Key) -> Check:
    """What is known of a model; ``NOT_YET`` where that is nothing."""
    return _verdicts().get(key, NOT_YET)


def load_checked(
    key: Key, load: Callable[[Path], Pipeline], self_check: Callable[[Path, Pipeline], str]
) -> Pipeline:
    """A model that answers as it did when it was saved. From then on, its verdict is known.

    Raises:
        ModelError: it does not, or its folder is damaged.
    """
    path = Path(key[0])
    try:
        pipeline = load(path)
        _verdicts()[key] = Check(True, self_check(path, pipeline))
    except PipelineError as error:
        _verdicts()[key] = Check(False, str(error))
        raise
    return pipeline


@st.cache_resource(show_spinner=False)
def _verdicts() -> dict[Key, Check]:
    return {}
