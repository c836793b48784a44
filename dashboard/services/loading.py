"""Models, loaded and checked once for all viewers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from dashboard.services.folders import Stamp
from dashboard.services.verdicts import Check, note
from pipelines.errors import ModelError, PipelineError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.records import why_nothing_learnt


def pipeline(path: str, stamp: Stamp) -> Any:
    """The model in ``path``, of whatever kind, that answers as it did when it was saved.

    Its verdict is noted anew each time: files may come back whose model was loaded before.

    Raises:
        ModelError: it does not, or its folder is damaged.
    """
    try:
        loaded = _loaded(path, stamp)
    except PipelineError as error:
        note((path, stamp), Check(False, error.message))
        raise
    note((path, stamp), Check(True, loaded.said))
    return loaded.pipeline


def _require_learnt(directory: ModelDirectory) -> None:
    try:
        said = why_nothing_learnt(directory.history())
    except ModelError:
        return  # A damaged history is named where it is drawn.
    if said:
        raise ModelError("{model} is not offered. {reason}", model=directory.name, reason=said)


class _Loaded(NamedTuple):
    pipeline: Any
    said: Message


# A self-check asks for every model once; a page should find its own still there afterwards.
@st.cache_resource(max_entries=48, show_spinner=False)
def _loaded(path: str, stamp: Stamp) -> _Loaded:
    folder = Path(path)
    directory = ModelDirectory.open(folder)
    _require_learnt(directory)
    kind = directory.kind
    found = kind.load(folder)
    return _Loaded(found, kind.self_check(folder, found))
