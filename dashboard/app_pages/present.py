"""A script is performed, scene after scene by a single key; one's own is put together here."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, locale_of_viewer, told
from dashboard.messages import plain, problems_as_messages
from dashboard.room.panel import draw_room
from dashboard.script.editor import (
    choose_scene,
    chosen_scene,
    draw_take_back,
    draw_try,
    edit_scene,
    edit_script,
    load_file,
    tries,
)
from dashboard.script.mine import add_script, my_script
from dashboard.script.scenes import TITLES, Script, shipped
from dashboard.script.staging import perform
from dashboard.views.address import choose_named
from dashboard.views.staging import STAGE, keep_scrolling
from pipelines.messages import N_

_MINE, _MY_SCRIPT = "mine", N_("My script")
_CHOICE = "script"  # In the address, too.


def draw() -> None:
    """The page."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        head = st.container(width="content")
        titles = {**TITLES, _MINE: _MY_SCRIPT}
        look = {"label_visibility": "collapsed", "width": "content"}
        name = choose_named(_("Script"), titles, _CHOICE, **look)
    script = my_script() if name == _MINE else shipped(name, locale_of_viewer())
    own = script.title if script and name == _MINE else ""
    head.title(plain(own or told(titles[name])))
    with problems_as_messages():
        if script:
            _perform(name, script)
        else:
            _begin()
    draw_room()
    keep_scrolling()


def _perform(name: str, script: Script) -> None:
    with st.container(key=STAGE):
        perform(name, script, chosen_scene(script), tries())
    st.caption(
        _(
            "F fills the screen. Page down, → or space goes on; page up or ← goes back. All "
            "scenes are in this window already: it goes on without a server."
        )
    )
    _tell_scenes(name, script)


def _begin() -> None:
    """My script is empty."""
    st.markdown(
        _(
            "Nothing is in it yet. Under every stage, “Add to my script” puts here what is on it. "
            "Or begin with a script that is there:"
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, title in TITLES.items():
            script = shipped(name, locale_of_viewer())
            st.button(told(title), on_click=add_script, args=(script,), key=f"take-{name}")
        draw_take_back()
    load_file()


def _tell_scenes(name: str, script: Script) -> None:
    """Draw the list of scenes, and beside it what there is to the one that is chosen."""
    if name == _MINE:
        edit_script(script)
    left, right = st.columns([2, 3], gap="large")
    with left:
        choose_scene(script)
    with right:
        if name == _MINE:
            edit_scene(script)
            return
        for line in script.scenes[chosen_scene(script)].say:
            st.markdown(f"> {explained(line, plain)}")
        draw_try()
        st.button(
            _("Add all scenes to my script"),
            icon=":material/playlist_add:",
            on_click=partial(_take_over, script),
        )


def _take_over(script: Script) -> None:
    add_script(script)
    st.session_state[_CHOICE] = _MINE
