"""Tables of scores say which way is better, and which model is the best by that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.models.files import METRICS, OTHER_METRICS
from pipelines.task import Metric
from tests.dashboard.conftest import Open, shown, texts
from tests.models.test_shipped_models import MODELS

ONE, OTHER, UNSCORED = "sentiment-tiny-lstm", "sentiment-tiny-rnn", "sentiment-tiny-gru"
BOLD = "The best of each row is bold."


def score(model: Path, failed: float, speed: int, **more: object) -> None:
    record = {
        "behaviour": {"negation": {"cases": 10, "failed": failed}},
        "reviews_a_second": {"batch_1": speed},
        "parameters": 3000,
    }
    (model / METRICS).write_text(json.dumps(record | more))


def compared(open_own: Open) -> AppTest:
    app = open_own("compare")
    app.multiselect[0].set_value([ONE, OTHER, UNSCORED]).run()
    assert not app.exception
    assert not app.error
    return app


def test_the_best_of_a_row_is_bold_by_its_direction(open_own: Open, own_models: Path) -> None:
    score(own_models / ONE, 9.96, 200)
    score(own_models / OTHER, 40.0, 1_000)
    app = compared(open_own)
    rows = app.table[0].value.map(shown).rename(index=shown).T.to_dict("list")
    assert rows["negations failed % ↓"] == ["**10.0**", "40.0", "–"]
    assert rows["reviews a second, one by one ↑"] == ["200", "**1,000**", "–"]
    assert rows["parameters ↓"] == ["**3,000**", "**3,000**", "–"]
    assert rows["IMDB accuracy % ↑"] == ["–", "–", "–"]
    assert "↑ higher is better, ↓ lower is." in texts(app)
    assert BOLD in texts(app)


@pytest.mark.parametrize("measured_on", [None, {"imdb_test": {"items": 3, "sha256": "of others"}}])
def test_none_is_the_best_of_one_or_on_other_tests(
    open_own: Open, own_models: Path, measured_on: object
) -> None:
    score(own_models / ONE, 10.0, 200)
    if measured_on:
        score(own_models / OTHER, 40.0, 1_000, measured_on=measured_on)
    app = compared(open_own)
    assert "**" not in app.table[0].value.to_string()
    assert BOLD not in texts(app)


def test_own_data_has_a_table_of_its_own_and_decides_where_it_is_shared(
    open_own: Open, own_models: Path
) -> None:
    digest = "0123456789ab" + "0" * 52
    shipped = json.loads((MODELS / "sentiment-lstm" / METRICS).read_text())["imdb_test"]
    own = {
        "imdb_test": {**shipped, "accuracy": 71.0},
        "measured_on": {"imdb_test": {"items": 300, "sha256": "of mine"}},
        "source": {"name": "my *reviews.csv", "bytes": 12_345, "sha256": digest},
    }
    score(own_models / ONE, 10.0, 200)
    better = {**own, "imdb_test": {**shipped, "accuracy": 82.0}}
    (own_models / ONE / OTHER_METRICS).write_text(json.dumps([better]))
    (own_models / OTHER / METRICS).write_text(json.dumps(own))
    app = compared(open_own)
    published, mine = (
        table.value.map(shown).rename(index=shown, columns=shown).T for table in app.table
    )
    assert list(published) != list(mine)
    assert published.index.tolist() == [ONE, UNSCORED]
    assert mine["accuracy %, reviews ↑"].to_dict() == {ONE: "**82.0**", OTHER: "71.0"}
    said = shown(texts(app))
    assert "my *reviews.csv: 12,345 bytes, SHA-256 0123456789ab" in said
    # The card compares what was measured on the same.
    assert "Whether the lead is an accident was not tested." in said


def test_scores_that_are_written_alike_are_equally_good() -> None:
    error = Metric("error", "error", better="lower")
    records: list[dict[str, float]] = [{"error": 1.04}, {"error": 1.0}, {}, {"error": 2}]
    assert [error.written(one) == error.best(records) for one in records] == [1, 1, 0, 0]
    assert error.best(records[2:]) is None
