"""Single cells on stage: values are those of the trace, what is said is what was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dashboard.player.cells import KnownCells
from dashboard.shows.sentiment.reading import trace_show
from pipelines.models.cells import Cell, Cells, write_cells
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CELLS
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.task import SENTIMENT
from tests.dashboard.conftest import Open, described, on_stage, shown, texts
from tests.dashboard.labelled import labelled, show_of, with_cells
from tests.dashboard.test_player import numbers

MODELS = ("lstm", "gru", "rnn", "bilstm")


@pytest.mark.parametrize("kind", MODELS)
def test_a_track_holds_what_the_cell_did(models_root: Path, kind: str) -> None:
    trace = SentimentPipeline.load(models_root / f"sentiment-tiny-{kind}").trace("A good, bad film")
    top = len(trace.layers) - 1
    found = Cells((Cell(top, 5, -0.25, 0.5, 1.0),), (), 2, 3, 1, {})
    show = trace_show({"a": trace}, cells={"a": KnownCells(found, SENTIMENT.features)})
    (lane,) = described(show)["lanes"]
    (track,) = lane["cells"]["tracks"]
    values = numbers(show)[track["at"] :: track["stride"]][: len(trace.tokens)] / 127.5 - 1
    layer = trace.layers[top]
    did = layer.hidden[:, 5] if layer.cell is None else np.tanh(layer.cell[:, 5])
    assert values == pytest.approx(did, abs=1 / 250)
    assert (track["low"] / 127.5 - 1, track["high"] / 127.5 - 1) == pytest.approx(
        (-0.25, 0.5), abs=1 / 250
    )


def test_what_a_cell_follows_is_said_with_its_strength_the_clearest_first() -> None:
    (lane,) = described(show_of({"a": with_cells(labelled())}))["lanes"]
    tracks = lane["cells"]["tracks"]
    assert [track["title"] for track in tracks] == [
        "follows how much was read, correlation 0.95",
        "follows a negation just read, AUC 0.90",
        "moves the answer by 0.500",
    ]
    assert [track["falls"] for track in tracks] == [True, False, False]
    assert tracks[0]["said"] == "cell 3 upside down · moves the answer by 0.125"
    assert tracks[2]["said"] == "cell 4 · follows nothing that has a name"
    assert "1,000" in lane["cells"]["note"]


def test_valves_rest_where_they_do_on_validation_texts(models_root: Path) -> None:
    trace = SentimentPipeline.load(models_root / "sentiment-tiny-lstm").trace("A good film")
    rest = {"input": 0.125, "forget": 0.25, "output": 0.5}
    cells = Cells((Cell(0, 1, 0.0, 1.0, 0.5),), (rest,), 2, 3, 1, {})
    for known, expected in (
        ({"a": KnownCells(cells, SENTIMENT.features)}, rest),
        ({}, dict.fromkeys(rest)),  # Three words alone do not say.
    ):
        (lane,) = described(trace_show({"a": trace}, cells=known))["lanes"]
        (layer,) = lane["layers"]
        assert {valve["kind"]: valve["rest"] for valve in layer["valves"]} == expected


def test_a_page_shows_cells_that_are_known_and_names_a_damaged_file(
    open_own: Open, own_models: Path
) -> None:
    folder = own_models / "sentiment-tiny-lstm"
    found = Cells((Cell(0, 7, -0.5, 0.5, 0.5, {"negation": 0.91}),), (), 2, 3, 1, {})
    app = open_own("sentiment")
    app.selectbox(key="sentiment-model").set_value(folder.name).run()
    assert on_stage(app)["lanes"][0]["cells"] is None
    write_cells(ModelDirectory.open(folder), found)
    (track,) = on_stage(app.run())["lanes"][0]["cells"]["tracks"]
    assert track["title"] == "follows a negation just read, AUC 0.91"
    (folder / CELLS).write_text((folder / CELLS).read_text().replace("0.91", "1.91"))
    assert on_stage(app.run())["lanes"][0]["cells"] is None
    assert not app.exception
    assert f"{folder.name}/{CELLS} holds no cells of this model" in shown(texts(app))
