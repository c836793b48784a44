"""A curve on stage, and what was said of it before it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.messages import as_text
from dashboard.player.plotting import Ahead, Stage, forecasting_show
from dashboard.services.orders import OF_PAGE
from dashboard.services.training import Trainings
from dashboard.views import trainings
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import METRICS
from pipelines.models.json_files import write_json
from pipelines.tasks.series.known import HORIZON, Known
from pipelines.tasks.series.metrics import score_traces
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.task import TEST
from tests.dashboard.conftest import Open, described, on_stage, shown, texts
from tests.tasks.series.tiny import SMALL_CONFIGS, build_tiny_forecaster

RULES = ["all stays as it is", "as a season ago"]
OWN = {"own-sold": Known("*Sold*", "*Sold*", "month", 12, datetime(2020, 1, 1))}


def uploaded(app: AppTest, content: bytes) -> AppTest:
    app.segmented_control(key="course").set_value("Your own column").run()
    app.file_uploader[0].set_value(("own.csv", content, "text/csv")).run()
    return app


def test_all_models_and_two_rules_forecast_one_series(open_page: Open) -> None:
    app = open_page("series")
    assert not app.exception
    show = on_stage(app)
    names = [one["name"] for one in show["ahead"]]
    assert names == [
        "series-tiny-lstm",
        "series-tiny-window",
        "all stays as it is",
        "as a season ago",
    ]
    assert [one["window"] for one in show["ahead"]] == [None, 5, None, None]
    assert all(len(one["values"]) == show["steps"] for one in show["ahead"])
    assert show["start"] == show["new"] - 1
    app.toggle(key="beside").set_value(False).run()
    (only, *rules) = on_stage(app)["ahead"]
    assert len(rules) == 2
    assert only["band"]
    assert "a band made for 80%" in texts(app)


def test_an_own_column_is_read_by_networks_of_another_series(open_page: Open) -> None:
    rows = "\n".join(f"{day},{day % 7}" for day in range(90))
    app = uploaded(open_page("series"), f"day,*sold*\n{rows}".encode())
    assert not app.exception
    assert not app.error
    assert not app.warning
    show = on_stage(app)
    assert show["lanes"][0]["name"] == "*sold*"
    assert show["lanes"][0]["values"] == [float(day % 7) for day in range(90)]
    assert "No network learnt these values" in texts(app)
    app.selectbox(key="networks").set_value("airline").run()
    assert not app.exception
    assert texts(app).count("above 0") == 1  # Not by every model.


def test_a_model_of_own_series_shows_these_and_stands_beside_no_other(
    open_own: Open, own_models: Path
) -> None:
    build_tiny_forecaster(own_models / "series-own", SMALL_CONFIGS["rnn"], OWN)
    app = open_own("series", **{"series-model": "series-own"})
    assert not app.exception
    assert not app.error
    assert app.segmented_control(key="course").options == ["\\*Sold\\*", "Your own column"]
    show = on_stage(app)
    assert show["lanes"][0]["name"] == "*Sold*"
    names = [one["name"] for one in show["ahead"]]
    assert names == ["series-own", "all stays as it is", "as a season ago"]
    uploaded(app, "\n".join(map(str, range(90))).encode())
    assert not app.exception
    assert on_stage(app)["ahead"][0]["name"] == "series-own"
    app.selectbox(key="series-model").set_value("series-tiny-lstm").run()
    assert not app.exception
    assert not app.error
    for page in ("models", "home", "compare"):
        other = open_own(page, **{"shown-model": "series-own"})
        assert not other.exception
        assert not other.error


def test_the_page_of_own_data_takes_series(open_page: Open) -> None:
    app = open_page("own", **{"own-show": "series"})
    rows = "\n".join(f"{1 + n % 12:02}.{2000 + n // 12};{n % 12}" for n in range(96))
    app.file_uploader[0].set_value(("own.csv", f"Monat;Wert\n{rows}".encode(), "text/csv")).run()
    app.selectbox(key="own-value").set_value("Wert").run()
    app.selectbox(key="own-time").set_value("Monat").run()
    assert not app.exception
    assert not app.error
    assert "2000-01 to 2007-12, a value each month" in texts(app).replace("\\", "")
    assert "Train a small model" in [one.label for one in app.button]
    for season, said in (("7", "steps of a season: 7"), ("many", "--season many is no number")):
        app.text_input(key="own-season").set_value(season).run()
        assert said in texts(app).replace("\\", "").replace("\u2060", "")
    assert "Train a small model" not in [one.label for one in app.button]


def test_a_file_without_numbers_gets_a_sentence(open_page: Open) -> None:
    app = uploaded(open_page("series"), b"<script>alert(1)</script>")
    assert not app.exception
    assert "no column" in texts(app)


def test_what_nobody_can_say_leaves_a_gap() -> None:
    said = np.full((3, HORIZON), np.nan)
    said[1:] = 2.5
    show = described(
        forecasting_show(
            ("tides", [1.0, 2.0, 3.0]),
            {"a": Ahead(said)},
            Stage(["x", "y", "z"], start=0, new=0),
            "day",
            "metres",
        )
    )
    assert show["ahead"][0]["values"] == [[None] * HORIZON, [2.5] * HORIZON, [2.5] * HORIZON]
    assert show["room"] == HORIZON


def test_of_several_own_series_each_is_named(
    own_models: Path, open_own: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {**OWN, "own-lent": replace(OWN["own-sold"], title="Lent")}
    model = build_tiny_forecaster(own_models / "own-both", SMALL_CONFIGS["lstm"], known)
    pipeline = SeriesPipeline.load(model)
    traces = {one: pipeline.trace(pipeline.course(one)) for one in known}
    seasons = dict.fromkeys(known, 12)
    measured = {"measured_on": {TEST: {"items": 80, "sha256": "cd" * 32}}}
    write_json(model / METRICS, {TEST: score_traces(traces, seasons), **measured})
    (model / OF_PAGE).touch()
    queue = Trainings()
    monkeypatch.setattr(trainings, "trainings", lambda: queue)
    app = open_own("own", **{"own-show": "series"})
    assert not app.exception
    assert not app.error
    said = [one.value for one in app.markdown]
    assert said.index(r"**\*Sold\***") < said.index("**Lent**")
    assert len(app.table) == 4
    assert sum("Mean distance from what came" in one.value for one in app.caption) == 1


def test_the_page_of_own_data_says_how_far_off_what_it_trained_is_beside_two_rules(
    own_models: Path, open_own: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two models of the same series, too."""
    for name, kind in (("own-first", "rnn"), ("own-second", "lstm")):
        model = build_tiny_forecaster(own_models / name, SMALL_CONFIGS[kind], OWN)
        pipeline = SeriesPipeline.load(model)
        traces = {one: pipeline.trace(pipeline.course(one)) for one in OWN}
        source = {"name": "My <b>.csv", "bytes": 4321, "sha256": "ab" * 32, "rows": 120}
        measured = {"measured_on": {TEST: {"items": 40, "sha256": "cd" * 32}}, "source": source}
        scores = {TEST: score_traces(traces, {"own-sold": 12}), **measured}
        write_json(model / METRICS, scores)
        (model / OF_PAGE).touch()
    queue = Trainings()
    monkeypatch.setattr(trainings, "trainings", lambda: queue)
    app = open_own("own", **{"own-show": "series"})
    assert not app.exception
    said = shown(texts(app))
    assert said.count("My <b>.csv, 40 values. Measured on My <b>.csv: 4,321 bytes") == 2
    found = iter(app.table)
    for name in ("own-second", "own-first"):
        scores = ModelDirectory.open(own_models / name).metrics()[TEST]["by_series"]["own-sold"]
        for one in scores.values():
            low, high = one["error_interval"]
            table = next(found).value.map(as_text)
            assert table.index.map(as_text).tolist() == [name, *RULES]
            assert table.iloc[:, 0].tolist() == [
                f"{one['error']:.2f} ({low:.2f} to {high:.2f})",
                f"{one['like_today']:.2f}",
                f"{one['like_last_season']:.2f}",
            ]
            beaten = "“all stays as it is” by" if one["saved"] > 0 else "Nothing beats yesterday"
            assert beaten in said
