"""My script: what a viewer puts together, from one page to the next.

A browser keeps it as well, so that it is there when a page is loaded anew: an address would be too
short for it, and the state of a session ends with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import getrandbits
from typing import NamedTuple

import streamlit as st

from dashboard.field.component import whole_characters
from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.script.scenes import Scene, Script, read_script, write_script
from pipelines.errors import InputError
from pipelines.messages import Message

MOST_TAKEN_BACK = 30
_SCRIPT, _PAST = "my-script", "my-script-before"
_CHANGES, _VISIT = "my-script-changes", "my-script-visit"
_ON_STAGE, _KEEPER = "scene-on-stage", "my-script-keeper"
_component = st.components.v2.component(
    "unrolled_keeper", js=Path(__file__).with_name("keeper.js").read_text(encoding="utf-8")
)


def my_script() -> Script | None:
    """What was put together so far; None where there is nothing."""
    found: Script | None = st.session_state.get(_SCRIPT)
    return found


def keep(script: Script | None) -> None:
    """Let this be my script, here and in the browser.

    Raises:
        InputError: no file could hold it; what was there before stays.
    """
    if script and not script.scenes:
        script = None
    if script:
        write_script(script)
    past = st.session_state.setdefault(_PAST, [])
    past[:] = [*past, my_script()][-MOST_TAKEN_BACK:]
    _put(script)


def change(by: Callable[[Script], Script]) -> None:
    """Change my script, if there is one; what no file could hold is told, and not done."""
    if script := my_script():
        with _told_in_passing():
            keep(by(script))


def can_take_back() -> bool:
    """Whether there is a change of this visit to be taken back."""
    return bool(st.session_state.get(_PAST))


def take_back() -> None:
    """Let my script be as it was before the last change of this visit."""
    if can_take_back():
        _put(st.session_state[_PAST].pop())


def _put(script: Script | None) -> None:
    st.session_state[_SCRIPT] = script
    st.session_state[_CHANGES] = st.session_state.get(_CHANGES, 0) + 1


def keep_in_browser() -> None:
    """Draw nothing, but have the browser keep my script, and tell what it kept before."""
    script = my_script()
    data = {
        "visit": st.session_state.setdefault(_VISIT, getrandbits(48)),
        "changes": st.session_state.get(_CHANGES, 0),
        "text": write_script(script).decode() if script else "",
    }
    _component(key=_KEEPER, data=data, on_kept_change=_take_kept)


def _take_kept() -> None:
    """What the browser kept of an earlier visit, or was given by another window."""
    sent = st.session_state[_KEEPER].kept
    if not isinstance(sent, Mapping):
        return
    text, own = whole_characters(str(sent.get("text", ""))), my_script()
    try:
        script = read_script(text.encode()) if text else None
        if script and own and sent.get("earlier"):  # What was added before it was told comes last.
            script = replace(script, scenes=script.scenes + own.scenes)
        keep(script)
    except InputError as error:
        said = _("What this browser kept of your script is left out. {why}", why=error.message)
        st.toast(plain(said), icon=":material/info:", duration="long")


@contextmanager
def _told_in_passing() -> Iterator[None]:
    """Tell what went wrong in answer to a click, after which the page is drawn as it was."""
    try:
        yield
    except InputError as error:
        st.toast(plain(told(error.message)), icon=":material/info:", duration="long")


class _Offer(NamedTuple):
    """What is on stage, as a scene.

    Attributes:
        scene: None where no script can hold it.
        without: what of the stage it leaves out; or why there is none.
    """

    scene: Scene | None
    without: Message | str = ""


_NOTHING = Message("A script cannot hold what is on stage here.")


def add_script(script: Script) -> None:
    """Add all scenes of a script to the end of mine; an empty one takes its title as well."""
    with _told_in_passing():
        own = my_script() or replace(script, scenes=())
        copies = tuple(map(replace, script.scenes))  # Each scene can be told from its like.
        keep(replace(own, scenes=own.scenes + copies))


def forget_stage() -> None:
    """Before a page is drawn: the stage of another page is not its own."""
    st.session_state.pop(_ON_STAGE, None)


def offer_scene(scene: Scene, without: str = "") -> None:
    """Say what is on stage, so that it can be added to my script.

    Args:
        without: what of it the scene leaves out, in the viewer's language.
    """
    st.session_state[_ON_STAGE] = _Offer(scene, without)


def offer_example(task: str, models: Iterable[str], name: str, without: str = "") -> None:
    """Say which example is on stage; without a name it is none, and no script can hold it."""
    if name:
        offer_scene(Scene(task, tuple(models), name), without)
    else:
        offer_no_scene(Message("A script knows no input here but the examples. Choose one."))


def offer_no_scene(why: Message) -> None:
    """Say why what is on stage cannot be added to my script."""
    st.session_state[_ON_STAGE] = _Offer(None, why)


def add_scene(key: str) -> None:
    """Add what is on stage to my script; the player of that key tells where it stands."""
    offered = st.session_state.get(_ON_STAGE, _Offer(None, _NOTHING))
    if offered.scene is None:
        st.toast(plain(told(offered.without)), icon=":material/info:", duration="long")
        return
    sent = st.session_state[key].scene
    stop = sent.get("stop") if isinstance(sent, Mapping) else 0
    scene = replace(offered.scene, stop=stop if type(stop) is int and stop > 0 else 0)
    script = my_script() or Script("", ())
    with _told_in_passing():
        keep(replace(script, scenes=(*script.scenes, scene)))
        _tell_added(len(script.scenes) + 1, offered.without)


def _tell_added(number: int, without: Message | str) -> None:
    if without:
        said = _("Scene {n} of your script, without {what}.", n=number, what=told(without))
    else:
        said = _("Scene {n} of your script. It is on the page “Present”.", n=number)
    st.toast(plain(said), icon=":material/playlist_add_check:")
