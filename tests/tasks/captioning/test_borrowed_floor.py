"""Where each photo has but one caption, those of other people tell what a good one is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.captioning import calibrate, evaluate
from pipelines.tasks.captioning.calibrate import FLOOR
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Confidence
from pipelines.tasks.captioning.trust import borrowed_floor
from tests.commands import run_command
from tests.damage import change_config


@pytest.fixture
def once_described(tiny_data: Path, tmp_path: Path) -> Path:
    """A data folder of photos with one caption each."""
    folder = shutil.copytree(tiny_data, tmp_path / "data")
    for path in (folder / "flickr8k").iterdir():
        table = pq.read_table(path)
        for name in table.column_names[2:]:
            table = table.set_column(table.column_names.index(name), name, [[""] * table.num_rows])
        pq.write_table(table, path)
    return folder


@pytest.mark.usefixtures("measured_briefly")
def test_a_floor_of_others_stands_in_the_record_and_in_the_scores(
    caption_run: Path, tiny_data: Path, once_described: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(caption_run / "model", caption_run / "once")
    assert ModelDirectory.open(folder).section("trust")["floor_of"] == "validation"
    run_command(calibrate, folder, "--data", once_described)
    assert "taken from Flickr8k" in capsys.readouterr().err
    kept = ModelDirectory.open(folder).section("trust")
    assert (kept["floor"], kept["floor_of"]) == (FLOOR, "flickr8k")
    assert CaptionPipeline.load(folder).trust.floor_of == "flickr8k"
    trust = evaluate.evaluate(folder, tiny_data).metrics["trust"]
    assert (trust["floor"], trust["floor_of"]) == (FLOOR, "flickr8k")
    assert "taken from Flickr8k" in capsys.readouterr().err


def test_who_reads_a_caption_is_told_whose_people_it_is_measured_by() -> None:
    own, other = (Confidence(0.5, True, borrowed=borrowed) for borrowed in (False, True))
    assert str(other.in_words) == f"{own.in_words} What counts as fitting is taken from Flickr8k."
    assert borrowed_floor({"floor": 0.3}) is None  # As models have it that were trained before.
    assert "0.3" in str(borrowed_floor({"floor": 0.3, "floor_of": "flickr8k"}))


@pytest.mark.parametrize("value", ["x", 1, None, [], True])
def test_nobody_else_sets_a_floor(own_models: Path, value: object) -> None:
    folder = own_models / "caption-tiny-lstm"
    change_config(folder, lambda config: config["trust"].update(floor_of=value))
    with pytest.raises(ModelError, match="floor_of"):
        CaptionPipeline.load(folder)
