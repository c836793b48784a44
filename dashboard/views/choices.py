"""What the viewer chooses: a model, a text, a picture, a decoding strategy."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages
from pipelines.captioning.decoding import MAX_BEAM_WIDTH, Beam, Greedy, Sample, Strategy
from pipelines.captioning.samples import SamplePhoto
from pipelines.errors import ModelError
from pipelines.model_directory import ModelDirectory, Task

EXAMPLES = {
    "A warm review": "I went in expecting another tired family drama and came out wanting to call "
    "my sister. The two leads are wonderful together, the jokes land because they are kind, and "
    "the last ten minutes are the best I have seen all year.",
    "A change of mind": "The first half hour is dull and slow, and I almost left. But then the "
    "film finds its nerve, and from there on it is funny, touching and quietly brilliant. I am "
    "glad I stayed. Highly recommended.",
    "A disappointment": "I loved the book, the cast is great and the posters promised so much. "
    "What a waste. The script is lazy, the pacing is awful, and nobody on the screen seems to "
    "want to be there.",
    "A waste": "What a waste of a great cast.",
    "One sentence": "A clever, gripping thriller that falls apart in its last act.",
}


def choose_models(task: Task, *, several: bool = False) -> list[ModelDirectory]:
    """One model of a task, or several.

    Raises:
        ModelError: there is none.
    """
    found = {model.name: model for model in services.working_models(task)}
    if not found:
        raise ModelError(
            f"There is no {task} model in the folder models. Restore the folder from the "
            f"repository, or train one: python -m pipelines.{task}.train --help"
        )
    names = sorted(found, key=lambda name: ("lstm" not in name, name))
    if several:
        chosen = st.multiselect("Models", names, names[:4], max_selections=4, key=f"{task}-models")
        return [found[name] for name in chosen]
    name = st.selectbox("Model", names, key=f"{task}-model")
    return [found[name]]


def write_text() -> str:
    """A text, from an example or the viewer's own."""
    st.pills("Examples", list(EXAMPLES), key="example", on_change=_take_example)
    text = st.text_area(
        "Review",
        EXAMPLES["A change of mind"],
        key="text",
        height=96,
        placeholder="Write or paste a review",
        persist_state="session",
    )
    return text or ""


def _take_example() -> None:
    example = st.session_state["example"]
    if example:
        st.session_state["text"] = EXAMPLES[example]


def choose_picture() -> SamplePhoto | None:
    """A sample, an uploaded picture, or one from the camera; None until there is one."""
    source = st.segmented_control(
        "Photo from", ["Samples", "Upload", "Camera"], default="Samples", required=True
    )
    if source == "Upload":
        file = st.file_uploader("A photo", type="image", max_upload_size=30)
        return SamplePhoto("Your photo", file.getvalue()) if file else None
    if source == "Camera":
        shot = st.camera_input("A photo")
        return SamplePhoto("Your photo", shot.getvalue()) if shot else None
    samples = {sample.name: sample for sample in services.sample_photos()}
    return samples[st.selectbox("Sample", list(samples))]


def show_picture(picture: SamplePhoto) -> bool:
    """The picture with what people wrote under it, where known; False where it cannot be used."""
    with problems_as_messages():
        st.image(services.preview(picture.data), alt=picture.name, width="stretch")
        _show_captions(picture.captions)
        return True
    return False


def _show_captions(captions: Sequence[str]) -> None:
    if not captions:
        st.caption(
            "The models learnt from photos of people and dogs outdoors. Of other pictures they say "
            "something fluent and often wrong."
        )
        return
    with st.expander("What people wrote"):
        for caption in captions:
            st.markdown(f"- {plain(caption)}")


def choose_strategy(model: ModelDirectory) -> Strategy:
    """Beam, greedy or sampling; the beam starts as it was chosen for ``model`` on validation data.

    Raises:
        ModelError: the model's description lacks its beam.
    """
    kind = st.segmented_control(
        "Strategy", ["Beam", "Greedy", "Sample"], default="Beam", required=True
    )
    if kind == "Greedy":
        return Greedy()
    if kind == "Sample":
        return Sample(
            temperature=st.slider("Temperature", 0.1, 2.0, 1.0, 0.1),
            top_k=st.slider("Top-k (0: all words)", 0, 100, 0),
            top_p=st.slider("Top-p", 0.05, 1.0, 0.9, 0.05),
            seed=st.number_input("Seed", 0, 2**32 - 1, 1),
        )
    own = model.section("decoding")
    return Beam(
        width=st.slider("Width", 1, MAX_BEAM_WIDTH, int(own.get("width", Beam.width))),
        length_exponent=st.slider(
            "Length exponent",
            0.0,
            2.0,
            float(own.get("length_exponent", Beam.length_exponent)),
            0.1,
        ),
    )
