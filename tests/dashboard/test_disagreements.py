"""Test items on which two models disagree, listed where the data is at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from dashboard.shows.captioning import compared as compared_writers
from dashboard.shows.sentiment import compared as compared_readers
from pipelines.data.folder import VARIABLE
from pipelines.errors import PipelineError
from pipelines.models.arrays import write_arrays
from pipelines.models.files import METRICS, PREDICTIONS
from pipelines.scoring.measured import MEASURED_ON, described
from pipelines.tasks.captioning.comparison import PhotoScores, Predictions
from pipelines.tasks.captioning.comparison import as_arrays as captions_as_arrays
from pipelines.tasks.sentiment.comparison import as_arrays
from pipelines.tasks.sentiment.labelled import LabelledTexts, load_tests
from tests.conftest import CAPTION_MODELS, SENTIMENT_MODELS
from tests.dashboard.conftest import Open, shown, texts

READERS, WRITERS = SENTIMENT_MODELS[:2], CAPTION_MODELS


@pytest.fixture
def scored(
    own_models: Path, tiny_data: Path, open_own: Open, monkeypatch: pytest.MonkeyPatch
) -> Open:
    """Two models of each task with answers that are known, and the data that they answered to."""
    monkeypatch.setenv(VARIABLE, str(tiny_data))
    tests = load_tests(tiny_data)
    for name, shift in zip(READERS, (0.0, 0.3), strict=True):
        labels = {test: np.array(labelled.labels) for test, labelled in tests.items()}
        answers = {
            test: np.linspace(0.2, 0.6, len(meant)) * (1 + shift) for test, meant in labels.items()
        }
        write_arrays(own_models / name / PREDICTIONS, as_arrays(answers, labels))
        keep_record(own_models / name, tests)
    for name, cider, third in zip(WRITERS, ([0.5, 0.9, 0.2], [0.6, 0.1, 0.2]), "cd", strict=True):
        scores = PhotoScores(np.ones((3, 10), dtype=int), np.ones(3), np.array(cider))
        said = ("the same", f"two {third}", f"three {third}")
        arrays = captions_as_arrays({"beam": Predictions(said, scores)})
        write_arrays(own_models / name / PREDICTIONS, arrays)
    return open_own


def keep_record(folder: Path, tests: Mapping[str, LabelledTexts]) -> None:
    """As if the model had been measured on these tests."""
    measured = {name: described(zip(*test, strict=True)) for name, test in tests.items()}
    (folder / METRICS).write_text(json.dumps({MEASURED_ON: measured}))


@pytest.mark.usefixtures("scored")
def test_texts_come_furthest_apart_first_and_only_where_the_answers_differ() -> None:
    table = compared_readers._disagreements(*READERS, "imdb_test")
    one, other = (table[name] for name in READERS)
    assert len(table) > 1
    assert ((one > 0.5) != (other > 0.5)).all()
    assert (other - one).diff().dropna().le(1e-6).all()


@pytest.mark.usefixtures("scored")
def test_photos_come_in_the_order_of_what_one_is_ahead() -> None:
    table = compared_writers._disagreements(*WRITERS)
    assert table["photo"].tolist() == ["Photo 2", "Photo 3"]  # Of photo 1 they say the same.
    assert table["lead"].round(3).tolist() == [80, 0]
    assert table[WRITERS[0]].tolist() == ["two c", "three c"]


def test_both_lists_are_on_the_page(scored: Open) -> None:
    app = scored("compare")
    app.multiselect[0].set_value(list(READERS)).run()
    app.toggle(key="disagreements").set_value(True).run()
    assert "furthest apart come first" in shown(texts(app))
    app.segmented_control(key="show").set_value("Captioning").run()
    app.multiselect[0].set_value(list(WRITERS)).run()
    assert not app.exception
    assert not app.error
    assert "different things of 2 photos" in shown(texts(app))
    assert list(app.dataframe[0].value.columns) == ["photo", *WRITERS, "lead"]


def test_without_data_the_page_says_how_to_get_there(
    scored: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    app = scored("compare")
    app.multiselect[0].set_value(list(READERS)).run()
    app.toggle(key="disagreements").set_value(True).run()
    assert "make demo DATA=folder" in texts(app)
    assert not app.error


@pytest.mark.usefixtures("scored")
def test_answers_to_other_texts_are_refused(own_models: Path) -> None:
    arrays = as_arrays({"imdb_test": np.ones(3)}, {"imdb_test": np.ones(3)})
    write_arrays(own_models / READERS[0] / PREDICTIONS, arrays)
    with pytest.raises(PipelineError, match="Score both again"):
        compared_readers._disagreements(*READERS, "imdb_test")


def test_models_of_different_tests_are_not_compared(
    scored: Open, own_models: Path, tiny_data: Path
) -> None:
    mine = LabelledTexts(["A fine film."] * 300, [1] * 300)
    keep_record(own_models / READERS[1], {**load_tests(tiny_data), "imdb_test": mine})
    app = scored("compare")
    app.multiselect[0].set_value(list(READERS)).run()
    app.toggle(key="disagreements").set_value(True).run()
    assert not app.exception
    assert not app.error
    said = shown(texts(app))
    assert "Measured on different tests" in said
    assert said.count("so they are not compared: 24 other reviews; 8 other sentences, and") == 2
    assert "300 other reviews" in said
    assert "McNemar" not in said
    assert "IMDB test" not in said


@pytest.mark.usefixtures("scored")
def test_texts_of_another_folder_are_not_listed(own_models: Path, tiny_data: Path) -> None:
    tests = load_tests(tiny_data)
    turned = {name: LabelledTexts(test.texts[::-1], test.labels) for name, test in tests.items()}
    keep_record(own_models / READERS[0], turned)
    with pytest.raises(PipelineError, match="measured on other reviews than the data folder holds"):
        compared_readers._disagreements(*READERS, "imdb_test")
