"""Records: of which tests they are, and what may take their place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipelines.data.source import SOURCE
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import METRICS, OTHER_METRICS, PREDICTIONS
from pipelines.models.records import MOST_OTHERS
from pipelines.scoring.measured import MEASURED_ON, described, in_words, is_published
from pipelines.task import Task
from pipelines.tasks.captioning import evaluate as caption_evaluation
from pipelines.tasks.sentiment import evaluate as sentiment_evaluation
from pipelines.tasks.sentiment.labelled import load_tests
from pipelines.tasks.sentiment.task import SENTIMENT
from tests.commands import run_command
from tests.damage import change_column


@pytest.fixture(autouse=True)
def _only_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clocks, behaviour tests and outsiders take long, and are no part of this."""
    for module in (sentiment_evaluation, caption_evaluation):
        monkeypatch.setattr(module, "median_milliseconds", lambda _: 1.0)
    rates = {"negation": {"cases": 1, "failed": 0.0}}
    monkeypatch.setattr(sentiment_evaluation, "failure_rates", lambda _: rates)
    monkeypatch.setattr(
        caption_evaluation,
        "out_of_distribution_pictures",
        lambda: {"noise": [Image.new("RGB", (9, 9))]},
    )


RUN_OF = {"sentiment": ("imdb", "sst"), "captioning": ("flickr8k",)}
ROWS = st.lists(st.tuples(st.text(), st.integers(0, 4)), min_size=1)


@given(rows=ROWS, others=ROWS)
def test_a_test_set_is_its_rows_in_order(
    rows: list[tuple[str, int]], others: list[tuple[str, int]]
) -> None:
    spaced = [(text.replace(" ", "  \n"), label) for text, label in rows]
    assert described(spaced) == described(rows)
    there = [(" ".join(text.split()), label) for text, label in rows]
    elsewhere = [(" ".join(text.split()), label) for text, label in others]
    assert (described(rows) == described(others)) == (there == elsewhere)


def test_records_that_name_no_tests_are_of_the_published_ones() -> None:
    said = str(in_words({}, SENTIMENT))
    assert said == "IMDB test, 25,000 reviews; SST-2 test, 1,821 sentences"
    mine = {MEASURED_ON: {"imdb_test": described([("Fine.", 1)] * 300)}}
    assert str(in_words(mine, SENTIMENT)) == "300 other reviews; unknown data"
    assert not is_published(mine, SENTIMENT, "imdb_test")
    source: dict[str, object] = {"name": "a_*.csv", "bytes": 9, "sha256": "0" * 64}
    named = {**mine, "source": source}
    assert str(in_words(named, SENTIMENT)) == "a_*.csv, 300 reviews; unknown data"
    for odd in ("\n", "x" * 81, 3, None):
        strange = {**named, "source": {**source, "name": odd}}
        assert str(in_words(strange, SENTIMENT)) == "300 other reviews; unknown data"
    sections: tuple[object, ...] = ([], 3, {"imdb_test": 3}, {"imdb_test": {"items": "<b>"}})
    for damaged in sections:
        assert "<b>" not in str(in_words({MEASURED_ON: damaged}, SENTIMENT))


@pytest.mark.usefixtures("measured_briefly")
@pytest.mark.parametrize("task", ["sentiment", "captioning"])
def test_a_record_gives_way_to_the_same_test_only(
    task: str,
    own_models: Path,
    tiny_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    module = sentiment_evaluation if task == "sentiment" else caption_evaluation
    model = own_models / ("sentiment-tiny-lstm" if task == "sentiment" else "caption-tiny-lstm")
    run_command(module, model, "--data", tiny_data)  # Its first record, of any test.
    before = {name: (model / name).read_bytes() for name in (METRICS, PREDICTIONS)}
    run_command(module, model, "--data", tiny_data)
    again = ModelDirectory.open(model).metrics()
    assert again[MEASURED_ON] == json.loads(before[METRICS])[MEASURED_ON]
    before = {name: (model / name).read_bytes() for name in (METRICS, PREDICTIONS)}
    other = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    if task == "sentiment":
        change_column(other / "imdb" / "test.parquet", "label", 0, 1)
    else:
        change_column(other / "flickr8k" / "test.parquet", "caption_3", 1, "Another caption .")
    capsys.readouterr()
    for _ in range(2):  # The second takes the place of the first.
        run_command(module, model, "--data", other, "--json")
    printed = capsys.readouterr()
    assert "stays. This measurement, of data, " in printed.err
    assert {name: (model / name).read_bytes() for name in before} == before
    (beside,) = ModelDirectory.open(model).other_metrics()
    assert beside[MEASURED_ON] != again[MEASURED_ON]
    own = {"name": "mine.csv", "bytes": 1_000, "sha256": "0" * 64, "rows": 24}
    (other / SOURCE).write_text(json.dumps(own))
    (model / METRICS).unlink()
    run_command(module, model, "--data", other)
    metrics = ModelDirectory.open(model).metrics()
    assert metrics[MEASURED_ON] == beside[MEASURED_ON]
    assert metrics["source"] == own
    assert beside["source"]["name"] == "data"
    files = [path for path in other.rglob("*.parquet") if path.parent.name in RUN_OF[task]]
    assert beside["source"]["bytes"] == sum(path.stat().st_size for path in files)


@pytest.mark.usefixtures("measured_briefly")
@pytest.mark.parametrize("task", ["sentiment", "captioning"])
def test_another_model_is_scored_on_the_same_and_nothing_else_is_measured_of_it(
    task: str, own_models: Path, tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sentiment_evaluation if task == "sentiment" else caption_evaluation
    short = "sentiment" if task == "sentiment" else "caption"
    model, other = own_models / f"{short}-tiny-lstm", own_models / f"{short}-tiny-rnn"
    whole = dict(module.evaluate(other, tiny_data).metrics)
    in_full = Mock(wraps=module.evaluate)
    monkeypatch.setattr(module, "evaluate", in_full)
    run_command(module, model, "--data", tiny_data, "--beside", other)
    metrics = ModelDirectory.open(model).metrics()
    in_full.assert_called_once()
    assert not (other / METRICS).exists()
    (scores,) = metrics["beside"].items()
    kind = ModelDirectory.open(model).kind
    assert scores == (other.name, {name: whole[name] for name in scores[1]})
    assert isinstance(kind, Task)
    assert kind.metrics[0].of(scores[1]) == kind.metrics[0].of(whole) is not None
    assert not {"milliseconds", "parameters", "behaviour", "kept_back", "trust"} & scores[1].keys()


def test_a_shipped_record_is_not_replaced_and_a_damaged_one_is(
    own_models: Path, tiny_data: Path
) -> None:
    model = own_models / "sentiment-tiny-rnn"
    (model / METRICS).write_text(json.dumps({"parameters": 3}))
    run_command(sentiment_evaluation, model, "--data", tiny_data)
    assert ModelDirectory.open(model).metrics() == {"parameters": 3}
    many = [{MEASURED_ON: {"imdb_test": {"items": n}}} for n in range(MOST_OTHERS)]
    (model / OTHER_METRICS).write_text(json.dumps(many))
    with pytest.raises(ModelError, match=f"{OTHER_METRICS} holds scores on 20"):
        run_command(sentiment_evaluation, model, "--data", tiny_data)
    assert ModelDirectory.open(model).other_metrics() == many
    (model / METRICS).write_text("{")
    run_command(sentiment_evaluation, model, "--data", tiny_data)
    assert MEASURED_ON in ModelDirectory.open(model).metrics()


def test_texts_that_cannot_be_read_are_named_and_the_others_scored(
    own_models: Path, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = own_models / "sentiment-tiny-gru"
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    change_column(data / "imdb" / "test.parquet", "text", 4, " … ")
    with pytest.raises(SystemExit) as end:
        run_command(sentiment_evaluation, model, "--data", data, "--json")
    assert end.value.code == 1
    printed = capsys.readouterr()
    metrics = json.loads(printed.out)
    assert metrics["imdb_test"]["texts"] == metrics[MEASURED_ON]["imdb_test"]["items"] == 23
    assert "Left out: text 5 of imdb_test (“ … ”): The text holds no word" in printed.err
    assert metrics["sst2_test"]["texts"] == len(load_tests(data)["sst2_test"].texts)
