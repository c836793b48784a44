"""The field for a text: whatever its script sends, one text is on stage."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shows.sentiment.texts import EXAMPLES, FIRST_EXAMPLE
from tests.dashboard.conftest import Open, field, on_stage, put_into_field, send, write

EXAMPLE = EXAMPLES["A waste"]


def read(app: AppTest) -> str:
    """The text on stage."""
    show = on_stage(app)
    return "".join(f"{before}{word}" for before, word, *_ in show["tokens"]) + str(show["after"])


def pick_example(app: AppTest) -> None:
    app.button_group(key="example").set_value("A waste").run()


def test_what_is_typed_is_read(open_page: Open) -> None:
    app = open_page("sentiment")
    assert read(app) == put_into_field(app) == FIRST_EXAMPLE
    for text in ("A good", "A good film"):
        assert read(write(app, text)) == text
    app.run()
    assert read(app) == "A good film"


def test_typing_puts_nothing_into_the_field(open_page: Open) -> None:
    app = open_page("sentiment")
    mark = json.loads(field(app).json)["mark"]
    write(app, "A good film")
    assert json.loads(field(app).json)["mark"] == mark
    pick_example(app)
    assert json.loads(field(app).json)["mark"] != mark
    assert put_into_field(app) == read(app) == EXAMPLE


def test_what_was_typed_before_another_text_came_is_late(open_page: Open) -> None:
    app = open_page("sentiment")
    before = json.loads(field(app).json)["mark"]
    pick_example(app)
    write(app, "A good film", mark=before)
    assert read(app) == EXAMPLE
    assert app.query_params["text"] == EXAMPLE
    assert read(write(app, "A bad film")) == "A bad film"
    pick_example(app)
    assert read(app) == EXAMPLE


def test_half_a_character_is_none(open_page: Open) -> None:
    assert read(write(open_page("sentiment"), "A good \ud83d film")) == "A good \ufffd film"


@pytest.mark.parametrize("sent", [None, [], "A good film", 7, {"mark": ""}, {"text": None}])
def test_what_no_field_sends_does_no_harm(open_page: Open, sent: Any) -> None:
    app = send(open_page("sentiment"), sent)
    assert not app.exception
    assert len(app.warning) <= 1
    assert read(write(app, "A good film")) == "A good film"
