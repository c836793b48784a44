"""The page on which a viewer has a recogniser of gestures trained on recordings."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.messages import as_text
from dashboard.services.orders import OF_PAGE
from dashboard.services.training import Trainings
from dashboard.shows.gestures.paths import example
from dashboard.shows.gestures.watching import in_words, path_show
from dashboard.views import own, trainings
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import METRICS
from pipelines.tasks.gestures.pipeline import load
from pipelines.tasks.gestures.sources import LABELS
from pipelines.tasks.gestures.task import TEST
from tests.dashboard.conftest import Open, described, on_stage, shown, texts
from tests.models.test_shipped_models import MODELS
from tests.tasks.gestures.test_own import WIDTH, recorded
from tests.tasks.gestures.tiny import SMALL_CONFIGS, build_tiny_recogniser


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trainings]:
    """Whose trainings do not end by themselves."""
    found = Trainings((sys.executable, "-c", "import time; time.sleep(60)"))
    for module in (own, trainings):
        monkeypatch.setattr(module, "trainings", lambda: found)
    yield found
    for training in found.all():
        found.cancel(training.order.name)


def brought(app: AppTest, **changed: object) -> AppTest:
    """The page with recordings of which some columns are other than they should be, or not there.

    Args:
        changed: what stands in all rows of a column; None of one that is left out.
    """
    rows: list[dict[str, Any]] = [{**row, **changed} for row in recorded()]
    table = pd.DataFrame(rows).drop(columns=[name for name in changed if changed[name] is None])
    content = table.to_csv(index=False).encode()
    app.file_uploader[0].set_value(("hand.csv", content, "text/csv")).run()
    assert not app.exception
    return app


def offers(app: AppTest) -> bool:
    return "Train a small model" in [one.label for one in app.button]


def test_recordings_are_checked_and_trained_on_as_the_command_line_does(
    open_own: Open, queue: Trainings
) -> None:
    app = brought(open_own("own", **{"own-show": "gestures"}))
    assert "Say how wide it is" in shown(texts(app))
    width = app.text_input(key="own-width")
    for nonsense in ("wide", "0", "-3", "<b>"):
        width.set_value(nonsense).run()
        assert f"--width {nonsense} is no width above 0" in shown(texts(app))
        assert not offers(app)
    width.set_value(f" {WIDTH},0 ").run()
    assert not app.exception
    assert "recordings: 10, each whole in one part, with 80 runs" in shown(texts(app))
    (train,) = (one for one in app.button if one.label == "Train a small model")
    train.click().run()
    (training,) = queue.all()
    command, _score = training.order.commands
    columns = ("recording", "x", "y", "label", "time")
    groups = ("stop", "clockwise", "counterclockwise", "move")
    assert {f"--{one}={one}" for one in (*columns, *groups)} < set(command)
    assert f"--width={WIDTH},0" in command


@pytest.mark.usefixtures("queue")
def test_what_cannot_be_learnt_from_is_told(open_own: Open) -> None:
    app = brought(open_own("own", **{"own-show": "gestures"}), label="stop")
    assert "All rows of that column hold stop" in shown(texts(app))
    app = brought(open_own("own", **{"own-show": "gestures"}), x=None, recording=None)
    assert "cannot be two things at once" in shown(texts(app))
    app = brought(open_own("own", **{"own-show": "gestures"}), x=float("nan"))
    assert "row 1, which has no number as x" in shown(texts(app))
    assert not offers(app)


@pytest.mark.usefixtures("queue")
def test_recordings_may_lack_times_and_one_of_the_labels(open_own: Open) -> None:
    app = brought(open_own("own", **{"own-show": "gestures"}), time=None)
    assert app.selectbox(key="own-time").value is None
    app.text_input(key="own-width").set_value(str(WIDTH)).run()
    assert "recordings: 10" in shown(texts(app))
    app.multiselect[3].set_value([]).run()
    assert "has the label “move”, which none of --stop" in shown(texts(app))
    assert offers(app)
    for place in (1, 2):
        app.multiselect[place].set_value([]).run()
    assert not offers(app)
    # All others may be labels of the viewer's own.
    app.multiselect[4].set_value(["move", "clockwise", "counterclockwise"]).run()
    assert "(clockwise: 12, counterclockwise: 12, move: 12, stop: 12)" in shown(texts(app))
    assert offers(app)


def test_another_file_begins_anew(open_own: Open, queue: Trainings) -> None:
    app = brought(open_own("own", **{"own-show": "gestures"}), time=None)
    app.text_input(key="own-width").set_value(str(WIDTH)).run()
    app.selectbox(key="own-x").set_value("y").run()
    app.selectbox(key="own-y").set_value("x").run()
    app = brought(app)
    assert app.selectbox(key="own-time").value == "time"
    assert [app.selectbox(key=f"own-{one}").value for one in "xy"] == ["x", "y"]
    assert app.text_input(key="own-width").value == ""
    assert "Say how wide it is" in shown(texts(app))
    app.text_input(key="own-width").set_value(str(WIDTH)).run()
    (train,) = (one for one in app.button if one.label == "Train a small model")
    train.click().run()
    (training,) = queue.all()
    assert {"--time=time", f"--width={WIDTH}"} < set(training.order.commands[0])


@pytest.mark.usefixtures("queue")
def test_a_label_may_hold_a_comma(open_own: Open) -> None:
    rows = [{**row, "label": row["label"].replace("stop", "stop, or so")} for row in recorded()]
    app = open_own("own", **{"own-show": "gestures"})
    content = pd.DataFrame(rows).to_csv(index=False).encode()
    app.file_uploader[0].set_value(("hand.csv", content, "text/csv")).run()
    app.text_input(key="own-width").set_value(str(WIDTH)).run()
    app.multiselect[0].set_value(["stop, or so"]).run()
    assert "move: 12, stop: 12" in shown(texts(app))


@pytest.mark.usefixtures("queue")
def test_a_recogniser_stands_beside_its_commonest_label(open_own: Open, own_models: Path) -> None:
    model = own_models / "own-hand"
    shutil.copytree(own_models / "gestures-tiny-lstm", model)
    shutil.copy(MODELS / "gestures-lstm" / METRICS, model)
    (model / OF_PAGE).touch()
    app = open_own("own", **{"own-show": "gestures"})
    assert not app.exception
    scores = ModelDirectory.open(model).metrics()[TEST]
    right, frames = f"{scores['frame_accuracy']:.1f}", f"{scores['frames']:,}"
    low, high = scores["intervals"]["frame_accuracy"]
    commonest = max(label["count"] for label in scores["by_label"].values()) / scores["frames"]
    said = f"Of {frames} frames that were held back, it is right on **{right} of 100**"
    assert said in shown(texts(app))
    rows = app.table[0].value.map(as_text).to_numpy().tolist()
    assert rows == [[right, f"{low:.0f}–{high:.0f}"], [f"{100 * commonest:.1f}", ""]]


def test_models_of_other_labels_share_a_stage(open_own: Open, own_models: Path) -> None:
    """A label has one place and colour, whichever model knows it."""
    own_labels = {"own-first": ("<b>", "*left*"), "own-second": ("*left*", "up")}
    chosen, traces = example(""), {}
    for name, more in own_labels.items():
        build_tiny_recogniser(own_models / name, SMALL_CONFIGS["rnn"], (*LABELS, *more))
        traces[name] = load(own_models / name).trace(chosen.points)
    show = described(path_show(chosen, traces))
    assert show["labels"] == [*map(in_words, LABELS), "<b>", "*left*", "up"]
    for lane, trace in zip(show["lanes"], traces.values(), strict=True):
        said = [show["labels"][place] for place in lane["said"]]
        assert said == [in_words(label) for label in trace.result.labels]
    app = open_own("gestures", **{"gestures-model": "own-first"})
    assert not app.exception
    assert on_stage(app)["labels"][-2:] == ["<b>", "*left*"]


def test_labels_of_several_models_that_share_a_colour_are_told(
    open_own: Open, own_models: Path
) -> None:
    for name, more in {"own-first": "abcd", "own-second": "de", "own-third": "ab"}.items():
        build_tiny_recogniser(own_models / name, SMALL_CONFIGS["rnn"], (*LABELS, *more))
    app = open_own("compare", show="Gestures")
    chosen = app.multiselect(key="gestures-models")
    chosen.set_value(["own-first", "own-third"]).run()
    assert len(on_stage(app)["labels"]) == 8
    assert "share one" not in shown(texts(app))
    chosen.set_value(["own-first", "own-second", "gestures-tiny-lstm"]).run()
    assert len(on_stage(app)["labels"]) == 9
    assert "own-first, own-second tell 9 labels apart together" in shown(texts(app))
