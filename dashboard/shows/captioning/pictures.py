"""Which picture the viewer chooses, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.script.mine import offer_no_scene, offer_scene
from dashboard.script.scenes import Scene
from dashboard.shows.captioning import answers
from dashboard.shows.captioning.gallery import gallery
from dashboard.views.address import gone_back, remember
from dashboard.views.examples import offer_examples
from pipelines.errors import InputError
from pipelines.messages import N_, Message
from pipelines.tasks.captioning.samples import SamplePhoto
from pipelines.tasks.captioning.task import CAPTIONING

SAMPLE = "photo"  # In the address, too.
_SOURCE = "picture-source"
_SAMPLES, _UPLOAD, _CAMERA = N_("Samples"), N_("Upload"), N_("Camera")


def choose_source() -> str:
    """Where the picture comes from: one of the samples, a file, or the camera."""
    source = st.segmented_control(
        _("Photo from"),
        [_SAMPLES, _UPLOAD, _CAMERA],
        format_func=told,
        default=_SAMPLES,
        required=True,
        key=_SOURCE,
        persist_state="session",
        label_visibility="collapsed",
    )
    return source or _SAMPLES


def choose_picture(source: str, strip: DeltaGenerator) -> SamplePhoto:
    """An uploaded picture, or one from the camera; until there is one, the chosen sample.

    Args:
        source: what ``choose_source`` gave.
        strip: where the samples stand to be picked from.
    """
    chosen, samples = _samples()
    if source == _SAMPLES:
        with strip:
            thumbnails = {name: answers.thumbnail(one.data) for name, one in samples.items()}
            gallery(thumbnails, chosen, "gallery", _take_sample, restored=gone_back())
        return samples[chosen]
    kept = _kept(f"picture-{source}")
    # So that the field goes at once, however long the answer takes.
    with st.empty():
        if not kept:
            _ask_for_one(source)
    picture = kept or samples[chosen]
    with strip, suppress(InputError):  # Which the stage tells.
        st.image(answers.thumbnail(picture.data), plain(told(picture.name)))
    if kept:
        said = _("It stays until the page is loaded anew, and no link leads to it.")
        key = f"picture-{source}"
        strip.button(_("Another photo"), "another", said, on_click=_forget, args=(key,))
    return picture


def _ask_for_one(source: str) -> None:
    """A field for a file, or the camera: it gives way to a thumbnail of what it is given."""
    key = f"picture-{source}"
    if source == _CAMERA:
        st.camera_input(_("A photo"), key=key, on_change=_keep, args=(key,))
        return
    st.file_uploader(
        _("A photo"),
        ["image", ".heic", ".heif", ".avif"],
        max_upload_size=30,
        key=key,
        on_change=_keep,
        args=(key,),
        label_visibility="collapsed",
    )


def _samples() -> tuple[str, dict[str, SamplePhoto]]:
    """The name of the chosen sample, and all of them."""
    samples = {sample.name: sample for sample in answers.sample_photos()}
    first = next(iter(samples))
    if gone_back():
        st.session_state[SAMPLE] = st.query_params.get(SAMPLE)
    chosen = st.session_state.get(SAMPLE) or st.query_params.get(SAMPLE, first)
    if chosen not in samples:
        named = answers.named_photo(chosen)
        if not named:
            said = _("There is no photo {name:.60} here.", name=chosen)
            st.toast(plain(said), duration="long")
        chosen, samples = (named.name, {named.name: named} | samples) if named else (first, samples)
    remember(SAMPLE, "" if chosen == first else chosen)
    offer_examples(list(samples), chosen, put_photo)
    return chosen, samples


def _take_sample() -> None:
    st.session_state[SAMPLE] = st.session_state["gallery"].chosen


def put_photo(name: str) -> None:
    """Have the sample or test photo of that name put into words from the next run on."""
    st.session_state[SAMPLE] = name
    if st.session_state.get(_SOURCE) != _SAMPLES:
        st.session_state[_SOURCE] = _SAMPLES


def put_upload(name: str, data: bytes) -> None:
    """Have a photo put into words from the next run on, as if it had been uploaded there."""
    st.session_state[_SOURCE] = _UPLOAD
    st.session_state[f"picture-{_UPLOAD}-kept"] = SamplePhoto(name, data)


def _keep(key: str) -> None:
    # Neither widget can persist its own state from page to page.
    _forget(key)
    if file := st.session_state[key]:
        name = file.name if key == f"picture-{_UPLOAD}" else N_("Your photo")
        st.session_state[f"{key}-kept"] = SamplePhoto(name, file.getvalue())


def _forget(key: str) -> None:
    st.session_state.pop(f"{key}-kept", None)


def _kept(key: str) -> SamplePhoto | None:
    kept: SamplePhoto | None = st.session_state.get(f"{key}-kept")
    return kept


def in_link() -> bool:
    """Whether the address can name the chosen picture: an upload does not fit into it."""
    return st.session_state.get(_SOURCE) == _SAMPLES


def offer_as_scene(models: Iterable[str], picture: SamplePhoto, without: str = "") -> None:
    """Let what is on stage be added to a script, which knows photos by their names.

    Args:
        without: as ``offer_scene`` takes it.
    """
    if in_link():
        offer_scene(Scene(CAPTIONING.name, tuple(models), picture.name), without)
        return
    offer_no_scene(
        Message("A script names its photos, and yours is nowhere but here. Choose a sample.")
    )


def show_human_captions(captions: Sequence[str]) -> None:
    """What people wrote of a picture, where known."""
    if not captions:
        return
    with st.expander(_("What people wrote")):
        for caption in captions:
            st.markdown(f"- {plain(caption)}")
