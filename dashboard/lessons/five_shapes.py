"""Karpathy's five shapes of a sequence, each with a small live example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import streamlit as st

from dashboard import services
from dashboard.charts.results import bars
from dashboard.charts.shapes import CLICKED, Shape, shapes
from dashboard.language import _, told
from dashboard.lessons.figure import chosen, note, on_stage, perform, show, show_photo, tell
from dashboard.lessons.lesson import HOCHREITER, KARPATHY, Lesson, Question, Step
from dashboard.lessons.readings import in_percent
from dashboard.show import Show
from dashboard.shows import SHOWS
from dashboard.shows.captioning import answers as captions
from dashboard.views.choices import ordered_models
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.captioning.results import SeenClass

_ONE_TO_ONE = N_("one to one")
_FIVE = {
    _ONE_TO_ONE: Shape(1, {0}, {0}),
    N_("one to many"): Shape(3, {0}, {0, 1, 2}),
    N_("many to one"): Shape(3, {0, 1, 2}, {2}),
    N_("many to many"): Shape(5, {0, 1, 2}, {2, 3, 4}),
    N_("synced many to many"): Shape(3, {0, 1, 2}, {0, 1, 2}),
}
_FIRST = "many to one"
_HALF = 0.5


def _choose() -> str:
    name = st.segmented_control(
        _("Choose one, and it runs."),
        list(_FIVE),
        default=_FIRST,
        format_func=told,
        required=True,
        key="shape",
    )
    return name or _FIRST


def _take_clicked() -> None:
    titles = {told(name): name for name in _FIVE}
    clicked = st.session_state["shapes"]["selection"].get(CLICKED)
    if clicked and clicked[0]["title"] in titles:
        st.session_state["shape"] = titles[clicked[0]["title"]]


def _all() -> None:
    name = chosen(_FIRST, _choose)
    _picture(name, key="shapes", on_select=_take_clicked, selection_mode=CLICKED)
    note(_("Below: what comes in. In the middle: the cell. Above: what goes out."))
    if not on_stage():
        _perform(name)


def _shape(name: str) -> Callable[[], None]:
    """Draws a shape, and what has it; on a stage there is room for this alone."""

    def draw() -> None:
        if not on_stage():
            _picture(name)
        _perform(name)

    return draw


def _picture(name: str, **clicks: Any) -> None:
    drawn = {told(one): shape for one, shape in _FIVE.items()}
    alt = _("Five shapes of a sequence; {shape} stands out.", shape=told(name))
    show(shapes(drawn, told(name), clickable=bool(clicks)), alt, **clicks)


def _perform(name: str) -> None:
    """Small live examples of a shape; on a stage the first one.

    Raises:
        PipelineError: the model of it is not there, or damaged.
    """
    able = [one for one in SHOWS.values() if one.task.pattern == name]
    if name == _ONE_TO_ONE:
        _name_a_photo()
    elif on_stage() and able and able[0].scene:
        perform(able[0].scene([_working(able[0].task.name).name], ""))
    else:
        _open(able)


def _open(able: Sequence[Show]) -> None:
    columns = st.columns(min(2, len(able)) or 1)
    for place, one in enumerate(able):
        with columns[place % 2]:
            one.opening(_working(one.task.name))
    if not able:
        st.info(_("No model of this shape is here yet."), icon=":material/info:")


def _working(task: str) -> ModelDirectory:
    """The first model of a task that has steps and works.

    Raises:
        ModelError: there is none.
    """
    models = ordered_models(SHOWS[task].task)
    able = (one for one in models if "steps" in one.capabilities)
    return next((one for one in able if services.check_now(one).passed), models[0])


def _seen() -> list[SeenClass]:
    photo = captions.sample_photos()[0]
    return captions.seen_classes(_working("captioning").name, photo.data)


def _name_a_photo() -> None:
    photo, seen = captions.sample_photos()[0], _seen()
    places = [nullcontext()] * 2 if on_stage() else st.columns([1, 2], vertical_alignment="center")
    with places[0]:
        show_photo(captions.preview(photo.data, told(photo.name)), told(photo.name))
    with places[1]:
        said = _("{name}, {share}", name=seen[0].name, share=in_percent(seen[0].probability))
        tell(said)
        show(bars({one.name: one.probability for one in seen}).properties(height=190), said)
        note(_("The encoder alone: a photo comes in, a name goes out, nothing is handed on."))


def _sureness() -> int:
    return 0 if _seen()[0].probability > _HALF else 1


FIVE_SHAPES = Lesson(
    "shapes",
    N_("Five shapes of a sequence"),
    (
        Step(
            N_(
                "What comes in and what goes out may be one thing, or many in a row. That makes "
                "five shapes, and a recurrent network can take each."
            ),
            _all,
        ),
        Step(
            N_(
                "One to one needs no memory: a photo comes in, the encoder tells what it takes it "
                "for, and that is all."
            ),
            _shape("one to one"),
            Question(
                N_("A photo comes in. How sure is the encoder of its first name for it?"),
                (N_("surer of it than of all else together"), N_("less sure than that")),
                _sureness,
            ),
        ),
        Step(
            N_(
                "One to many: the photo comes in once, and words go out until the network says "
                "that it has ended. Each word that it wrote comes in again."
            ),
            _shape("one to many"),
        ),
        Step(
            N_(
                "Many to one: words come in, and the answer is read at the end. On the way there "
                "is an answer so far."
            ),
            _shape("many to one"),
        ),
        Step(
            N_(
                "Many to many: a whole sequence is read first, then another one is written, as in "
                "translation."
            ),
            _shape("many to many"),
        ),
        Step(
            N_("Synced many to many: to each thing that comes in, one goes out, in step."),
            _shape("synced many to many"),
        ),
    ),
    "captioning",
    (KARPATHY, HOCHREITER),
)
