"""The player: a component of our own that walks through finished results in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypedDict, cast

import streamlit as st

from dashboard.glossary.component import TOOLTIP
from dashboard.player.payload import packed_desk
from dashboard.report.gathering import gather
from dashboard.report.parts import Played
from dashboard.room.thoughts import keep_thoughts
from dashboard.script.mine import add_scene
from dashboard.views.examples import put_neighbour
from dashboard.views.speech import begin_anew, speak_next_language

_HERE = Path(__file__).parent
# For other components that draw models in the same colours.
DRAWING = (_HERE / "drawing.js").read_text(encoding="utf-8")


def script(scenes: Path) -> str:
    """The code of the player, one module.

    Args:
        scenes: one folder a scene, named as its show. What its scripts define is theirs alone, but
            for the function ``scene``, which the player calls.
    """
    parts = ",\n".join(
        f"{name}: (() => {{\n{_joined(folder.glob('*.js'))}\nreturn scene;\n}})()"
        for name, folder in _folders(scenes)
    )
    shared = [path for folder in ("inside", "saving") for path in (_HERE / folder).glob("*.js")]
    names = (
        *("mending", "drawing", "keys", "address", "payload", "keeping", "relay", "pace"),
        *("projecting", "score", "guessing", "room", "room_says", "clock", "channel", "touring"),
    )
    own = [_HERE / f"{name}.js" for name in names]
    helpers = [TOOLTIP, *own, *shared]
    kinds = ("playback.js", "player.js", "performing.js", "mirror.js", "desk.js")
    players = "\n".join(_joined([_HERE / name]) for name in kinds)
    return f"{_joined(helpers)}\nconst SCENES = {{\n{parts}\n}};\n{players}"


def style(scenes: Path) -> str:
    """The look of the player; what lies in the folder of a scene holds inside this scene only."""
    parts = (
        f'.scene[data-show="{name}"] {{\n{_joined(folder.glob("*.css"))}\n}}'
        for name, folder in _folders(scenes)
    )
    folders = ("inside", "saving")
    shared = [path for folder in folders for path in (_HERE / folder).glob("*.css")]
    return "\n".join([_joined([_HERE / "player.css"]), _joined(shared), *parts])


def _folders(scenes: Path) -> list[tuple[str, Path]]:
    return sorted((path.name, path) for path in scenes.iterdir() if path.is_dir())


def _joined(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(paths))


class Sources(TypedDict):
    """What a component is made of."""

    html: str
    css: str
    js: str


def sources(scenes: Path) -> Sources:
    """The player; its script can write all of it into a page."""
    parts = Sources(html=_joined([_HERE / "player.html"]), css=style(scenes), js=script(scenes))
    return {**parts, "js": f"{parts['js']}\nconst SOURCES = {json.dumps(parts)};"}


SOURCES = sources(_HERE / "scenes")
_SMALL: Sources = {
    **SOURCES,
    # Of several on a page none is a landmark.
    "html": SOURCES["html"].replace(
        'class="player" role="region"', 'class="player small" role="group"', 1
    ),
}
# The same with its transport, and what happens inside: the figure of a text.
_FIGURE: Sources = {
    **_SMALL,
    "html": _SMALL["html"].replace('class="player small"', 'class="player small figure"', 1),
}
_component = st.components.v2.component("unrolled_player", **SOURCES)
_small = st.components.v2.component("unrolled_small_player", **_SMALL)
_figure = st.components.v2.component("unrolled_figure_player", **_FIGURE)
_desk = st.components.v2.component(
    "unrolled_desk",
    html=_joined([_HERE / "desk.html"]),
    css=_joined([_HERE / "desk.css"]),
    js=SOURCES["js"],
)


def put_desk() -> None:
    """Fill the window with what a speaker needs; the window with the stage tells it the rest."""
    _desk(key="desk", data=packed_desk())


def play_figure(show: bytes, key: str) -> None:
    """Put a show into a text that explains it: on a small stage, with steps and the inside."""
    _figure(key=key, data=show)


def play_small(show: bytes, key: str) -> None:
    """Put a show on a small stage, one of several on a page: it plays, and no more."""
    _small(key=key, data=show)


def play(show: bytes, key: str, **on_clicked: Callable[[], None]) -> None:
    """Put a show on the stage of a page, from where one can go on, and add it to a script.

    Args:
        show: what ``reading_show``, ``writing_show``, ``watching_show`` or ``plotting_show`` gave.
        key: of the element.
        on_clicked: called after a click, by its name: ``steered`` gives the words that a caption
            shall begin with, ``banned`` a word, ``covered`` left, top, width and height of a part
            of a photo, ``released`` what names a wish, ``undone`` that the last one
            shall go, ``edited`` the place, kind and word of a change, ``drawn`` what ``drawn_by``
            reads, ``said`` a text, and the place of the scene for which a room said it;
            ``st.session_state[key]`` holds what was clicked under that name.
    """

    def example() -> None:
        put_neighbour(st.session_state[key].neighbour)

    def thought() -> None:
        keep_thoughts(st.session_state[key].thought)

    every = {
        "neighbour": example,
        "anew": begin_anew,
        "language": speak_next_language,
        "scene": partial(add_scene, key),
        "thought": thought,
    }
    calls = {f"on_{name}_change": call for name, call in {**every, **on_clicked}.items()}
    gather(key, Played(show))
    _component(key=key, data=show, **cast(dict[str, Any], calls))
