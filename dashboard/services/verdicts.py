"""What is known of each model by now: whether it answers as it did when it was saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import streamlit as st

from pipelines.errors import PipelineError

if TYPE_CHECKING:
    from dashboard.services.folders import Key, Stamp

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
    """What is known of a model; ``NOT_YET`` where that is nothing, or of other files."""
    path, stamp = key
    found = _verdicts().get(path)
    return found.check if found and found.stamp == stamp else NOT_YET


def is_suspect(path: str) -> bool:
    """Whether the last check of a folder failed, be it of other files: cheaper than ``known``."""
    found = _verdicts().get(path)
    return found is not None and not found.check.passed


def load_checked(
    key: Key, load: Callable[[Path], Pipeline], self_check: Callable[[Path, Pipeline], str]
) -> Pipeline:
    """A model that answers as it did when it was saved. From then on, its verdict is known.

    Raises:
        ModelError: it does not, or its folder is damaged.
    """
    path, stamp = key
    folder = Path(path)
    try:
        pipeline = load(folder)
        _verdicts()[path] = _Verdict(stamp, Check(True, self_check(folder, pipeline)))
    except PipelineError as error:
        _verdicts()[path] = _Verdict(stamp, Check(False, str(error)))
        raise
    return pipeline


class _Verdict(NamedTuple):
    """On a folder with the files of that stamp."""

    stamp: Stamp
    check: Check


@st.cache_resource(show_spinner=False)
def _verdicts() -> dict[str, _Verdict]:
    return {}
