"""What captioners say of a picture, and why; pictures as a browser shows them."""

from __future__ import annotations

import base64
import io
import threading
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from PIL import Image, ImageOps

from dashboard.language import _
from dashboard.player.tree import spoken_branches, spoken_words
from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from dashboard.services.work import Work, result_of
from pipelines.errors import InputError
from pipelines.generation.results import Hypothesis
from pipelines.generation.strategies import Constraints, Strategy
from pipelines.layers.traces import LayerTrace
from pipelines.pictures.covering import Rectangle, covered
from pipelines.pictures.images import decode_image, prepare
from pipelines.tasks.captioning.results import Caption, SeenClass
from pipelines.tasks.captioning.samples import (
    SamplePhoto,
    flickr_photo,
    flickr_samples,
    free_samples,
)

if TYPE_CHECKING:
    from pipelines.tasks.captioning.pipeline import CaptionPipeline, Features

PREVIEW_SIDE = 640
_DECODING = threading.Lock()
THUMBNAIL_SIDE = 144  # Twice what a page takes for it, so that it stays sharp on fine screens.


def caption(
    model: str, picture: bytes, strategy: Strategy | None, cover: Rectangle | None = None
) -> Caption:
    """The caption of an encoded picture by ``strategy`` or the model's own beam, with all steps.

    Args:
        cover: the part of the picture that the model does not see.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    key, free = (*asked(model), picture, cover), None
    with st.spinner(_("Looking …")):
        if strategy and strategy.constraints:
            without = replace(strategy, constraints=Constraints())
            free = _caption(*key, without, None).hypothesis
        return _caption(*key, strategy, free)


def memory_parts(model: str, caption: Caption) -> np.ndarray | None:
    """What the photo's part of the memory of a model, and that of each word, give the next word.

    Args:
        caption: by this model.

    Returns:
        ``(T, T + 1)``: of the photo, of the start and of each word; None of a memory without parts.

    Raises:
        PipelineError: the model is damaged.
    """
    from pipelines.tasks.captioning.memory import answer_parts

    pipeline = _pipeline(*asked(model))
    top = [branch.layers[-1] for branch in spoken_branches(caption)]
    following = pipeline.vocabulary.encode(spoken_words(caption.hypothesis))
    return answer_parts(pipeline.decoder, LayerTrace.joined(top, np.stack), following)


def occlusion(
    model: str, picture: bytes, cover: Rectangle | None, said: tuple[str, ...], *, stop: str
) -> np.ndarray:
    """How much each of the words ``said`` hangs on each part of the picture, ``(T, 7, 7)``.

    Args:
        cover: the part that the model does not see anyway.
        stop: the key of the toggle that asks for it, to be switched off by who waits no longer.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    start = partial(_occlusion, *asked(model), picture, cover, said)
    return result_of(start, _("Covering one part after another …"), stop)


def seen_classes(model: str, picture: bytes) -> list[SeenClass]:
    """What the image encoders of a captioner alone take the picture for.

    Raises:
        PipelineError: the picture cannot be used, or the model is damaged.
    """
    with st.spinner(_("Looking …")):
        return _seen_classes(*asked(model), picture)


def preview(picture: bytes, name: str = "") -> str:
    """The picture in its own proportions, as the address of a JPEG in itself.

    Raises:
        InputError: the picture cannot be used; the message calls it by its name, if it has one.
    """
    return _opened(picture, name)[1]


@st.cache_data(max_entries=64, show_spinner=False)
def thumbnail(picture: bytes) -> str:
    """A small square of the picture, without its edges, as the address of a JPEG in itself.

    Raises:
        InputError: the picture cannot be used.
    """
    return _address(ImageOps.fit(decode_image(picture), (THUMBNAIL_SIDE, THUMBNAIL_SIDE)))


@st.cache_data(max_entries=8, show_spinner=False)
def thumbnails_of(names: tuple[str, ...]) -> list[str | None]:
    """Those of photos of the test part; None where one is not at hand, or cannot be used."""
    return [_thumbnail_of(flickr_photo(name)) for name in names]


def _thumbnail_of(photo: SamplePhoto | None) -> str | None:
    with suppress(InputError):
        return thumbnail(photo.data) if photo else None
    return None


def _address(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


@st.cache_data(max_entries=1, show_spinner=False)
def sample_photos() -> list[SamplePhoto]:
    """Flickr8k's where they are at hand, then the free ones."""
    return flickr_samples() + free_samples()


@st.cache_data(max_entries=8, show_spinner=False)
def named_photo(name: str) -> SamplePhoto | None:
    """A photo of the test part beyond the samples, where the data is at hand."""
    return flickr_photo(name)


def _pipeline(path: str, stamp: Stamp) -> CaptionPipeline:
    found: CaptionPipeline = pipeline(path, stamp)
    return found


@st.cache_data(max_entries=32, show_spinner=False)
def _caption(
    path: str,
    stamp: Stamp,
    picture: bytes,
    cover: Rectangle | None,
    strategy: Strategy | None,
    _free: Hypothesis | None,
) -> Caption:
    features = _features(path, stamp, picture, cover)
    caption = _pipeline(path, stamp).caption_features(features, strategy, _free)
    return replace(caption, covered=cover)


# To see takes as long as to write, and does not hang on how a caption is searched for.
@st.cache_resource(max_entries=64, show_spinner=False)
def _features(path: str, stamp: Stamp, picture: bytes, cover: Rectangle | None) -> Features:
    return _pipeline(path, stamp).encode([_seen(picture, cover)])


@st.cache_resource(max_entries=32, show_spinner=False)
def _occlusion(
    path: str, stamp: Stamp, picture: bytes, cover: Rectangle | None, said: tuple[str, ...]
) -> Work[np.ndarray]:
    from pipelines.tasks.captioning.occlusion import occlusion

    return Work(occlusion(_pipeline(path, stamp), _seen(picture, cover), said))


@st.cache_data(max_entries=32, show_spinner=False)
def _seen_classes(path: str, stamp: Stamp, picture: bytes) -> list[SeenClass]:
    from pipelines.tasks.captioning.encoder import seen_classes

    return seen_classes(Path(path), _opened(picture)[0])


def _seen(picture: bytes, cover: Rectangle | None) -> Image.Image:
    """What the encoder is given."""
    image = _opened(picture)[0]
    return covered(image, cover.box(*image.size)) if cover else image


# Every model and strategy sees the same pixels, and a large photo takes longer to decode than to
# caption. One at a time: the largest take half a gigabyte while they are decoded.
@st.cache_data(max_entries=64, show_spinner=False)
def _opened(picture: bytes, _name: str = "") -> tuple[Image.Image, str]:
    """The picture as the encoder sees it, and its preview."""
    with _DECODING:
        image = decode_image(picture, _name)
    prepared = prepare(image)
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return prepared, _address(image)
