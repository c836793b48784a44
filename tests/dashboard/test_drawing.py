"""A path that is drawn on the stage: whatever a browser sends, one path is on stage."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.player.watching import MAX_FRAMES, PAD_HEIGHT, drawn_by
from pipelines.tasks.films.drawing import CELLS
from tests.dashboard.conftest import Open, on_stage, texts, trigger

PLACES = [0.1, 0.1, 0.12, 0.1, 0.14, 0.1]


def draw(app: AppTest, sent: Any) -> AppTest:
    """Run with something sent as drawn, as the script of the stage sends it."""
    return trigger(app, "unrolled_player", "drawn", sent)


def test_what_is_drawn_is_on_stage(open_page: Open) -> None:
    app = open_page("gestures")
    before = on_stage(app)
    assert before["pad"]["most"] == MAX_FRAMES
    assert before["not_in_link"] == ""
    show = on_stage(draw(app, {"points": PLACES, "drawing": "7"}))
    assert (show["steps"], show["seen"]["drawing"], show["not_in_link"]) == (3, "7", "the drawing")
    assert show["seen"]["points"] == [[0.1, 0.1], [0.12, 0.1], [0.14, 0.1]]
    assert show["id"] != before["id"]
    longer = on_stage(draw(app, {"points": [*PLACES, 0.16, 0.1], "drawing": "7"}))
    assert (longer["steps"], longer["id"] != show["id"]) == (4, True)


def test_an_example_takes_the_place_of_a_drawing(open_page: Open) -> None:
    app = draw(open_page("gestures"), {"points": PLACES, "drawing": "7"})
    app.button_group(key="path-example").set_value("An eight").run()
    show = on_stage(app)
    assert show["seen"]["drawing"] is None
    assert show["steps"] > 100
    assert app.query_params["path"] == "An eight"


def test_a_recording_comes_with_what_it_truly_is(open_page: Open) -> None:
    app = open_page("gestures")
    assert on_stage(app)["truth"] == []
    for name in ("Recording 1", "Recording 2", "Recording 3"):
        app.button_group(key="path-example").set_value(name).run()
        show = on_stage(app)
        assert 100 < show["steps"] == len(show["truth"]) == len(show["seen"]["points"])
        assert 2 < len(set(show["truth"])) <= len(show["labels"])
        # A hand does not leap.
        assert max(math.dist(*pair) for pair in pairwise(show["seen"]["points"])) < PAD_HEIGHT
        assert all(len(lane["said"]) == show["steps"] for lane in show["lanes"])
        assert "No model learnt from it" in texts(app)
        assert app.query_params["path"] == name
    draw(app, {"points": PLACES, "drawing": "7"})
    assert on_stage(app)["truth"] == []
    assert "No model learnt" not in texts(app)


HEART = "00039c7fe7fe7fe3fc1f80f0060000000000"


def test_a_shape_that_is_drawn_moves_as_any_other(open_page: Open) -> None:
    app = open_page("films")
    before = on_stage(app)
    assert (before["pad"], before["not_in_link"]) == ({"side": CELLS, "drawn": ""}, "")
    draw(app, HEART)
    show = on_stage(app)
    assert (show["pad"]["drawn"], show["steps"]) == (HEART, before["steps"])
    assert show["id"] != before["id"]
    assert app.query_params["drawing"] == HEART
    # Another one takes its place, and it is kept.
    app.button_group(key="film-shape").set_value("square").run()
    assert on_stage(app)["pad"]["drawn"] == HEART
    assert on_stage(app)["id"] not in (before["id"], show["id"])
    app.button_group(key="film-shape").set_value("drawn").run()
    assert on_stage(app)["id"] == show["id"]
    for nonsense in (None, 7, "", "0" * len(HEART), HEART[:-1], [HEART], "f" * 100_000):
        draw(app, nonsense)
        assert (on_stage(app)["id"], len(app.warning), len(app.error)) == (show["id"], 0, 0)


def test_models_that_see_less_stand_beside_one_that_remembers(open_page: Open) -> None:
    app = open_page("gestures")
    assert [lane["name"] for lane in on_stage(app)["lanes"]] == [
        "gestures-tiny-lstm",
        "gestures-tiny-frame",
    ]
    assert on_stage(app)["lanes"][0]["layers"]
    app.select_slider(key="memory").set_value(4).run()
    cut = on_stage(app)["lanes"][0]
    assert (cut["name"], cut["layers"]) == ("gestures-tiny-lstm, memory 4", [])
    assert not app.error  # There is no folder of that name, whose cells could be known.


def test_what_a_label_is_follows_its_share(open_page: Open) -> None:
    for lane in on_stage(open_page("gestures"))["lanes"]:
        assert len(lane["said"]) == len(lane["shares"]) == len(lane["sure"]) == len(lane["read"])
        for share, other in zip(lane["shares"], lane["next_shares"], strict=True):
            assert 0 <= other <= share <= 1
            assert share + other <= 1 + 1e-4


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "path",
        {"points": PLACES},
        {"points": PLACES, "drawing": ""},
        {"points": [], "drawing": "7"},
        {"points": [0.1], "drawing": "7"},
        {"points": [0.1, "0.1"], "drawing": "7"},
        {"points": [0.1, True], "drawing": "7"},
        {"points": [0.1, float("nan")], "drawing": "7"},
        {"points": [1e9, 0.1], "drawing": "7"},
        {"points": [0.1, 0.1] * (MAX_FRAMES + 1), "drawing": "7"},
    ],
)
def test_what_is_no_drawing(sent: Any) -> None:
    assert drawn_by(sent) is None
