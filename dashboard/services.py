"""The only cached functions: every page gets models and answers here.

A cache key holds a stamp of the model's files, so a folder that is added, retrained or repaired
counts at once. Pipelines, and torch with them, are imported when first needed.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import streamlit as st
from PIL import Image, ImageOps

from pipelines.captioning import comparison as captioning_comparison
from pipelines.captioning.images import decode_image, stretch
from pipelines.captioning.results import Caption, SeenClass
from pipelines.captioning.samples import SamplePhoto, flickr_samples, free_samples
from pipelines.captioning.strategies import Strategy
from pipelines.errors import ModelError, PipelineError
from pipelines.model_directory import CONFIG, ModelDirectory, ModelListing, Task, list_models
from pipelines.sentiment.comparison import Comparison, compare, load_predictions
from pipelines.sentiment.edits import Flip
from pipelines.sentiment.edits import smallest_flip as smallest_flip_of
from pipelines.sentiment.results import LayerStates, SentimentResult, SentimentTrace

if TYPE_CHECKING:
    from pipelines.captioning.pipeline import CaptionPipeline
    from pipelines.sentiment.pipeline import SentimentPipeline

MODELS = Path(__file__).parents[1] / "models"
PREVIEW_SIDE = 640
THUMBNAIL_SIDE = 144  # Twice what a page takes for it, so that it stays sharp on fine screens.
Stamp = tuple[tuple[str, int, int], ...]


def models() -> list[ModelListing]:
    """The model folders, read anew at each call. One for an unknown task counts as broken."""
    return [_of_known_task(listing) for listing in list_models(MODELS)]


def working_models(task: Task) -> list[ModelDirectory]:
    """The models of a task whose description could be read.

    Raises:
        ModelError: there is none; if folders are broken, it says which, and why.
    """
    listings = models()
    found = [one.directory for one in listings if one.directory and one.directory.task == task]
    if found:
        return found
    broken = [f"{one.name} is broken: {one.problem}" for one in listings if one.problem]
    raise ModelError(
        " ".join([f"There is no working {task} model in the folder models.", *broken])
        + " Restore the folder from the repository, or train a model: "
        f"python -m pipelines.{task}.train --help"
    )


def answer(model: str, text: str) -> SentimentResult:
    """The opinion of a model on ``text`` as a whole.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _answer(str(MODELS / model), _stamp(MODELS / model), text)


def trace(model: str, text: str, *, read_anew: bool = False) -> SentimentTrace:
    """The opinion of a model after every word of ``text``.

    Args:
        read_anew: of a model that reads from both ends, also get the answers at some prefixes.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _trace(str(MODELS / model), _stamp(MODELS / model), text, read_anew)


def word_effects(
    model: str, text: str, tokens: int
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Which words the answer hangs on, in pieces, so that a page can say how far it is, and stop.

    Args:
        tokens: how many the text has.

    Yields:
        The share that is done; what the answer loses without each token, in points of probability,
        ``(T,)``, NaN where that is still to be asked; and its integrated gradient, ``(T,)``.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    from pipelines.sentiment.explanations import SEGMENTS, words_at_once

    asked = str(MODELS / model), _stamp(MODELS / model), text
    cuts = range(0, tokens, words_at_once(tokens))
    pieces = len(cuts) + SEGMENTS
    without, gradients = np.full(tokens, np.nan), np.zeros(tokens)
    for done, cut in enumerate(cuts, start=1):
        stop = min(cut + cuts.step, tokens)
        without[cut:stop] = _left_out(*asked, cut, stop)
        yield done / pieces, without, gradients
    for segment in range(SEGMENTS):
        gradients = gradients + _integrated_gradients(*asked, segment)
        yield (len(cuts) + segment + 1) / pieces, without, gradients


def smallest_flip(model: str, text: str) -> Flip:
    """The least change that turns the answer, as far as it was looked for.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _smallest_flip(str(MODELS / model), _stamp(MODELS / model), text)


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(paths: tuple[str, str], stamps: tuple[Stamp, Stamp], test: str) -> Comparison:
    first, second = (load_predictions(Path(path), test) for path in paths)
    if not np.array_equal(first[1], second[1]):
        names = " and ".join(Path(path).name for path in paths)
        raise ModelError(f"{names} were scored on different texts. Score both again.")
    return compare(first[0], second[0], first[1])


def comparison(first: str, second: str, test: str) -> Comparison:
    """McNemar's test of two models on a test set.

    Raises:
        ModelError: one of them was not scored on it.
    """
    paths = (MODELS / first, MODELS / second)
    return _compared((str(paths[0]), str(paths[1])), (_stamp(paths[0]), _stamp(paths[1])), test)


@st.cache_data(max_entries=64, show_spinner=False)
def _captions_compared(
    paths: tuple[str, str], stamps: tuple[Stamp, Stamp]
) -> dict[str, captioning_comparison.Difference]:
    first, second = (captioning_comparison.load_predictions(Path(path)) for path in paths)
    return captioning_comparison.compare(first.scores, second.scores)


def caption_comparison(first: str, second: str) -> dict[str, captioning_comparison.Difference]:
    """The paired bootstrap of two captioners, each by its own beam, for each score.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    paths = (MODELS / first, MODELS / second)
    return _captions_compared((str(paths[0]), str(paths[1])), (_stamp(paths[0]), _stamp(paths[1])))


def caption(model: str, picture: bytes, strategy: Strategy | None) -> Caption:
    """The caption of an encoded picture by ``strategy`` or the model's own beam, with all steps.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    return _caption(str(MODELS / model), _stamp(MODELS / model), picture, strategy)


def occlusion(model: str, picture: bytes, said: tuple[str, ...]) -> np.ndarray:
    """How much each of the words ``said`` hangs on each part of the picture, ``(T, 7, 7)``.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    return _occlusion(str(MODELS / model), _stamp(MODELS / model), picture, said)


def seen_classes(model: str, picture: bytes) -> list[SeenClass]:
    """What the image encoder of a captioner alone takes the picture for.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    return _seen_classes(str(MODELS / model), _stamp(MODELS / model), picture)


@st.cache_data(max_entries=64, show_spinner=False)
def preview(picture: bytes) -> str:
    """The picture in its own proportions, as the address of a JPEG in itself.

    Raises:
        InputError: the picture cannot be used.
    """
    image = decode_image(picture)
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return _address(image)


@st.cache_data(max_entries=64, show_spinner=False)
def thumbnail(picture: bytes) -> str:
    """A small square of the picture, without its edges, as the address of a JPEG in itself.

    Raises:
        InputError: the picture cannot be used.
    """
    return _address(ImageOps.fit(decode_image(picture), (THUMBNAIL_SIDE, THUMBNAIL_SIDE)))


def _address(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


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


# A self-check asks for every model once; a page should find its own still there afterwards.
@st.cache_resource(max_entries=32, show_spinner=False)
def _sentiment_pipeline(path: str, stamp: Stamp) -> SentimentPipeline:
    from pipelines.sentiment.pipeline import SentimentPipeline

    return SentimentPipeline.load(Path(path))


@st.cache_resource(max_entries=8, show_spinner=False)
def _caption_pipeline(path: str, stamp: Stamp) -> CaptionPipeline:
    from pipelines.captioning.pipeline import CaptionPipeline

    return CaptionPipeline.load(Path(path))


# Of 192 LSTM units, a trace of 250 tokens takes 0.6 MB and the longest, of 100,000 tokens, 231 MB.
# Kept as they are: to unpickle such a trace at every movement of the slider took 0.4 s.
@st.cache_resource(max_entries=4, show_spinner="Reading …")
def _trace(path: str, stamp: Stamp, text: str, read_anew: bool) -> SentimentTrace:
    pipeline = _sentiment_pipeline(path, stamp)
    trace = pipeline.trace(text)
    if read_anew:
        trace = replace(trace, probabilities=pipeline.answers_so_far(text))
    trace.probabilities.setflags(write=False)
    return replace(trace, layers=tuple(_kept(layer) for layer in trace.layers))


@st.cache_data(max_entries=64, show_spinner="Reading …")
def _answer(path: str, stamp: Stamp, text: str) -> SentimentResult:
    return _sentiment_pipeline(path, stamp).predict([text])[0]


@st.cache_data(max_entries=512, show_spinner=False)
def _left_out(path: str, stamp: Stamp, text: str, start: int, stop: int) -> np.ndarray:
    from pipelines.sentiment import explanations

    return explanations.left_out(_sentiment_pipeline(path, stamp), text, start, stop)


@st.cache_data(max_entries=128, show_spinner=False)
def _integrated_gradients(path: str, stamp: Stamp, text: str, segment: int) -> np.ndarray:
    from pipelines.sentiment import explanations

    return explanations.integrated_gradients(_sentiment_pipeline(path, stamp), text, segment)


@st.cache_data(max_entries=64, show_spinner="Trying one change after another …")
def _smallest_flip(path: str, stamp: Stamp, text: str) -> Flip:
    return smallest_flip_of(_sentiment_pipeline(path, stamp), text)


def _kept(layer: LayerStates) -> LayerStates:
    """States and gates in half precision, which is finer than any page shows them."""
    cell = None if layer.cell is None else _half(layer.cell)
    gates = {name: _half(gate) for name, gate in layer.gates.items()}
    return LayerStates(_half(layer.hidden), cell, gates)


def _half(values: np.ndarray) -> np.ndarray:
    half = values.astype(np.float16)
    half.setflags(write=False)  # All viewers share it.
    return half


@st.cache_data(max_entries=32, show_spinner="Looking …")
def _caption(path: str, stamp: Stamp, picture: bytes, strategy: Strategy | None) -> Caption:
    return _caption_pipeline(path, stamp).caption(_stretched(picture), strategy)


@st.cache_data(max_entries=32, show_spinner="Covering one part after another …")
def _occlusion(path: str, stamp: Stamp, picture: bytes, said: tuple[str, ...]) -> np.ndarray:
    from pipelines.captioning.occlusion import occlusion

    return occlusion(_caption_pipeline(path, stamp), _stretched(picture), said)


@st.cache_data(max_entries=32, show_spinner="Looking …")
def _seen_classes(path: str, stamp: Stamp, picture: bytes) -> list[SeenClass]:
    from pipelines.captioning.pipeline import seen_classes

    return seen_classes(Path(path), _stretched(picture))


# Every model and strategy sees the same pixels, and a large photo takes longer to decode than to
# caption. The preview is apart from it, because stretching has to wait for torch.
@st.cache_data(max_entries=64, show_spinner=False)
def _stretched(picture: bytes) -> Image.Image:
    return stretch(decode_image(picture))


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

        return sentiment.self_check(folder, _sentiment_pipeline(str(folder), stamp))
    if task == "captioning":
        from pipelines.captioning import pipeline as captioning

        return captioning.self_check(folder, _caption_pipeline(str(folder), stamp))
    from pipelines.captioning import encoder

    return encoder.self_check(folder)


def _of_known_task(listing: ModelListing) -> ModelListing:
    directory = listing.directory
    if directory is None or directory.config.get("task") in get_args(Task):
        return listing
    problem = (
        f"{listing.name}/{CONFIG} has the task {directory.config.get('task')!r}, which is none of "
        f"{', '.join(get_args(Task))}. Restore the file."
    )
    return ModelListing(listing.name, None, problem)


def _stamp(path: Path) -> Stamp:
    """Name, size and time of every file of a model folder, and of the encoders beside it."""
    folders = [path, *sorted(MODELS.glob("encoder-*"))]
    return tuple(entry for folder in folders for entry in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    # What goes meanwhile, or is a link to nothing, counts as absent.
    with suppress(OSError):
        for file in sorted(folder.iterdir()):
            with suppress(OSError):
                stat = file.stat()
                yield file.name, stat.st_size, stat.st_mtime_ns
