"""The self-checks of the models, one after the other in the background."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.services.captioning import caption_pipeline
from dashboard.services.folders import Stamp, asked
from dashboard.services.sentiment import sentiment_pipeline
from pipelines.errors import PipelineError
from pipelines.model_directory import ModelDirectory


@dataclass(frozen=True)
class Check:
    """How the self-check of a model stands.

    Attributes:
        passed: None while it runs.
        message: what was checked, or what is wrong.
    """

    passed: bool | None
    message: str


def check(model: ModelDirectory) -> Check:
    """The self-check of a model. The first call starts it in the background."""
    path, stamp = asked(model.path.name)
    future = _started_check(path, model.task, stamp)
    if not future.done():
        return Check(None, "Being checked.")
    return future.result()


@st.cache_resource(max_entries=64, show_spinner=False)
def _started_check(path: str, task: str, stamp: Stamp) -> Future[Check]:
    return _background().submit(_run_check, path, task, stamp)


@st.cache_resource(show_spinner=False)
def _background() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="self-check")


def _run_check(path: str, task: str, stamp: Stamp) -> Check:
    folder = Path(path)
    try:
        return Check(True, _self_check(folder, task, stamp))
    except PipelineError as error:
        return Check(False, str(error))
    except Exception as error:  # noqa: BLE001  Whatever lies in a folder, the list of models must stand.
        return Check(False, f"{folder.name} cannot be checked: {error!r}. Restore its folder.")


def _self_check(folder: Path, task: str, stamp: Stamp) -> str:
    if task == "sentiment":
        from pipelines.sentiment import pipeline as sentiment

        return sentiment.self_check(folder, sentiment_pipeline(str(folder), stamp))
    if task == "captioning":
        from pipelines.captioning import pipeline as captioning

        return captioning.self_check(folder, caption_pipeline(str(folder), stamp))
    from pipelines.captioning import encoder

    return encoder.self_check(folder)
