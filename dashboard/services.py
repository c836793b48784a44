"""The only cached functions: every page gets models and answers here.

A cache key holds a stamp of the model's files, so a folder that is added, retrained or repaired
counts at once. Pipelines, and torch with them, are imported when first needed.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from pipelines.captioning.decoding import Strategy
from pipelines.captioning.images import decode_image
from pipelines.captioning.results import Caption
from pipelines.captioning.samples import SamplePhoto, flickr_samples, free_samples
from pipelines.errors import PipelineError
from pipelines.model_directory import ModelDirectory, ModelListing, Task, list_models
from pipelines.sentiment.results import SentimentTrace

if TYPE_CHECKING:
    from pipelines.captioning.pipeline import CaptionPipeline
    from pipelines.sentiment.pipeline import SentimentPipeline

MODELS = Path(__file__).parents[1] / "models"
PREVIEW_SIDE = 640
Stamp = tuple[tuple[str, int, int], ...]


def models(task: Task | None = None) -> list[ModelListing]:
    """The model folders, read anew at each call."""
    return list_models(MODELS, task)


def working_models(task: Task) -> list[ModelDirectory]:
    """The models of a task whose description could be read."""
    return [listing.directory for listing in models(task) if listing.directory]


def trace(model: str, text: str) -> SentimentTrace:
    """The opinion of a model after every word of ``text``.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _trace(str(MODELS / model), _stamp(MODELS / model), text)


def caption(model: str, picture: bytes, strategy: Strategy | None) -> Caption:
    """The caption of an encoded picture by ``strategy`` or the model's own beam, with all steps.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    return _caption(str(MODELS / model), _stamp(MODELS / model), picture, strategy)


@st.cache_data(max_entries=64, show_spinner=False)
def preview(picture: bytes) -> Image.Image:
    """The picture in its own proportions, small enough to send to a browser.

    Raises:
        InputError: the picture cannot be used.
    """
    image = decode_image(picture)
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return image


@st.cache_data(max_entries=1, show_spinner=False)
def sample_photos() -> list[SamplePhoto]:
    """Flickr8k's where they are at hand, then the free ones."""
    return flickr_samples() + free_samples()


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
    future = _started_check(str(model.path), model.task, _stamp(model.path))
    if not future.done():
        return Check(None, "Being checked.")
    return future.result()


@st.cache_resource(max_entries=8, show_spinner=False)
def _sentiment_pipeline(path: str, stamp: Stamp) -> SentimentPipeline:
    from pipelines.sentiment.pipeline import SentimentPipeline

    return SentimentPipeline.load(Path(path))


@st.cache_resource(max_entries=8, show_spinner=False)
def _caption_pipeline(path: str, stamp: Stamp) -> CaptionPipeline:
    from pipelines.captioning.pipeline import CaptionPipeline

    return CaptionPipeline.load(Path(path))


# A trace of the longest text takes 90 MB, so few are kept.
@st.cache_data(max_entries=12, show_spinner="Reading …")
def _trace(path: str, stamp: Stamp, text: str) -> SentimentTrace:
    return _sentiment_pipeline(path, stamp).trace(text)


@st.cache_data(max_entries=32, show_spinner="Looking …")
def _caption(path: str, stamp: Stamp, picture: bytes, strategy: Strategy | None) -> Caption:
    from pipelines.captioning.images import read_image

    return _caption_pipeline(path, stamp).caption(read_image(picture), strategy)


@st.cache_resource(max_entries=64, show_spinner=False)
def _started_check(path: str, task: str, stamp: Stamp) -> Future[Check]:
    return _background().submit(_run_check, Path(path), task)


@st.cache_resource(show_spinner=False)
def _background() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="self-check")


def _run_check(path: Path, task: str) -> Check:
    try:
        if task == "sentiment":
            from pipelines.sentiment.pipeline import self_check
        elif task == "captioning":
            from pipelines.captioning.pipeline import self_check
        else:
            from pipelines.captioning.encoder import self_check
        return Check(True, self_check(path))
    except PipelineError as error:
        return Check(False, str(error))
    except Exception as error:  # noqa: BLE001  Whatever lies in a folder, the list of models must stand.
        return Check(False, f"{path.name} cannot be checked: {error!r}. Restore its folder.")


def _stamp(path: Path) -> Stamp:
    """Name, size and time of every file of a model folder, and of the encoders beside it."""
    folders = [path, *sorted(MODELS.glob("encoder-*"))]
    files = (file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir()))
    stats = ((file.name, file.stat()) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
