"""Whatever lies in a model folder, each page says what is wrong and shows the rest."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.services.checking import _background
from dashboard.views.choices import MAX_COMPARED
from tests.conftest import OTHER_SENTIMENT_MODELS, SENTIMENT_MODELS
from tests.dashboard.conftest import PAGES, Open, shown, texts, verdicts

LSTM = "sentiment-tiny-lstm"


def change_config(folder: Path, **sections: object) -> None:
    path = folder / "config.json"
    config: dict[str, Any] = json.loads(path.read_text())
    path.write_text(json.dumps(config | sections))


def test_damaged_model_is_named_and_blanks_no_other(open_own: Open, own_models: Path) -> None:
    weights = own_models / "sentiment-tiny-rnn" / "weights.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    app = open_own("compare")
    assert not app.exception
    assert not app.error
    assert "sentiment-tiny-rnn" not in app.multiselect[0].options
    assert len(app.multiselect[0].value) == MAX_COMPARED
    assert len(verdicts(app)) == MAX_COMPARED  # The other models still answer.
    app = open_own("models")
    app.selectbox(key="shown-model").set_value("sentiment-tiny-rnn").run()
    _background().submit(int).result()
    app.run()
    assert any("broken" in one.value and "damaged" in one.value for one in app.markdown)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "JSON"),
        ('{"format": 1}', "the task None"),
        ('{"format": 1, "task": "poetry"}', "the task 'poetry'"),
        ('{"format": 1, "task": ["sentiment"]}', "the task ['sentiment']"),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_description_that_cannot_be_used_counts_as_broken(
    open_own: Open, own_models: Path, content: str, reason: str, page: str
) -> None:
    (own_models / "sentiment-tiny-rnn" / "config.json").write_text(content)
    app = open_own(page)
    assert not app.exception
    assert not app.error
    if page == "home":
        row = next(m.value for m in app.markdown if reason in shown(m.value))
        assert "broken" in row
        assert "sentiment-tiny-rnn" in shown(row)
    if page == "models":
        app.selectbox(key="shown-model").set_value("sentiment-tiny-rnn").run()
        assert reason in shown(app.error[0].value)


@pytest.mark.parametrize("page", ["sentiment", "compare"])
def test_the_only_model_being_broken_is_said_with_the_reason(
    open_own: Open, own_models: Path, page: str
) -> None:
    for name in {*SENTIMENT_MODELS, *OTHER_SENTIMENT_MODELS} - {LSTM}:
        shutil.rmtree(own_models / name)
    (own_models / LSTM / "config.json").write_text("{")
    app = open_own(page)
    assert not app.exception
    said = shown(app.error[0].value)
    assert "no working sentiment model" in said
    assert f"{LSTM} is broken: {LSTM}/config.json is no JSON file" in said


@pytest.mark.parametrize("key", ["width", "length_penalty"])
@pytest.mark.parametrize("value", [-1, "x", None, float("inf"), [3]])
def test_a_bad_beam_leaves_photos_and_choices_usable(
    open_own: Open, own_models: Path, key: str, value: object
) -> None:
    beam = {"width": 3, "length_penalty": 0.7, "no_repeat_ngram_size": 0, "max_words": 12}
    change_config(own_models / "caption-tiny-lstm", decoding=beam | {key: value})
    app = open_own("captioning")
    assert not app.exception
    assert "gallery" in [one.key for one in app.get("bidi_component")]
    assert app.selectbox(key="captioning-model").value == "caption-tiny-rnn"
    assert not app.error
    assert "It says: **" in texts(app)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("history.csv", ""),
        ("history.csv", "a,b\n1,2\n"),
        ("history.csv", "epoch,training_loss\n1,low\n"),
        ("history.csv", "epoch,training_loss\nfirst,0.5\n"),
        ("metrics.json", "[]"),
        ("metrics.json", "{"),
        ("metrics.json", '{"imdb_test": {"confusion": 3}}'),
        ("metrics.json", '{"imdb_test": {"confusion": [[1, 2, 3], [4, 5, 6]]}}'),
        ("metrics.json", '{"imdb_test": {"confusion": [["a", 2], [3, null]]}}'),
    ],
)
def test_a_damaged_side_file_is_named_beside_the_rest(
    open_own: Open, own_models: Path, file: str, content: str
) -> None:
    (own_models / LSTM / file).write_text(content)
    app = open_own("models")
    app.selectbox(key="shown-model").set_value(LSTM).run()
    assert not app.exception
    assert app.error
    assert all(f"{LSTM}/{file}" in shown(error.value) for error in app.error)
    assert app.get("json")  # The tabs after it are filled.


def test_a_score_that_was_not_measured_is_a_dash(open_own: Open, own_models: Path) -> None:
    (own_models / LSTM / "metrics.json").write_text('{"parameters": 3000}')
    app = open_own("models")
    app.selectbox(key="shown-model").set_value(LSTM).run()
    assert not app.exception
    assert not app.error
    column = app.table[0].value.iloc[:, 0].rename(shown)
    assert (column.iloc[0], column["parameters ↓"]) == ("–", "3,000")


def test_a_link_to_nothing_blanks_no_page(open_own: Open, own_models: Path) -> None:
    (own_models / LSTM / "notes.txt").symlink_to(own_models / "nowhere")
    app = open_own("sentiment")
    assert not app.exception
    assert not app.error
    assert all(verdicts(app))


def test_an_unforeseen_error_becomes_a_sentence_and_a_traceback(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(model: str, _: str) -> None:
        raise KeyError(f"*{model}* <b>")

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr("dashboard.shows.sentiment.answers.trace", fail)
        app = open_page("sentiment")
        assert not app.exception
        assert f"KeyError: '*{LSTM}* <b>'" in shown(app.error[0].value)
        assert "\\*" in app.error[0].value
        assert any(record.exc_info for record in caplog.records)
    app.run()
    assert not app.error
    assert all(verdicts(app))


def test_an_unforeseen_error_of_a_view_becomes_a_sentence(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("dashboard.shows.sentiment.reading.reading_show", fail)
    app = open_page("sentiment")
    assert not app.exception
    assert "ZeroDivisionError" in app.error[0].value
    assert not app.toggle(key="why").value


@pytest.mark.parametrize("signal", [st.stop, st.rerun])
def test_the_signals_of_streamlit_pass(signal: Any) -> None:
    def page(signal) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  Its text alone is run.
        import streamlit as st

        from dashboard.messages import problems_as_messages

        if "seen" in st.session_state:
            st.markdown("again")
            return
        st.session_state["seen"] = True
        with problems_as_messages():
            signal()
        st.markdown("went on")

    app = AppTest.from_function(page, args=(signal,)).run()
    assert not app.error
    assert [m.value for m in app.markdown] == (["again"] if signal is st.rerun else [])
