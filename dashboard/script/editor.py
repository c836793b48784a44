"""My script is edited: its scenes in their order, and the fields of the one that is chosen."""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

import streamlit as st

from dashboard.language import _, told
from dashboard.lessons import LESSONS
from dashboard.messages import plain, problems_as_messages
from dashboard.player.payload import fingerprint
from dashboard.script.fields import draw_fields
from dashboard.script.mine import can_take_back, change, keep, take_back
from dashboard.script.scenes import (
    LESSON,
    MOST_BYTES,
    Scene,
    Script,
    read_script,
    write_script,
)
from dashboard.shows import SHOWS
from dashboard.views.staging import scroll_to_stage
from pipelines.messages import N_

_CHOSEN, _TRIES, _LOADED = "scene-chosen", "scene-tries", "script-loaded"


def chosen_scene(script: Script) -> int:
    """The place of the scene that is chosen in the list, from 0."""
    chosen: int = st.session_state.get(_CHOSEN, 0)
    return max(0, min(chosen, len(script.scenes) - 1))


def choose_scene(script: Script) -> None:
    """Draw the list of scenes; a click puts one of them on stage."""
    minutes, seconds = divmod(sum(scene.seconds for scene in script.scenes), 60)
    time = f"{minutes}:{seconds:02}"
    st.caption(_("Scenes: {n} · {time} minutes", n=len(script.scenes), time=time))
    labels = [_label_of(place, scene) for place, scene in enumerate(script.scenes)]
    # Another list is another widget: what is clicked comes as a label, and would not be found.
    key = f"scenes-{fingerprint(*labels)}"
    st.session_state[key] = labels[chosen_scene(script)]

    def take() -> None:
        st.session_state[_CHOSEN] = labels.index(st.session_state[key])

    st.radio(
        _("Scenes"),
        labels,
        captions=[first_words(scene) for scene in script.scenes],
        key=key,
        on_change=take,
        label_visibility="collapsed",
    )


def tries() -> int:
    """How often a scene was asked to begin."""
    return int(st.session_state.get(_TRIES, 0))


def draw_try() -> None:
    """Draw what lets the scene that is chosen begin on stage."""
    st.button(_("Try it"), icon=":material/play_arrow:", on_click=_try)


def _try() -> None:
    st.session_state[_TRIES] = tries() + 1
    scroll_to_stage()


def _label_of(place: int, scene: Scene) -> str:
    title = plain(told(_show_title(scene.task)))
    seconds = _("{n} seconds", n=scene.seconds)
    return f"{place + 1} · **{title}** · {seconds}"


def _show_title(task: str) -> str:
    if task == LESSON:
        return N_("Lesson")
    return SHOWS[task].title if task in SHOWS else task


def first_words(scene: Scene) -> str:
    """What a scene is given, in a line of Markdown."""
    said = _("The room says the text.") if scene.room else told(scene.given)
    if scene.task == LESSON and scene.given in LESSONS:
        said = _("{lesson}, step {n}", lesson=told(LESSONS[scene.given].title), n=scene.step)
    return plain(shorten(said, 60, placeholder=" …") or ", ".join(scene.models))


def edit_script(script: Script) -> None:
    """Draw what is done with the whole of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = "script-title"
        st.session_state[key] = script.title
        st.text_input(
            _("Title"),
            key=key,
            max_chars=max(200, len(script.title)),
            on_change=lambda: change(lambda now: replace(now, title=st.session_state[key])),
            width=300,
        )
        draw_take_back()
        st.download_button(
            _("Save as a file"),
            write_script(script),
            "script.toml",
            "application/toml",
            icon=":material/download:",
            on_click="ignore",
        )
        with st.popover(_("Load a file"), icon=":material/upload:"):
            load_file()


def draw_take_back() -> None:
    """Draw what undoes the last change."""
    there = can_take_back()
    icon = ":material/undo:"
    st.button(_("Take back"), "take-back", icon=icon, disabled=not there, on_click=take_back)


@problems_as_messages()
def load_file() -> None:
    """Draw a field for a file, which becomes my script."""
    file = st.file_uploader(_("A script as a file"), "toml", key="script-file", max_upload_size=1)
    if file is None or file.file_id == st.session_state.get(_LOADED):
        return
    keep(read_script(file.read(MOST_BYTES + 1)))
    st.session_state[_LOADED] = file.file_id
    st.rerun()


def edit_scene(script: Script) -> None:
    """Draw the fields of the scene that is chosen; each of them holds at once."""
    place = chosen_scene(script)
    _draw_moves(place, len(script.scenes))
    draw_fields(script.scenes[place])


def _draw_moves(place: int, scenes: int) -> None:
    up, down, first, last = ":material/arrow_upward:", ":material/arrow_downward:", 0, scenes - 1
    with st.container(horizontal=True):
        st.button(_("Up"), icon=up, disabled=place == first, on_click=_move, args=(-1,))
        st.button(_("Down"), icon=down, disabled=place == last, on_click=_move, args=(1,))
        draw_try()
        st.button(
            _("Remove"),
            icon=":material/delete:",
            on_click=lambda: change(lambda script: script.without_scene(chosen_scene(script))),
        )


def _move(by: int) -> None:
    change(lambda script: script.with_moved(chosen_scene(script), by))
    st.session_state[_CHOSEN] = st.session_state.get(_CHOSEN, 0) + by
