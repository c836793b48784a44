"""A model that does not answer as it did when it was saved is shown as broken, and never asked."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from dashboard import services
from dashboard.services import folders
from dashboard.services.checking import _background
from dashboard.shows.sentiment import answers as readings
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN, HISTORY, VOCABULARY
from tests.conftest import CAPTION_MODELS, OTHER_SENTIMENT_MODELS, SENTIMENT_MODELS
from tests.dashboard.conftest import PAGES, Open, on_stage, shown, stages, texts, verdicts

LSTM = "sentiment-tiny-lstm"
FIRST = {"sentiment": LSTM, "captioning": CAPTION_MODELS[0]}
NEXT = {"sentiment": "sentiment-tiny-bilstm", "captioning": CAPTION_MODELS[1]}


def answer_otherwise(folder: Path) -> None:
    """As if the model had answered otherwise when it was saved."""
    examples = json.loads((folder / GOLDEN).read_text())
    for example in examples:
        if "caption" in example:
            example["caption"] += " again"
        else:
            example["probabilities"][-1] = 1 - example["probabilities"][-1]
    (folder / GOLDEN).write_text(json.dumps(examples))


@pytest.mark.parametrize("task", FIRST)
def test_the_next_good_one_is_the_default(open_own: Open, own_models: Path, task: str) -> None:
    answer_otherwise(own_models / FIRST[task])
    app = open_own(task)
    assert not app.exception
    assert not app.error
    box = app.selectbox(key=f"{task}-model")
    assert box.value == NEXT[task]
    assert FIRST[task] not in box.options
    assert [lane["name"] for lane in on_stage(app)["lanes"]] == [NEXT[task]]


def test_what_learnt_less_than_guessing_is_not_offered_and_models_says_why(
    open_own: Open, own_models: Path
) -> None:
    history = "epoch,validation_score,validation_guessing\n1,0.3,0.45\n2,0.4,0.45\n"
    (own_models / LSTM / HISTORY).write_text(history)
    app = open_own("sentiment")
    assert LSTM not in app.selectbox(key="sentiment-model").options
    services.check_now(ModelDirectory.open(own_models / LSTM))
    app = open_own("models", **{"shown-model": LSTM})
    said = shown(texts(app))
    assert f"{LSTM} is not offered. Its best validation score is 0.400" in said
    assert not app.exception


def test_home_shows_a_good_one_and_says_why_the_other_is_broken(
    open_own: Open, own_models: Path
) -> None:
    answer_otherwise(own_models / LSTM)
    app = open_own("home")
    playing = [lane["name"] for show in stages(app) for lane in show["lanes"]]
    assert NEXT["sentiment"] in playing
    assert LSTM not in playing
    _background().submit(int).result()
    app.run()
    (checks,) = app.expander
    assert checks.proto.expanded
    assert checks.label == f"{len(list(own_models.iterdir()))} models, 1 broken"
    row = next(one.value for one in checks.markdown if "broken" in one.value)
    assert f"{LSTM} answers" in shown(row)


def test_home_says_in_a_line_that_all_are_intact(open_own: Open, own_models: Path) -> None:
    number = len(list(own_models.iterdir()))
    app = open_own("home")
    assert re.fullmatch(rf"{number} models, \d+ checked so far", app.expander[0].label)
    _background().submit(int).result()
    app.run()
    (checks,) = app.expander
    assert checks.label == f"{number} models, all intact"
    assert not checks.proto.expanded
    assert len(checks.markdown) == number


@pytest.mark.parametrize("task", FIRST)
def test_a_link_to_a_broken_one_gives_its_message_and_the_default(
    open_own: Open, own_models: Path, task: str
) -> None:
    answer_otherwise(own_models / FIRST[task])
    app = open_own(task, **{f"{task}-model": FIRST[task]})
    assert not app.exception
    assert f"{FIRST[task]} is broken: {FIRST[task]} " in shown(app.toast[0].value)
    assert app.selectbox(key=f"{task}-model").value == NEXT[task]


def test_one_that_breaks_while_it_is_shown_gives_way(open_own: Open, own_models: Path) -> None:
    app = open_own("sentiment")
    assert app.selectbox(key="sentiment-model").value == LSTM
    answer_otherwise(own_models / LSTM)
    app.run()
    assert not app.exception
    assert f"{LSTM} is broken" in shown(app.toast[0].value)
    assert app.selectbox(key="sentiment-model").value == NEXT["sentiment"]
    assert all(verdicts(app))


def test_those_whose_files_come_back_are_good_again(open_own: Open, own_models: Path) -> None:
    away = own_models.parent / "away"
    for lost in (own_models / LSTM / VOCABULARY, own_models / "encoder-tiny"):
        before = {task: open_own(task).selectbox(key=f"{task}-model").value for task in FIRST}
        assert before == FIRST
        lost.rename(away)
        for task in FIRST:
            open_own(task)
        away.rename(lost)  # Keeps its time, so that all is what it was before.
    assert {task: open_own(task).selectbox(key=f"{task}-model").value for task in FIRST} == FIRST


def test_nothing_that_is_cached_of_a_broken_one_is_shown(
    own_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MODELS", own_models)
    model = ModelDirectory.open(own_models / LSTM)
    readings.trace(LSTM, "A good film")
    answer_otherwise(own_models / LSTM)
    assert not services.has_failed(model)  # Nobody has looked yet.
    for _ in range(2):
        with pytest.raises(ModelError, match="when saved"):
            readings.trace(LSTM, "A good film")
    assert services.has_failed(model)
    shutil.copy(own_models / "sentiment-tiny-gru" / GOLDEN, own_models / LSTM / GOLDEN)
    assert not services.check_now(model).passed
    assert services.check_now(ModelDirectory.open(own_models / "sentiment-tiny-gru")).passed


def test_without_any_good_one_the_page_says_why(open_own: Open, own_models: Path) -> None:
    for name in {*SENTIMENT_MODELS, *OTHER_SENTIMENT_MODELS} - {LSTM}:
        shutil.rmtree(own_models / name)
    answer_otherwise(own_models / LSTM)
    app = open_own("sentiment")
    assert not app.exception
    said = shown(app.error[0].value)
    assert "no working sentiment model" in said
    assert f"{LSTM} is broken: {LSTM} answers" in said


@pytest.mark.parametrize("page", PAGES)
def test_a_folder_of_any_name_blanks_no_page(open_own: Open, own_models: Path, page: str) -> None:
    names = {
        b"odd\xff": "odd\\udcff",
        b"two\nlines": "two\\nlines",
        b"<b>*a*": "<b>*a*",
        b"n" * 255: "n" * 255,
    }
    for name in names:
        shutil.copytree(own_models / LSTM, own_models / os.fsdecode(name))
    app = open_own(page)
    assert not app.exception
    assert not app.error
    if page == "home":
        listed = [shown(one.value) for one in app.markdown]
        assert all(any(f"**{name}**" in row for row in listed) for name in names.values())
    if page == "models":
        assert set(names.values()) <= set(app.selectbox(key="shown-model").options)
        app.selectbox(key="shown-model").set_value("odd\\udcff").run()
        assert "Rename the folder" in shown(app.error[0].value)
