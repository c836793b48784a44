"""My script: what is added, edited and loaded is there, on every page and in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ElementList

from dashboard.script.scenes import (
    LONGEST_SCENE,
    MOST_SCENES,
    MOST_STEPS,
    Scene,
    Script,
    read_script,
    write_script,
)
from dashboard.script.staging import MOST_SAID
from pipelines.errors import InputError
from tests.dashboard.conftest import Open, encoded, go, on_stage, shown, trigger, write

TEXT = "A good film and a bad ending"
FIRST = Scene("sentiment", ("sentiment-tiny-lstm",), TEXT, stop=3, say=("One.", "Two."))
SECOND = Scene("captioning", ("caption-tiny-lstm",), "Cat")
ROOM = Scene("tagging", ("tagging-tiny-lstm",), "Book a table", room=True)
SCENES = st.builds(
    Scene,
    task=st.text(),
    models=st.lists(st.text(), min_size=1).map(tuple),
    given=st.text(),
    stop=st.integers(0, MOST_STEPS),
    inside=st.booleans(),
    room=st.booleans(),
    seconds=st.integers(1, LONGEST_SCENE),
    say=st.lists(st.text()).map(tuple),
)
SCRIPTS = st.builds(Script, st.text(), st.lists(SCENES, min_size=1, max_size=5).map(tuple))


@given(SCRIPTS)
def test_a_script_comes_back_from_its_file(script: Script) -> None:
    assert read_script(write_script(script)) == script


@pytest.mark.parametrize("scenes", [(), (FIRST,) * (MOST_SCENES + 1), (replace(FIRST, stop=-1),)])
def test_what_could_not_be_read_again_is_not_written(scenes: tuple[Scene, ...]) -> None:
    with pytest.raises(InputError):
        write_script(Script("", scenes))


@given(SCRIPTS, st.data())
def test_moving_a_scene_there_and_back_changes_nothing(script: Script, data: st.DataObject) -> None:
    last = len(script.scenes) - 1
    place, to = (data.draw(st.integers(0, last)) for _end in range(2))
    moved = script.with_moved(place, to - place)
    assert moved.scenes[to] == script.scenes[place]
    assert moved.with_moved(to, place - to) == script


def kept(app: AppTest) -> Script | None:
    """What the browser is told to keep."""
    name = "unrolled_keeper"
    (sent,) = (one.proto for one in app.get("bidi_component") if one.proto.component_name == name)
    text = json.loads(sent.json)["text"]
    return read_script(text.encode()) if text else None


def brought(app: AppTest, text: str, **more: Any) -> AppTest:
    """The browser tells what it kept."""
    return trigger(app, "unrolled_keeper", "kept", {"text": text, **more})


def file_of(*scenes: Scene, title: str = "Mine") -> str:
    return write_script(Script(title, scenes)).decode()


def edited(open_page: Open, *scenes: Scene) -> AppTest:
    return brought(open_page("present", script="mine"), file_of(*scenes), earlier=True)


def test_what_is_on_stage_is_added_on_page_after_page(open_page: Open) -> None:
    app = write(open_page("sentiment"), TEXT)
    trigger(app, "unrolled_player", "scene", {"stop": 3})
    assert "Scene 1" in app.toast[0].value
    trigger(go(app, "captioning").run(), "unrolled_player", "scene", {"stop": 0})
    trigger(go(app, "compare").run(), "unrolled_player", "scene", {"stop": "3"})
    go(app, "present").run()
    app.segmented_control(key="script").set_value("My script").run()
    assert not app.exception
    script = kept(app)
    assert script
    assert [scene.task for scene in script.scenes] == ["sentiment", "captioning", "sentiment"]
    assert script.scenes[0] == replace(FIRST, say=())
    assert [scene.stop for scene in script.scenes] == [3, 0, 0]
    assert len(script.scenes[2].models) > 1
    assert [scene["given"] for scene in on_stage(app)["scenes"]] == [
        scene.given for scene in script.scenes
    ]


def test_a_photo_of_ones_own_cannot_be_in_a_script(open_page: Open) -> None:
    from PIL import Image

    app = open_page("captioning")
    app.segmented_control(key="picture-source").set_value("Upload").run()
    photo = encoded(Image.new("RGB", (64, 64)))
    app.file_uploader[0].set_value(("x.png", photo, "image/png")).run()
    trigger(app, "unrolled_player", "scene", {"stop": 0})
    assert "Choose a sample" in app.toast[0].value
    assert kept(app) is None


def field(drawn: ElementList[Any], name: str) -> Any:
    """The widget for a field of the scene that is chosen."""
    (found,) = (one for one in drawn if re.fullmatch(rf"scene-\d+-{name}", str(one.key)))
    return found


def _is(**fields: Any) -> Callable[[Script], bool]:
    return lambda script: all(getattr(script.scenes[0], k) == v for k, v in fields.items())


EDITS: dict[str, tuple[Callable[[AppTest], Any], Callable[[Script], bool]]] = {
    "text": (lambda app: field(app.text_area, "given").set_value("<b>"), _is(given="<b>")),
    "stop": (lambda app: field(app.number_input, "stop").set_value(2), _is(stop=2)),
    "seconds": (lambda app: field(app.number_input, "seconds").set_value(9), _is(seconds=9)),
    "room": (lambda app: field(app.toggle, "room").set_value(True), _is(room=True)),
    "lines": (
        lambda app: field(app.text_area, "say").set_value(" a\n\n*b* "),
        _is(say=("a", "*b*")),
    ),
    "models": (
        lambda app: field(app.multiselect, "models").set_value(["sentiment-tiny-rnn"]),
        _is(models=("sentiment-tiny-rnn",)),
    ),
    "no model": (lambda app: field(app.multiselect, "models").set_value([]), _is(**vars(FIRST))),
    "title": (
        lambda app: app.text_input(key="script-title").set_value("*T*"),
        lambda script: script.title == "*T*",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_holds_at_once_and_is_taken_back(open_page: Open, edit: str) -> None:
    act, holds = EDITS[edit]
    app = edited(open_page, FIRST, SECOND)
    before = kept(app)
    act(app).run()
    assert not app.exception
    changed = kept(app)
    assert changed
    assert holds(changed)
    assert changed.scenes[1] == SECOND
    assert changed != before or "Give it another value" in shown(app.toast[0].value)
    if changed != before:
        _click(app, "Take back")
    assert kept(app) == before


@pytest.mark.parametrize("then", ["another", "Down", "Remove"])
def test_what_is_entered_as_the_list_is_clicked_stays_with_its_scene(
    open_page: Open, then: str
) -> None:
    app = edited(open_page, FIRST, SECOND)
    field(app.text_area, "say").set_value("Three.")
    field(app.number_input, "seconds").set_value(9)
    if then == "another":
        app.radio[0].set_value(app.radio[0].options[1]).run()
    else:
        _click(app, then)
    changed = replace(FIRST, say=("Three.",), seconds=9)
    left = {"another": (changed, SECOND), "Down": (SECOND, changed), "Remove": (SECOND,)}
    script = kept(app)
    assert script
    assert script.scenes == left[then]


def _click(app: AppTest, label: str) -> None:
    (button,) = (one for one in app.button if one.label == label)
    button.click().run()
    assert not app.exception


def test_scenes_are_moved_removed_and_brought_back(open_page: Open) -> None:
    app = edited(open_page, FIRST, SECOND)
    _click(app, "Down")
    assert app.radio[0].value == app.radio[0].options[1]
    script = kept(app)
    assert script
    assert script.scenes == (SECOND, FIRST)
    app.radio[0].set_value(app.radio[0].options[0]).run()
    _click(app, "Remove")
    _click(app, "Remove")
    assert kept(app) is None
    assert not app.radio
    _click(app, "Two minutes")
    script = kept(app)
    assert script
    assert script.title == "Two minutes"
    for before in (None, (FIRST,), (SECOND, FIRST), (FIRST, SECOND), None):
        _click(app, "Take back")
        script = kept(app)
        assert (script.scenes if script else None) == before
    assert app.button(key="take-back").disabled


def test_a_shipped_script_is_added_to_what_is_there(open_page: Open) -> None:
    app = brought(open_page("present"), file_of(FIRST), earlier=True)
    _click(app, "Add all scenes to my script")
    script = kept(app)
    assert script
    assert (script.title, script.scenes[0], len(script.scenes)) == ("Mine", FIRST, 5)
    assert app.title[0].value == "Mine"


def test_what_a_browser_kept_is_there_before_what_was_added(open_page: Open) -> None:
    app = open_page("captioning")
    trigger(app, "unrolled_player", "scene", {"stop": 0})
    app = brought(app, file_of(FIRST), earlier=True)
    script = kept(app)
    assert script
    assert [scene.task for scene in script.scenes] == ["sentiment", "captioning"]
    # Another window has the last word, and may have removed all.
    assert kept(brought(app, file_of(SECOND))) == Script("Mine", (SECOND,))
    for nonsense in ("scenes = 1", "\ud800", file_of(FIRST) + "x" * 300_000):
        assert kept(brought(app, nonsense)) == Script("Mine", (SECOND,))
        assert "left out" in app.toast[0].value
    assert kept(brought(app, "")) is None
    trigger(app, "unrolled_keeper", "kept", ["no", "text"])
    assert not app.exception


def test_a_link_names_my_script_in_every_language(open_page: Open) -> None:
    app = brought(open_page("present", "de", script="mine"), file_of(FIRST))
    assert app.title[0].value == "Mine"
    assert app.query_params["script"] == "mine"


def test_the_room_says_a_text_and_a_scene_is_of_it(open_page: Open) -> None:
    app = edited(open_page, ROOM, FIRST, replace(SECOND, room=True))
    assert "for captioning" in shown(app.warning[0].value).replace("'", "")
    said = trigger(app, "unrolled_player", "said", {"scene": 0, "text": "Play a song " * 90})
    heard, other = on_stage(said)["scenes"]
    assert heard["said"] == ("Play a song " * 90)[:MOST_SAID]
    assert "said" not in other
    assert kept(app) == Script("Mine", (ROOM, FIRST, replace(SECOND, room=True)))
    assert "Play" not in str(app.query_params)
    for scene in (1, 7, None, "0"):
        trigger(app, "unrolled_player", "said", {"scene": scene, "text": "x"})
        assert on_stage(app)["scenes"][1] == other | {"from": on_stage(app)["scenes"][1]["from"]}
    trigger(app, "unrolled_player", "said", {"scene": 0, "text": " \n "})
    assert on_stage(app)["scenes"][0]["refused"]
    assert not app.exception
