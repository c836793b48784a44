"""The page on which a viewer has a model trained on a table, with a stand-in for what trains."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.messages import as_text
from dashboard.services import tables
from dashboard.services.training import Trainings
from dashboard.views import own
from dashboard.views import trainings as listed
from tests.dashboard.conftest import Open, shown, texts

ROWS = "review;stars\n" + "".join(
    f"{word} film, seen in <b>{n}</b> rooms;{stars}\n"
    for n, (word, stars) in enumerate([("Fine", 5), ("Dull", 1), ("Warm", 4), ("Weak", 2)] * 25)
)
CONTENT = (ROWS + "Café, at last;5\n").encode("cp1252")
STAND_IN = """
import json, pathlib, shutil, sys, time
_, command, task, model, *options = sys.argv
if command == "evaluate":
    assert options[-2:] == ["--beside", str(pathlib.Path(model).parent / "sentiment-best")], options
    def part(right):
        return {"accuracy": right, "accuracy_interval": [right - 9, right + 5], "f1": right,
                "calibration_error": 2, "confusion": [[4, 1], [2, 4]], "texts": 11, "levels":
                {"clearly": {"coverage": 9, "accuracy": None}}, "reliability": [{"said": 0.5,
                "came_true": 0.5, "texts": 11}], "by_length": [{"from": 0, "to": None, "accuracy":
                right, "texts": 11}]}
    source = {"name": "My <b>.csv", "bytes": 4321, "sha256": "ab" * 32, "rows": 101}
    metrics = {"imdb_test": part(87), "source": source,
               "beside": {"sentiment-best": {"imdb_test": part(81)}}}
    pathlib.Path(model, "metrics.json").write_text(json.dumps(metrics))
    sys.exit()
given = dict(zip(options[:6:2], options[1:6:2]))
given |= dict(one.split("=", 1) for one in options[6:])
file, run = pathlib.Path(given["--data"]), pathlib.Path(given["--run"])
assert given["--text"] == "review" and given["--positive"] == "5,4", given
assert b"\\xe9" in file.read_bytes()
rows = "epoch,training_loss,validation_score,seconds\\n1,0.7,0.6,60.0\\n"
(run / "history.csv").write_text(rows)
if "slow" in model:
    time.sleep(60)
shutil.copytree(pathlib.Path(model).parent / "sentiment-tiny-lstm", model)
"""


@pytest.fixture
def queue(tmp_path: Path, own_models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trainings]:
    program = tmp_path / "stand_in.py"
    program.write_text(STAND_IN)
    found = Trainings((sys.executable, str(program)))
    shutil.copytree(own_models / "sentiment-tiny-lstm", own_models / "sentiment-best")
    for module in (own, listed):
        monkeypatch.setattr(module, "trainings", lambda: found)
    yield found
    for training in found.all():
        found.cancel(training.order.name)


def brought(
    app: AppTest, content: bytes = (ROWS + "Café, at last;5\n").encode("cp1252")
) -> AppTest:
    app.file_uploader[0].set_value(("My <b>.csv", content, "text/csv")).run()
    assert not app.exception
    return app


def ordered(app: AppTest, name: str) -> AppTest:
    app.multiselect[0].set_value(["5", "4"]).run()
    app.multiselect[1].set_value(["1", "2"]).run()
    app.text_input(key="own-name-My <b>.csv").set_value(name).run()
    (train,) = (one for one in app.button if one.label == "Train a small model")
    return train.click().run()


@pytest.mark.usefixtures("queue")
def test_columns_are_guessed_and_what_is_no_table_is_told(open_own: Open) -> None:
    app = brought(open_own("own"))
    assert not app.error
    assert [box.value for box in app.selectbox[:2]] == ["review", "stars"]
    assert app.multiselect[0].options == ["5", "1", "4", "2"]
    assert "101 rows, CSV" in shown(texts(app))
    app = ordered(app, "sentiment-best")
    said = shown(texts(app))
    assert "“sentiment-best” is not" in said
    # As ``data check`` finds it, but for where the file lies.
    assert "My--b-.csv: CSV, 101 rows" in said
    assert "To be scored on: 11 (negative: 5, positive: 6)" in said
    app.file_uploader[0].set_value(("Other.csv", CONTENT, "text/csv")).run()
    (name,) = (one for one in app.text_input if one.label == "Name of the model")
    assert name.value == "own-other"  # Not the name that was wished for another table.
    app.multiselect[0].set_value(["5"]).run()
    assert "26 usable rows" in shown(texts(app))
    assert not [one for one in app.button if one.label == "Train a small model"]
    app = brought(open_own("own"), b"%PDF-1.7")
    assert "not a table" in shown(texts(app))


@pytest.mark.usefixtures("queue")
def test_texts_are_guessed_to_be_long_and_labels_to_be_two_or_more(open_own: Open) -> None:
    sides = ("Positiv", "negativ")
    rows = "".join(f"{n};4411;;{sides[n % 2]};Room {n} was {sides[n % 2]}\n" for n in range(120))
    app = brought(open_own("own"), f"Nr;Collector;Place;Verdict;Comment\n{rows}".encode())
    assert [box.value for box in app.selectbox[:2]] == ["Comment", "Verdict"]
    assert [box.value for box in app.multiselect[:2]] == [["Positiv"], ["negativ"]]
    assert "To be scored on: 12 (negative: 6, positive: 6)" in shown(texts(app))


def test_a_model_is_trained_survives_a_reload_and_goes_when_it_is_deleted(
    open_own: Open, own_models: Path, queue: Trainings
) -> None:
    app = ordered(brought(open_own("own")), "own-slow")
    ordered(app, "own-quick")
    until = time.monotonic() + 60
    while not queue.all()[0].history():
        assert time.monotonic() < until
        time.sleep(0.05)
    app = open_own("own")  # Another visit.
    said = shown(texts(app))
    assert "own-slow" in said
    assert "waiting" in said
    progress = str(app.get("progress")[0].proto)
    assert "Epoch 2 of 2 · about 1 minute left" in progress
    app.button(key="cancel-own-slow").click().run()
    while not queue.all()[1].over:
        assert time.monotonic() < until
        time.sleep(0.05)
    # What the command line has trained is nobody's to delete here.
    shutil.copytree(own_models / "sentiment-tiny-lstm", own_models / "own-by-hand")
    app = open_own("own")
    assert [one.state for one in queue.all()] == ["cancelled", "finished"]
    assert "by-hand" not in str([one.key for one in app.button])
    said = shown(texts(app))
    assert "11 rows that were held back, it is right on **87.0 of 100**" in said
    assert "4,321 bytes, SHA-256 abababababab" in said
    rows = app.table[0].value.map(as_text).to_numpy().tolist()
    # By guessing, 6 of 11.
    assert rows == [["87.0", "78–92"], ["81.0", "72–86"], ["54.5", ""]]
    assert not (own_models / "own-slow").exists()
    stage = open_own("sentiment", **{"sentiment-model": "own-quick"})
    assert stage.selectbox(key="sentiment-model").value == "own-quick"
    app.button(key="delete-own-quick").click().run()
    assert not (own_models / "own-quick").exists()
    assert not app.exception
    assert not list((own_models.parent / "runs").iterdir())  # Nor is anything of the table left.


@pytest.mark.usefixtures("queue")
def test_of_more_than_fits_the_command_is_told(
    open_own: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    tables._looking.clear()
    app = brought(open_own("own"))
    app.multiselect[0].set_value(["5"]).run()
    app.multiselect[1].set_value(["1"]).run()
    tables._looking.clear()
    assert not app.error
    command = "train sentiment models/mine --data My--b-.csv --text=review --label=stars"
    assert command in app.code[0].value
    assert not [one for one in app.button if one.label == "Train a small model"]
