"""Several models, side by side."""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.views.choices import MAX_COMPARED
from tests.dashboard.conftest import Open, on_stage, shown, texts


def test_comparison_shows_every_model_and_its_scores(open_page: Open) -> None:
    app = open_page("compare")
    names = app.multiselect[0].value
    assert len(names) == MAX_COMPARED
    said = shown(texts(app))
    assert all(f"{name}: " in said for name in names)
    assert [lane["name"] for lane in on_stage(app)["lanes"]] == [
        name for name in names if not name.startswith("baseline")
    ]
    assert [shown(name) for name in app.table[0].value.columns] == names


def test_comparison_lays_gradients_over_each_other(open_own: Open, own_models: Path) -> None:
    norms = {"sentiment-tiny-lstm": [1.0, 0.5, 0.4], "sentiment-tiny-rnn": [1.0, 0.1, 1e-9]}
    for name, values in norms.items():
        stored = json.dumps({"gradient_by_distance": values})
        (own_models / name / "metrics.json").write_text(stored)
    app = open_own("compare")
    app.multiselect[0].set_value(["sentiment-tiny-rnn", "sentiment-tiny-lstm"]).run()
    assert not app.exception
    assert not app.error
    spec = json.loads(app.get("vega_lite_chart")[-1].proto.spec)
    assert spec["encoding"]["color"]["scale"]["domain"] == [
        "sentiment-tiny-rnn",
        "sentiment-tiny-lstm",
    ]
    (own_models / "sentiment-tiny-rnn" / "metrics.json").write_text(
        '{"gradient_by_distance": ["steep"]}'
    )
    app.run()
    assert not app.exception
    assert len(app.error) == 1


def test_comparison_of_nothing_asks_for_a_model(open_page: Open) -> None:
    app = open_page("compare")
    app.multiselect[0].set_value([]).run()
    assert not app.exception
    assert "at least one" in texts(app)
