"""Several models, side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.shows import SHOWS
from dashboard.shows.sentiment.texts import DIVIDING, FIRST_EXAMPLE
from dashboard.views.choices import MAX_COMPARED
from dashboard.views.metrics import p_in_words
from pipelines.models.listing import list_models
from tests.dashboard.conftest import Open, go, on_stage, shown, texts
from tests.models.test_shipped_models import MODELS


def test_comparison_shows_every_model_and_its_scores(open_page: Open) -> None:
    app = open_page("compare")
    names = app.multiselect[0].value
    assert len(names) == MAX_COMPARED
    lanes = [lane["name"] for lane in on_stage(app)["lanes"]]
    assert lanes == [name for name in names if not name.startswith("baseline")]
    underlined, *asides = on_stage(app)["asides"]
    assert "disagree" in underlined
    others = set(names) - set(lanes)
    assert all(aside.startswith(name) for aside, name in zip(asides, others, strict=True))
    assert [shown(name) for name in app.table[0].value.columns] == names


def test_comparison_lays_gradients_over_each_other(open_own: Open, own_models: Path) -> None:
    norms = {"sentiment-tiny-lstm": [1.0, 0.5, 0.4], "sentiment-tiny-rnn": [1.0, 0.1, 1e-9]}
    for name, values in norms.items():
        stored = json.dumps({"gradient_by_distance": values})
        (own_models / name / "metrics.json").write_text(stored)
    app = open_own("compare")
    app.multiselect[0].set_value(["sentiment-tiny-rnn", "sentiment-tiny-lstm"]).run()
    app.button_group(key="sentiment-questions").set_value(["Which remembers longest?"]).run()
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


def test_models_to_begin_with_are_shipped_and_of_their_task() -> None:
    tasks = {one.name: one.directory.kind.name for one in list_models(MODELS) if one.directory}
    for show in SHOWS.values():
        assert len(show.instructive) > 1
        assert {tasks[name] for name in show.instructive} == {show.task.name}


def test_instructive_models_are_compared_at_first_where_two_are_there(
    open_own: Open, own_models: Path
) -> None:
    best, lstm = ("sentiment-best", "sentiment-lstm")
    (own_models / "sentiment-tiny-gru").rename(own_models / lstm)
    assert len(open_own("compare").multiselect[0].value) == MAX_COMPARED
    (own_models / "sentiment-tiny-rnn").rename(own_models / best)
    assert open_own("compare").multiselect[0].value == [best, lstm]


def test_the_stage_begins_with_what_divides_the_models_until_the_viewer_asks(
    open_page: Open,
) -> None:
    app = open_page("compare")
    assert app.session_state["text"] in DIVIDING.values()
    app.button_group(key="example").set_value("A change of mind").run()
    app.multiselect[0].set_value(app.multiselect[0].options[:2]).run()
    assert app.session_state["text"] == FIRST_EXAMPLE
    go(app, "sentiment").run()
    assert app.session_state["text"] == FIRST_EXAMPLE


def test_models_with_steps_take_the_first_colours(open_page: Open) -> None:
    app = open_page("compare")
    names = ["baseline-tiny-vader", "sentiment-tiny-lstm", "sentiment-tiny-rnn"]
    app.multiselect[0].set_value(names).run()
    assert [lane["name"] for lane in on_stage(app)["lanes"]] == names[1:]
    (scores,) = (one for one in app.get("bidi_component") if '"models":' in one.proto.json)
    assert json.loads(scores.proto.json)["models"] == [*names[1:], names[0]]


@pytest.mark.parametrize(
    ("p", "said"),
    [(2.9e-32, "p < 0.001"), (0.000999, "p < 0.001"), (0.001, "p = 0.001"), (0.0314, "p = 0.031")],
)
def test_p_values_are_no_finer_than_anybody_reads(p: float, said: str) -> None:
    assert p_in_words(p) == said
