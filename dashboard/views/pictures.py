"""Which picture the viewer chooses, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages
from dashboard.views.gallery import gallery
from pipelines.captioning.samples import SamplePhoto

_SAMPLE = "sample"


def choose_picture() -> SamplePhoto | None:
    """A sample, an uploaded picture, or one from the camera; None until there is one."""
    source = st.segmented_control(
        "Photo from",
        ["Samples", "Upload", "Camera"],
        default="Samples",
        required=True,
        key="picture-source",
        persist_state="session",
    )
    if source == "Samples":
        return _choose_sample()
    key = f"picture-{source}"
    if source == "Upload":
        st.file_uploader(
            "A photo", "image", max_upload_size=30, key=key, on_change=_keep, args=(key,)
        )
    else:
        st.camera_input("A photo", key=key, on_change=_keep, args=(key,))
    return st.session_state.get(_kept(key))


def _choose_sample() -> SamplePhoto:
    samples = {sample.name: sample for sample in services.sample_photos()}
    chosen = st.session_state.get(_SAMPLE)
    if chosen not in samples:
        chosen = next(iter(samples))
    thumbnails = {name: services.thumbnail(sample.data) for name, sample in samples.items()}
    gallery(thumbnails, chosen, "gallery", _take_sample)
    return samples[chosen]


def _take_sample() -> None:
    st.session_state[_SAMPLE] = st.session_state["gallery"].chosen


def _keep(key: str) -> None:
    # Neither widget can persist its own state from page to page.
    file = st.session_state[key]
    st.session_state[_kept(key)] = SamplePhoto("Your photo", file.getvalue()) if file else None


def _kept(key: str) -> str:
    return f"{key}-kept"


def show_picture(picture: SamplePhoto) -> bool:
    """The picture with what people wrote under it, where known; False where it cannot be used."""
    with problems_as_messages():
        with st.container(key="picture"):
            st.image(services.preview(picture.data), alt=picture.name, width="stretch")
        _show_captions(picture.captions)
        return True
    return False


def _show_captions(captions: Sequence[str]) -> None:
    if not captions:
        st.caption(
            "The models learnt from photos of people and dogs outdoors: of others they speak "
            "fluently, and often wrongly."
        )
        return
    with st.expander("What people wrote"):
        for caption in captions:
            st.markdown(f"- {plain(caption)}")
