"""Data that cannot be used is named by file, column and row, whichever command reads it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.tasks.captioning import calibrate as caption_calibration
from pipelines.tasks.captioning import evaluate as caption_evaluation
from pipelines.tasks.captioning import finetune, sheet
from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.sentiment import calibrate as sentiment_calibration
from pipelines.tasks.sentiment import cells as sentiment_cells
from pipelines.tasks.sentiment import evaluate as sentiment_evaluation
from pipelines.tasks.sentiment import label, make_baseline, pretrain
from pipelines.tasks.sentiment import train as sentiment_training
from tests.bad_input.conftest import Ended, options_of
from tests.damage import change_column

WITH_DATA = (
    *((sentiment_training, "imdb"), (pretrain, "imdb"), (label, "imdb"), (make_baseline, "imdb")),
    *((sentiment_calibration, "imdb"), (sentiment_evaluation, "imdb")),
    (sentiment_cells, "imdb"),
    *((caption_training, "flickr8k"), (caption_calibration, "flickr8k")),
    *((caption_evaluation, "flickr8k"), (sheet, "flickr8k"), (finetune, "flickr8k")),
)


def _set(column: str, row: int, value: object) -> Callable[[Path], None]:
    return lambda path: change_column(path, column, row, value)


def _keep(rows: int) -> Callable[[Path], None]:
    return lambda path: pq.write_table(pq.read_table(path).slice(0, rows), path)


def _retyped(column: str, values: pa.DataType) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        table = pq.read_table(path)
        place = table.schema.get_field_index(column)
        nothing = pa.nulls(len(table), values)
        pq.write_table(table.set_column(place, column, nothing), path)

    return change


DAMAGES = {
    "imdb": {
        "a text that is null": (_set("text", 3, None), "column text: row 4"),
        "a label that is null": (_set("label", 3, None), "column label: row 4"),
        "a label of 7": (_set("label", 2, 7), "column label: row 3 holds 7"),
        "a label of -1": (_set("label", 2, -1), "column label: row 3 holds -1"),
        "texts that are numbers": (_retyped("text", pa.int64()), "column text: it holds int64"),
        "labels that are text": (_retyped("label", pa.string()), "column label: it holds string"),
        "labels that are floats": (_retyped("label", pa.float64()), "column label: it holds"),
        "no rows": (_keep(0), "has no rows"),
        "no file": (lambda path: path.unlink(), "does not exist"),
        "no parquet": (lambda path: path.write_bytes(b"PAR1 PAR1"), "parquet"),
        "half a file": (lambda path: path.write_bytes(path.read_bytes()[:700]), "parquet"),
    },
    "flickr8k": {
        "a caption that is null": (_set("caption_3", 1, None), "column caption_3: row 2"),
        "captions that are numbers": (_retyped("caption_0", pa.int64()), "caption_0: it holds"),
        "no rows": (_keep(0), "has no rows"),
        "no file": (lambda path: path.unlink(), "does not exist"),
        "half a file": (lambda path: path.write_bytes(path.read_bytes()[:700]), "parquet"),
    },
}


@pytest.mark.parametrize(("module", "dataset"), WITH_DATA)
def test_damaged_data_is_named_by_file_column_and_row(
    module: ModuleType,
    dataset: str,
    end: Ended,
    models_root: Path,
    tiny_data: Path,
    tmp_path: Path,
) -> None:
    needed = options_of(module, models_root, tmp_path, tmp_path / "data")
    if module is sheet:
        needed[1] = tmp_path / "caption-scored"
        shutil.copytree(models_root / "caption-tiny-lstm", tmp_path / "caption-scored")
    for name, (damage, said) in DAMAGES[dataset].items():
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        shutil.copytree(tiny_data, tmp_path / "data")
        unlabelled = module in (label, pretrain) and "label" not in name
        parts = ("unsupervised", "train", "test") if unlabelled else ("train", "test")
        for split in (*parts, "validation"):
            if (path := tmp_path / "data" / dataset / f"{split}.parquet").is_file():
                damage(path)
        status, sentence = end(module, *needed)
        assert (status, said in sentence) == (2, True), f"{name}: {sentence}"
        assert f"{dataset}/" in sentence
        assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("module", "change", "said"),
    [
        (sentiment_training, _set("label", 1, 9), "row 2 holds 9, not a whole number from 0 to 4"),
        (sentiment_evaluation, _set("label", 1, 9), "row 2 holds 9"),
        (sentiment_training, _retyped("is_sentence", pa.int64()), "is_sentence: it holds int64"),
        (sentiment_training, _keep(0), "has no rows"),
        (sentiment_evaluation, _retyped("text", pa.binary()), "text: it holds binary"),
        (make_baseline, _set("text", 0, None), "column text: row 1"),
    ],
)
def test_a_damaged_treebank_is_named(
    module: ModuleType,
    change: Callable[[Path], None],
    said: str,
    end: Ended,
    models_root: Path,
    tiny_data: Path,
    tmp_path: Path,
) -> None:
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    for split in ("train", "validation", "test"):
        change(data / "sst" / f"{split}.parquet")
    status, sentence = end(module, *options_of(module, models_root, tmp_path, data))
    assert (status, said in sentence) == (2, True), sentence
    assert "sst/" in sentence


@pytest.mark.parametrize("module", [sentiment_training, pretrain, make_baseline, label])
@pytest.mark.parametrize("column", ["label", "text"])
def test_one_class_alone_and_texts_without_words_are_no_data(
    module: ModuleType,
    column: str,
    end: Ended,
    models_root: Path,
    tiny_data: Path,
    tmp_path: Path,
) -> None:
    data = Path(shutil.copytree(tiny_data, tmp_path / "data"))
    for path in (data / "imdb").iterdir():
        table = pq.read_table(path)
        same: list[object] = [1] * len(table)
        if column == "text":
            same = ["." * n for n in range(len(table))]
        place = table.schema.get_field_index(column)
        pq.write_table(table.set_column(place, column, pa.array(same)), path)
    status, sentence = end(module, *options_of(module, models_root, tmp_path, data))
    if (module, column) != (label, "label"):  # It needs none.
        assert status == 2, sentence
    assert len(sentence.splitlines()[-1]) < 400
