"""Which words an answer hangs on, what if they were others, what turns it: as the page shows it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shows.sentiment import answers as readings
from pipelines.tasks.sentiment.edits import Edit
from tests.dashboard.conftest import Open, on_stage, put_into_field, shown, texts, write

TEXT = "A good film with a bad ending."


def opened(open_page: Open) -> AppTest:
    app = open_page("sentiment")
    write(app, TEXT)
    return app


def test_words_are_weighed_in_three_ways(open_page: Open) -> None:
    app = opened(open_page)
    assert not app.get("vega_lite_chart")
    app.toggle(key="why").set_value(True).run()
    assert not app.exception
    assert not app.error
    assert len(app.get("vega_lite_chart")) == 1
    said = texts(app)
    assert "word by word and left out" in said
    assert "left out and gradients" in said
    assert not any(button.label == "Stop" for button in app.button)


def test_a_single_word_cannot_be_weighed_but_the_page_stands(open_page: Open) -> None:
    app = opened(open_page)
    app.toggle(key="why").set_value(True).run()
    write(app, "good")
    assert not app.exception
    assert "one word" in app.warning[0].value
    assert on_stage(app)["steps"] == 1


def test_what_a_word_gives_is_what_the_answer_loses(open_page: Open) -> None:
    opened(open_page)
    effects = readings.word_effects("sentiment-tiny-lstm", TEXT, stop="why")
    trace = readings.trace("sentiment-tiny-lstm", TEXT)
    without = readings.answer("sentiment-tiny-lstm", "good film with a bad ending.")
    lost = trace.result.probability - without.probability
    assert effects.left_out[0] == pytest.approx(lost, abs=1e-3)


def test_a_changed_word_stands_beside_the_old_answer(open_page: Open) -> None:
    app = opened(open_page)
    for edit, said, changed in [
        (Edit(1, "remove"), "Without “good”", "A film with a bad ending."),
        (Edit(0, "negate"), "With “A” denied:", "Not a good film with a bad ending."),
        (Edit(5, "negate"), "With “bad” denied", "A good film with a not bad ending."),
        (Edit(1, "replace", "*<b>*"), "replaced by “*<b>*”", "A *<b>* film with a bad ending."),
    ]:
        app.session_state["edit"] = edit  # As a click in the player does.
        app.run()
        assert not app.exception
        seen = shown(texts(app))
        assert "As it stands" in seen
        assert said in seen
        assert changed in seen
        next(button for button in app.button if button.label == "Put it on stage").click().run()
        assert put_into_field(app) == changed
        assert "As it stands" not in texts(app)
        write(app, TEXT)


def test_a_change_of_a_word_that_went_is_forgotten(open_page: Open) -> None:
    app = opened(open_page)
    app.session_state["edit"] = Edit(6, "remove")
    app.run()
    assert "As it stands" in texts(app)
    write(app, "A film.")
    assert not app.exception
    assert not app.warning
    assert "As it stands" not in texts(app)


def test_what_turns_the_answer_is_shown_or_said_not_to_be(open_page: Open) -> None:
    app = opened(open_page)
    app.toggle(key="flip").set_value(True).run()
    assert not app.exception
    model = str(app.selectbox(key="sentiment-model").value)
    flip = readings.smallest_flip(model, TEXT, stop="flip")
    expected = "The strongest of" if flip.edits else "None of the"
    assert f"{expected} {flip.tried:,} changes" in texts(app)
