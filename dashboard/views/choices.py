"""What the viewer chooses: a model, a text, a decoding strategy. It holds on every page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard import services
from dashboard.messages import plain
from dashboard.player.reading import MAX_LINK_CHARACTERS
from dashboard.views.address import remember
from pipelines.errors import InputError, ModelError
from pipelines.generation.strategies import MAX_BEAM_WIDTH, Beam, Greedy, Sample, Strategy
from pipelines.models.directory import ModelDirectory, Task
from pipelines.models.listing import ModelListing

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
FIRST_EXAMPLE = EXAMPLES["A change of mind"]
SHORT_EXAMPLE = EXAMPLES["A waste"]
_TEXT = "text"  # In the address, too.
_BROKEN = ":material/heart_broken:"
MAX_COMPARED = 4  # More columns are too narrow for their answers.


def choose_models(task: Task, *, several: bool = False) -> list[ModelDirectory]:
    """One model of a task, or several. Those that failed their self-check are not among them.

    Raises:
        ModelError: there is none that works.
    """
    key = f"{task}-models" if several else f"{task}-model"
    found = {one.name: one for one in _offered(task, key, MAX_COMPARED if several else 1)}
    names = list(found)
    if several:
        chosen = st.multiselect(
            "Models",
            names,
            names[:MAX_COMPARED],
            max_selections=MAX_COMPARED,
            key=key,
            bind="query-params",
        )
        return [found[name] for name in chosen]
    name = st.selectbox("Model", names, key=key, bind="query-params", label_visibility="collapsed")
    return [found[name]]


def _offered(task: Task, key: str, shown_first: int) -> list[ModelDirectory]:
    """The models to choose from; where a wanted one is broken, a message says why it is not there.

    What is about to be shown is checked at once: the wanted ones, or else the first. Of the others
    it is enough that they are not known to be broken.

    Args:
        key: of the widget, which names the wanted ones: in an address at first, then in its state.
        shown_first: how many are shown where none is wanted.
    """
    models = ordered_models(task)
    wanted = st.session_state.get(key) or st.query_params.get_all(key)
    wanted = [wanted] if isinstance(wanted, str) else wanted
    broken = {one.name: one.problem for one in services.models() if one.problem}
    checked = {one.name: services.check_now(one) for one in models if one.name in wanted}
    broken |= {name: check.message for name, check in checked.items() if not check.passed}
    for name in wanted:
        if name in broken:
            # Beside the choice, a message would push the stage away.
            st.toast(plain(f"{name} is broken: {broken[name]}"), icon=_BROKEN, duration="long")
    missing = 0 if any(check.passed for check in checked.values()) else shown_first
    offered: list[ModelDirectory] = []
    for model in models:
        if len(offered) < missing and not services.check_now(model).passed:
            continue
        if not services.has_failed(model):
            offered.append(model)
    if not offered:
        said = [f"{one.name} is broken: {services.check_now(one).message}" for one in models]
        raise ModelError(services.none_works(task, said))
    return offered


def ordered_models(task: Task) -> list[ModelDirectory]:
    """The record model first, then the LSTM that others are compared with; baselines come last.

    Raises:
        ModelError: there is none that works.
    """
    return sorted(services.working_models(task), key=_place)


def _place(model: ModelDirectory) -> tuple[int, bool, str]:
    endings = ("-best", "-lstm")
    first = next((i for i, end in enumerate(endings) if model.name.endswith(end)), len(endings))
    return first, not model.has_steps, model.name


def choose_listing() -> ModelListing:
    """One model folder of any task, in the same order; the broken ones come last.

    Raises:
        ModelError: there is no folder.
    """
    found = {listing.name: listing for listing in sorted(services.models(), key=_place_in_list)}
    if not found:
        raise ModelError(
            "The folder models holds no model. Restore it from the repository, or train one; "
            "the README says how."
        )
    name = st.selectbox(
        "Model",
        list(found),
        key="shown-model",
        persist_state="session",
        label_visibility="collapsed",
    )
    return found[name]


def _place_in_list(listing: ModelListing) -> tuple[bool, int, bool, str]:
    if listing.directory is None:
        return True, 0, False, listing.name
    return services.has_failed(listing.directory), *_place(listing.directory)


def write_text() -> str:
    """A text, from an example or the viewer's own."""
    st.pills(
        "Examples",
        list(EXAMPLES),
        key="example",
        on_change=_take_example,
        label_visibility="collapsed",
    )
    text = st.text_area(
        "Review",
        st.query_params.get(_TEXT, FIRST_EXAMPLE),
        key=_TEXT,
        height=68,
        placeholder="Write or paste a review",
        persist_state="session",
        label_visibility="collapsed",
    )
    in_address = text and text != FIRST_EXAMPLE and len(text) <= MAX_LINK_CHARACTERS
    remember(_TEXT, text if in_address else "")
    return text or ""


def put_text(text: str) -> None:
    """Have ``text`` read from the next run on."""
    st.session_state[_TEXT] = text


def _take_example() -> None:
    example = st.session_state["example"]
    if example:
        put_text(EXAMPLES[example])


def choose_strategy(model: ModelDirectory) -> Strategy:
    """Beam, greedy or sampling; the beam starts as ``model`` had it chosen on validation data."""
    kind = st.segmented_control(
        "Strategy",
        ["Beam", "Greedy", "Sample"],
        default="Beam",
        required=True,
        key="strategy",
        bind="query-params",
    )
    if kind == "Greedy":
        return Greedy()
    return _choose_sampling() if kind == "Sample" else _choose_beam(model)


def _choose_sampling() -> Sample:
    slider = partial(st.slider, bind="query-params")
    # Infinity in a link is an error where Streamlit asks for a whole number, and refused elsewhere.
    number = partial(st.number_input, step=1.0, format="%.0f", bind="query-params")
    return Sample(
        temperature=slider("Temperature", 0.1, 2.0, 1.0, 0.1, key="temperature"),
        top_k=slider("Top-k (0: all words)", 0, 100, 0, key="top-k"),
        top_p=slider("Top-p", 0.05, 1.0, 0.9, 0.05, key="top-p"),
        seed=round(number("Seed", 0.0, 2.0**32 - 1, 1.0, key="seed")),
    )


def _choose_beam(model: ModelDirectory) -> Beam:
    own = _own_beam(model)
    slider = partial(st.slider, bind="query-params")
    return replace(
        own,
        width=slider("Width", 1, MAX_BEAM_WIDTH, own.width, key=f"width-{model.name}"),
        length_exponent=slider(
            "Length exponent", 0.0, 2.0, own.length_exponent, 0.1, key=f"exponent-{model.name}"
        ),
    )


def _own_beam(model: ModelDirectory) -> Beam:
    """The beam in a model's description; where that is damaged, the model says so when asked."""
    own: Any = model.config.get("decoding")
    try:
        return Beam(int(own["width"]), float(own["length_exponent"]), int(own["unrepeated"]))
    except (TypeError, KeyError, ValueError, OverflowError, InputError):
        return Beam()
