"""The fields of a scene of my script, each of which holds at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard import services
from dashboard.language import _, told
from dashboard.lessons import LESSONS
from dashboard.script.mine import change
from dashboard.script.scenes import LESSON, LONGEST_SCENE, MOST_STEPS, Scene
from dashboard.shows import SHOWS
from dashboard.views.choices import MAX_COMPARED

_EDITED = "scene-edited"
_LONGEST = 20_000  # Characters of a field; what came by a file may be longer.
_HEIGHT = 110  # Pixels of a text.


def draw_fields(scene: Scene) -> None:
    """Draw what can be changed of a scene."""
    edited = _edited(scene)
    show = SHOWS.get(scene.task)
    if show:
        there = [m.name for m in services.working_models(scene.task) if "steps" in m.capabilities]
        models = list(dict.fromkeys([*there, *scene.models]))
        most = max(MAX_COMPARED, len(scene.models))
        draw = _field(edited, "models", st.multiselect, tuple)
        draw(_("Models"), list(scene.models), options=models, max_selections=most)
    if scene.task == LESSON:
        _edit_step(edited)
    else:
        _edit_given(edited, show.names() if show and show.names else [])
    left, right = st.columns(2)
    with left:
        draw = _field(edited, "stop", st.number_input)
        draw(_("Stops at step (0: at the end)"), scene.stop, min_value=0, max_value=MOST_STEPS)
        _field(edited, "inside", st.toggle)(_("Opens the inside at its end"), scene.inside)
    with right:
        draw = _field(edited, "seconds", st.number_input)
        draw(_("Seconds"), scene.seconds, min_value=1, max_value=LONGEST_SCENE)
        if show and show.hears:
            _field(edited, "room", st.toggle)(_("The room says the text"), scene.room)
    lines = "\n".join(scene.say)
    draw = _field(edited, "say", st.text_area, _lines)
    draw(_("What you say, a line each"), lines, max_chars=_longest(lines), height=_HEIGHT)


@dataclass
class _Edited:
    """The scene whose fields are drawn, as it is after what was entered in them."""

    scene: Scene
    number: int


def _edited(scene: Scene) -> _Edited:
    """Fields of another scene are other widgets, so that none takes what was entered in another.

    A click may come with what was entered just before it, and while a page is drawn.
    """
    edited: _Edited | None = st.session_state.get(_EDITED)
    if edited is None or edited.scene is not scene:
        edited = st.session_state[_EDITED] = _Edited(scene, edited.number + 1 if edited else 0)
    return edited


def _edit_step(edited: _Edited) -> None:
    scene = edited.scene

    def title(name: str) -> str:
        return told(LESSONS[name].title) if name in LESSONS else name

    names = list(dict.fromkeys([*LESSONS, scene.given]))
    draw = _field(edited, "given", st.selectbox)
    draw(_("Lesson"), scene.given, options=names, format_func=title)
    _field(edited, "step", st.number_input)(
        _("Step"), scene.step, min_value=1, max_value=MOST_STEPS
    )


def _edit_given(edited: _Edited, names: Sequence[str]) -> None:
    scene = edited.scene
    if names:
        options = list(dict.fromkeys([*names, *([scene.given] if scene.given else [])]))
        draw = _field(edited, "given", st.selectbox)
        draw(_("Example"), scene.given or names[0], options=options, format_func=told)
        return
    label = _("Text, where the room says none") if scene.room else _("Text")
    draw = _field(edited, "given", st.text_area)
    draw(label, scene.given, max_chars=_longest(scene.given), height=_HEIGHT)


def _field(
    edited: _Edited,
    name: str,
    widget: Callable[..., Any],
    read: Callable[[Any], Any] = lambda entered: entered,
) -> Callable[..., None]:
    """Draws a widget for a field of a scene, by its label, what it holds, and its options.

    Args:
        name: of the field.
        read: makes the field of what the widget holds.
    """
    key = f"scene-{edited.number}-{name}"

    def take() -> None:
        changed = replace(edited.scene, **{name: read(st.session_state[key])})
        change(lambda script: script.with_scene(edited.scene, changed))
        edited.scene = changed

    def draw(label: str, value: Any, **options: Any) -> None:
        st.session_state[key] = value
        widget(label, key=key, on_change=take, **options)

    return draw


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _longest(text: str) -> int:
    return max(_LONGEST, len(text))
