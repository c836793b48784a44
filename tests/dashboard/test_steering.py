"""A caption goes where the viewer wants it, and back again."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import Open, on_stage, texts


def words(app: AppTest) -> list[str]:
    (lane,) = on_stage(app)["lanes"]
    spoken: list[str] = lane["words"]
    return spoken


def undo(app: AppTest) -> None:
    next(button for button in app.button if button.label == "Undo").click().run()


def test_a_caption_begins_as_it_is_told_and_says_what_that_costs(open_page: Open) -> None:
    app = open_page("captioning")
    free = words(app)
    app.text_input(key="begin").set_value("Dog man").run()
    assert not app.exception
    assert not app.warning
    assert words(app)[:2] == ["dog", "man"]
    assert "Your wishes cost" in texts(app)
    assert " ".join(word for word in free if word != "<end>") in texts(app)


def test_a_full_stop_ends_the_caption(open_page: Open) -> None:
    app = open_page("captioning")
    app.text_input(key="begin").set_value("a dog.").run()
    assert words(app) == ["a", "dog", "<end>"]


def test_a_banned_word_is_not_said(open_page: Open) -> None:
    app = open_page("captioning")
    banned = words(app)[0]
    app.text_input(key="ban").set_value(banned).run()
    assert banned not in words(app)


def test_wishes_are_taken_back_one_by_one(open_page: Open) -> None:
    app = open_page("captioning")
    free = words(app)
    app.text_input(key="begin").set_value("a dog").run()
    app.text_input(key="ban").set_value("man").run()
    undo(app)
    assert (app.text_input(key="begin").value, app.text_input(key="ban").value) == ("a dog", "")
    undo(app)
    assert words(app) == free
    assert not any(button.label == "Undo" for button in app.button)


def test_an_impossible_wish_is_answered_and_the_show_goes_on(open_page: Open) -> None:
    app = open_page("captioning")
    free = words(app)
    for key, wish in (("begin", "a dgo"), ("begin", "man " * 40), ("ban", "zebra <b>*")):
        app.text_input(key=key).set_value(wish).run()
        assert not app.exception
        assert len(app.warning) == 1
        assert words(app) == free
        app.text_input(key=key).set_value("").run()
        assert not app.warning


def test_parts_and_classes_are_shown_when_asked_for(open_page: Open) -> None:
    app = open_page("captioning")
    assert on_stage(app)["heat"] is None
    app.toggle(key="heat").set_value(True).run()
    app.toggle(key="classes").set_value(True).run()
    assert not app.exception
    assert not app.error
    assert len(on_stage(app)["heat"]["notes"]) == len(words(app))
    assert "ImageNet" in texts(app)
