"""A script is what its file says; what a file gets wrong is named, and costs no other scene."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.script.scenes import LESSON, MOST_BYTES, SHIPPED, TITLES, read_script, shipped
from dashboard.script.staging import show_of
from dashboard.services import folders
from dashboard.services import working_models as models
from dashboard.shows import SHOWS
from pipelines.errors import InputError
from tests.dashboard.conftest import Open, described, on_stage, trigger

SCENE = '[[scenes]]\ntask = "sentiment"\nmodels = ["sentiment-tiny-lstm"]\n'


@pytest.mark.parametrize("name", TITLES)
def test_a_shipped_script_has_the_same_scenes_in_every_language(name: str) -> None:
    script = shipped(name, "en")
    spoken = [shipped(name, path.suffixes[0][1:]) for path in SHIPPED.glob(f"{name}.*.toml")]
    assert spoken
    for other in spoken:
        assert other.title != script.title
        pairs = zip(script.scenes, other.scenes, strict=True)
        assert all(replace(one, say=()) == replace(two, say=()) for one, two in pairs)
        assert [len(one.say) for one in script.scenes] == [len(one.say) for one in other.scenes]


def test_every_scene_that_ships_can_be_put_on_stage_and_stops_on_its_way() -> None:
    scenes = {scene for name in TITLES for scene in shipped(name, "en").scenes}
    assert {scene.task for scene in scenes} == {LESSON, *SHOWS}
    for scene in scenes:
        show = described(show_of(scene))
        assert scene.stop < show["steps"]


def test_of_two_readers_in_a_shipped_script_one_hears_the_last_words() -> None:
    for name in TITLES:
        (scene,) = (one for one in shipped(name, "en").scenes if len(one.models) > 1 and one.stop)
        ends = [lane["verdict"] for lane in described(show_of(scene))["lanes"]]
        assert len({end["answer"].split(",")[0] for end in ends}) == 2


@pytest.mark.parametrize(("name", "minutes"), [("two-minutes", 2), ("ten-minutes", 10)])
def test_a_script_takes_as_long_as_it_says(name: str, minutes: int) -> None:
    assert sum(scene.seconds for scene in shipped(name, "en").scenes) == 60 * minutes


@pytest.mark.parametrize("task", ["gestures", "films", "series"])
def test_a_scene_is_an_example_by_its_name_or_the_first(
    task: str, models_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MODELS", models_root)
    scene = SHOWS[task].scene
    model = next(one.name for one in models(task) if "steps" in one.capabilities)
    assert scene
    first = described(scene([model], ""))
    with pytest.raises(InputError, match="There is no example 'x'; use") as caught:
        scene([model], "x")
    names = str(caught.value.message.values["known"]).split(", ")
    assert len({described(scene([model], name))["id"] for name in names}) == len(names) > 1
    assert described(scene([model], names[0]))["id"] == first["id"]


@pytest.mark.parametrize("page", [name for name, show in SHOWS.items() if show.scene])
def test_the_next_example_and_the_one_before_are_a_key_away(open_page: Open, page: str) -> None:
    app = open_page(page)
    first = on_stage(app)["id"]
    assert on_stage(trigger(app, "unrolled_player", "neighbour", 1))["id"] != first
    trigger(app, "unrolled_player", "neighbour", -1)
    trigger(app, "unrolled_player", "neighbour", -1)
    assert on_stage(trigger(app, "unrolled_player", "neighbour", 1))["id"] == first


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1 to 60 scenes"),
        (b"\xff", "no TOML file"),
        (b"scenes = [", "no TOML file"),
        (b"scenes = [1]", "Scene 1: scenes cannot be 1"),
        (b"x" * (MOST_BYTES + 1), "200,001 bytes"),
        (f"{SCENE}secnods = 3".encode(), "Scene 1: there is no field 'secnods'"),
        (f"{SCENE}{SCENE}stop = true".encode(), "Scene 2: stop cannot be True"),
        (f"{SCENE}stop = -1".encode(), "stop cannot be -1"),
        (f"{SCENE}seconds = 0".encode(), "seconds cannot be 0"),
        (f'{SCENE}say = "one"'.encode(), "say cannot be 'one'"),
        (b'[[scenes]]\ntask = "sentiment"', "models cannot be []"),
        (f"{SCENE}step = 2".encode(), "step cannot be 2"),
        (b'[[scenes]]\ntask = "lesson"\ngiven = "gates"', "step cannot be 0"),
        (b'[[scenes]]\ntask = "lesson"\nstep = 1\nmodels = ["x"]', "models cannot be ['x']"),
    ],
)
def test_what_is_no_script_is_told(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_script(data)
    assert said in str(caught.value)


def test_a_scene_that_cannot_be_made_is_left_out(open_page: Open) -> None:
    app = open_page("present", script="mine")
    file = f'{SCENE}{SCENE.replace("tiny", "gone")}[[scenes]]\ntask = "x"\nmodels = ["y"]\n'
    app.file_uploader[0].set_value(("mine.toml", file.encode(), "")).run()
    assert not app.exception
    assert [message.value[:7] for message in app.warning] == ["Scene 2", "Scene 3"]
    assert len(on_stage(app)["scenes"]) == 1
    assert len(app.radio[0].options) == 3
