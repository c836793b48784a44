"""Whatever was done to the records of one model, charts and tables of the others stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.models.files import HISTORY, METRICS, PREDICTIONS
from tests.conftest import CAPTION_MODELS, SENTIMENT_MODELS
from tests.damage import damaged, with_odd_value
from tests.dashboard.conftest import Open, shown
from tests.models.test_shipped_models import MODELS

RECORDS = (METRICS, HISTORY, PREDICTIONS)
SHOWS = {
    "Sentiment": ("sentiment-lstm", SENTIMENT_MODELS, 6),
    "Captioning": ("caption-lstm", CAPTION_MODELS, 3),
}
SEEDS = range(2)


@pytest.fixture
def scored(own_models: Path) -> Path:
    """Models with the records of shipped ones."""
    for source, models, _ in SHOWS.values():
        for name in models:
            for record in RECORDS:
                shutil.copy(MODELS / source / record, own_models / name / record)
    return own_models


def check_others_stay(app: AppTest, broken: str, models: tuple[str, ...], charts: int) -> None:
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == charts
    assert {*models} - {broken} <= {shown(name) for name in app.table[0].value.columns}
    assert all(broken in shown(error.value) for error in app.error)


@pytest.mark.parametrize("show", SHOWS)
def test_others_keep_their_charts_and_tables(open_own: Open, scored: Path, show: str) -> None:
    source, models, charts = SHOWS[show]
    app = open_own("compare")
    app.segmented_control(key="show").set_value(show).run()
    app.multiselect[0].set_value(list(models)).run()
    questions = app.button_group(key=f"{show.lower()}-questions")
    questions.set_value(list(questions.options)).run()
    check_others_stay(app, "", models, charts)
    assert not app.error
    for record in RECORDS:
        sound = (MODELS / source / record).read_bytes()
        kinds: tuple[Callable[[bytes, int], bytes], ...] = (
            (damaged, with_odd_value) if record == METRICS else (damaged,)
        )
        for damage in kinds:
            for seed in SEEDS:
                (scored / models[0] / record).write_bytes(damage(sound, seed))
                check_others_stay(app.run(), models[0], models, charts)
        (scored / models[0] / record).write_bytes(b"")
        check_others_stay(app.run(), models[0], models, charts)
        assert app.error
        (scored / models[0] / record).write_bytes(sound)


def test_every_record_of_the_model_itself_that_is_sound_is_shown(
    open_own: Open, scored: Path
) -> None:
    name = SENTIMENT_MODELS[0]
    app = open_own("models")
    app.selectbox(key="shown-model").set_value(name).run()
    whole = len(app.get("vega_lite_chart"))
    assert whole == 7
    (scored / name / HISTORY).write_text("epoch,validation_score\n1,high\n")
    app.run()
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == whole - 2
    assert [f"{name}/{HISTORY}" in shown(error.value) for error in app.error] == [True]
