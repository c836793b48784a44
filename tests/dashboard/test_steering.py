"""A caption goes where the viewer wants it, and back again."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import Open, on_stage, texts


def words(app: AppTest) -> list[str]:
    (lane,) = on_stage(app)["lanes"]
    spoken: list[str] = lane["words"]
    return spoken


def wishes(app: AppTest) -> list[str]:
    return [wish["said"] for wish in on_stage(app)["wishes"]]


def test_a_caption_begins_as_it_is_told_and_says_what_that_costs(open_page: Open) -> None:
    app = open_page("captioning")
    free = words(app)
    app.text_input(key="begin").set_value("Dog man").run()
    assert not app.exception
    assert words(app)[:2] == ["dog", "man"]
    assert wishes(app) == ["begins with “dog man” …"]
    (effect,) = on_stage(app)["lanes"][0]["effects"]
    assert " ".join(word for word in free if word != "<end>") in effect
    assert "times as probable" in effect or "cost nothing" in effect


def test_a_full_stop_ends_the_caption(open_page: Open) -> None:
    app = open_page("captioning")
    app.text_input(key="begin").set_value("a dog.").run()
    assert words(app) == ["a", "dog", "<end>"]
    assert wishes(app) == ["is “a dog.”"]


def test_a_banned_word_is_not_said(open_page: Open) -> None:
    app = open_page("captioning")
    banned = words(app)[0]
    app.text_input(key="ban").set_value(banned).run()
    assert banned not in words(app)
    assert wishes(app) == [f"never: {banned}"]


def test_an_impossible_wish_is_answered_and_the_show_goes_on(open_page: Open) -> None:
    app = open_page("captioning")
    free, caution = words(app), on_stage(app)["caution"]
    for key, wish in (("begin", "a dgo"), ("begin", "man " * 40), ("ban", "zebra <b>*")):
        app.text_input(key=key).set_value(wish).run()
        assert not app.exception
        assert on_stage(app)["caution"].count(".") > caution.count(".")
        assert words(app) == free
        assert wishes(app) == []
        app.text_input(key=key).set_value("").run()
        assert on_stage(app)["caution"] == caution


def test_parts_and_classes_are_shown_when_asked_for(open_page: Open) -> None:
    app = open_page("captioning")
    assert on_stage(app)["heat"] is None
    app.toggle(key="heat").set_value(True).run()
    app.toggle(key="classes").set_value(True).run()
    assert not app.exception
    assert not app.error
    assert len(on_stage(app)["heat"]["notes"]) == len(words(app))
    assert "ImageNet" in texts(app)


def test_a_part_of_the_photo_is_covered_for_this_photo_alone(open_page: Open) -> None:
    app = open_page("captioning")
    whole = " ".join(word for word in words(app) if word != "<end>")
    app.session_state["cover"] = "10-20-60-50"  # As a rectangle that is drawn does.
    app.run()
    assert on_stage(app)["cover"] == [10, 20, 60, 50]
    assert wishes(app) == ["a part is covered"]
    (effect,) = on_stage(app)["lanes"][0]["effects"]
    assert whole in effect or "changes nothing" in effect
    assert app.query_params["cover"] == "10-20-60-50"
    app.session_state["photo"] = "Rocket"
    app.run()
    assert on_stage(app)["cover"] is None
    assert "cover" not in app.query_params


def test_of_two_wishes_each_effect_says_which_still_holds(open_page: Open) -> None:
    app = open_page("captioning")
    app.session_state["cover"] = "20-20-60-60"
    app.text_input(key="ban").set_value(words(app)[0]).run()
    price, uncovered = on_stage(app)["lanes"][0]["effects"]
    assert "wishes about words" in price
    assert "other wishes still met" in uncovered or "changes nothing" in uncovered


@pytest.mark.parametrize("cover", ["60-0-60-50", "0-0-1-1", "x", "1-2-3-4-5", "٣-1-20-20"])
def test_a_part_that_is_none_is_answered(open_page: Open, cover: str) -> None:
    app = open_page("captioning")
    free = words(app)
    app.session_state["cover"] = cover
    app.run()
    assert not app.exception
    assert words(app) == free
    assert on_stage(app)["cover"] is None
    assert "percent" in on_stage(app)["caution"]
