"""Which words an answer hangs on, what if they were others, what turns it: as the page shows it."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shows.sentiment import answers as readings
from dashboard.shows.sentiment.verdicts import in_words
from pipelines.tasks.sentiment.edits import Edit
from tests.dashboard.conftest import Open, on_stage, texts, verdicts, write

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


def clicked(app: AppTest, *edits: Edit) -> None:
    app.session_state["edits"] = edits  # As a click in the player does.
    app.run()
    assert not app.exception


@pytest.mark.parametrize("model", ["sentiment-tiny-lstm", "sentiment-tiny-bilstm"])
@pytest.mark.parametrize(
    ("edit", "said", "changed", "drawn"),
    [
        (Edit(1, "remove"), "without “good”", "A film with a bad ending.", "A -good film"),
        (Edit(0, "negate"), "with “A” denied", "Not a good film with a bad ending.", "+Not a"),
        (
            Edit(5, "negate"),
            "with “bad” denied",
            "A good film with a not bad ending.",
            "a +not bad",
        ),
        (
            Edit(1, "replace", "*<b>*"),
            "with “good” replaced by “*<b>*”",
            "A *<b>* film with a bad ending.",
            "A -good +* +* film",
        ),
    ],
)
def test_a_changed_text_lies_over_the_text_as_it_was(
    open_page: Open, model: str, edit: Edit, said: str, changed: str, drawn: str
) -> None:
    app = opened(open_page)
    app.selectbox(key="sentiment-model").set_value(model).run()
    before = on_stage(app)
    clicked(app, edit)
    show = on_stage(app)
    (lane,), (old,) = show["lanes"], before["lanes"]
    signs = {"": "", "gone": "-", "come": "+"}
    words = [f"{signs[mark]}{word}" for _, word, mark in show["tokens"]]
    assert drawn in " ".join(words)
    assert (show["change"], show["of"], show["at_once"]) == (said, before["id"], True)
    assert show["places"][show["start"]] == edit.place
    new = readings.trace(model, changed)
    assert lane["verdict"]["answer"] == in_words(new.result)
    assert lane["was"]["verdict"] == old["verdict"]
    marks = [mark for *_, mark in show["tokens"]]
    for sent, none, expected in (
        (lane["probabilities"], "gone", [None if np.isnan(p) else p for p in new.probabilities]),
        (lane["was"]["probabilities"], "come", old["probabilities"]),
    ):
        assert all(p is None for p, mark in zip(sent, marks, strict=True) if mark == none)
        there = [p for p, mark in zip(sent, marks, strict=True) if mark != none]
        assert there == pytest.approx(expected, abs=1e-4)


def test_a_change_of_a_word_that_went_is_forgotten(open_page: Open) -> None:
    app = opened(open_page)
    clicked(app, Edit(6, "remove"))
    assert on_stage(app)["change"]
    write(app, "A film.")
    assert not app.exception
    assert not app.warning
    assert "change" not in on_stage(app)


def test_a_change_that_leaves_nothing_to_read_is_told_below_the_text(open_page: Open) -> None:
    app = opened(open_page)
    write(app, "Good!")
    clicked(app, Edit(0, "remove"))
    assert "no word" in app.warning[0].value
    assert [word for _, word in on_stage(app)["tokens"]] == ["Good", "!"]


def test_what_turns_the_answer_goes_on_stage_or_is_said_not_to_be_found(open_page: Open) -> None:
    app = opened(open_page)
    app.toggle(key="flip").set_value(True).run()
    assert not app.exception
    model = str(app.selectbox(key="sentiment-model").value)
    flip = readings.smallest_flip(model, TEXT, stop="flip")
    expected = "The strongest of" if flip.edits else "None of the"
    assert f"{expected} {flip.tried:,} changes" in texts(app)
    assert ("change" in on_stage(app)) == bool(flip.edits)
    if flip.edits:
        assert verdicts(app) == [in_words(flip.result)]
    app.toggle(key="flip").set_value(False).run()
    assert "change" not in on_stage(app)
