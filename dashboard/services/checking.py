"""The self-checks of the models, one after the other in the background, or at once."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import streamlit as st

from dashboard.language import _
from dashboard.messages import plain
from dashboard.services.folders import Key, key_of
from dashboard.services.loading import pipeline
from dashboard.services.verdicts import NOT_YET, Check, is_suspect, known
from pipelines.errors import PipelineError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory


def check(model: ModelDirectory) -> Check:
    """The self-check of a model. The first call starts it in the background."""
    key = key_of(model.path.name)
    if known(key) is not NOT_YET:
        return known(key)
    future = _started_check(key)
    return future.result() if future.done() else NOT_YET


def check_now(model: ModelDirectory) -> Check:
    """The self-check of a model that is about to be asked: it is loaded, and stays so."""
    key = key_of(model.path.name)
    if known(key) is not NOT_YET:
        return known(key)
    with st.spinner(
        _("Loading {model} …", model=plain(model.name))
    ):  # Drawn only where it takes a while.
        return _run_check(key)


def has_failed(model: ModelDirectory) -> bool:
    """Whether the self-check of a model is known to have failed by now; starts none."""
    path = str(model.path)
    return is_suspect(path) and known(key_of(model.path.name)).passed is False


@st.cache_resource(max_entries=64, show_spinner=False)
def _started_check(key: Key) -> Future[Check]:
    return _background().submit(_run_check, key)


@st.cache_resource(show_spinner=False)
def _background() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="self-check")


def _run_check(key: Key) -> Check:
    try:
        pipeline(*key)
    except PipelineError as error:
        return Check(False, error.message)
    except Exception as error:  # noqa: BLE001  Whatever lies in a folder, the list of models must stand.
        what = {"model": Path(key[0]).name, "error": repr(error)}
        said = Message("{model} cannot be checked: {error}. Restore its folder.", what)
        return Check(False, said)
    return known(key)
