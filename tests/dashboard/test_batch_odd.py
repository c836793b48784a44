"""Odd files, and models that change or go: each is answered in a sentence, and nothing is lost."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.batch.jobs import batches
from dashboard.batch.orders import Order
from dashboard.batch.reading import look_at_table
from dashboard.batch.saving import as_excel
from dashboard.messages import as_text
from pipelines.errors import InputError
from pipelines.models.files import CONFIG
from tests.dashboard.conftest import Open, opener, shown, until
from tests.dashboard.conftest import texts as texts_of
from tests.dashboard.test_batch import batch_page, scored

__all__ = ["batch_page"]  # A fixture.
MODEL = "sentiment-tiny-lstm"


def test_one_row_is_one_row(batch_page: Open) -> None:
    app = batch_page("batch")
    app.file_uploader[0].set_value(("a.csv", b"text\nA fine film\n", "")).run()
    assert app.button(key="batch-start").label == "Score 1 row"


def test_a_title_that_is_left_out_is_told(batch_page: Open) -> None:
    app = batch_page("batch")
    data = b"Report 2026\n\nid;text\n1;A fine film\n2;A dull film\n"
    app.file_uploader[0].set_value(("a.csv", data, "")).run()
    assert app.button(key="batch-start").label == "Score 2 rows"
    assert "Rows above the names of columns, left out: 1" in shown(texts_of(app))


def test_rows_are_sliced_by_a_column_that_is_called_like_another_way_to_slice(
    batch_page: Open,
) -> None:
    data = b"text,length\n" + b"A fine film,short\nA dull film,long\n" * 2
    app = scored(batch_page("batch"), "a.csv", data)
    by = app.selectbox(key="batch-slices")
    assert by.options == ["length", "a word", "length"]
    by.select_index(2).run()
    assert set(app.table[0].value.map(as_text).index) == {"short", "long"}


def test_what_values_mean_is_chosen_anew_for_another_file(batch_page: Open) -> None:
    app = batch_page("batch")
    words = ("words.csv", b"text,label\nA fine film,pos\nA dull film,neg\n", "")
    stars = ("stars.csv", b"text,label\nA fine film,5\nA dull film,1\n", "")
    for file, positive in ((words, ["pos"]), (stars, []), (words, ["pos"])):
        app.file_uploader[0].set_value(file).run()
        assert app.multiselect(key="batch-label-positive").value == positive


def test_a_list_of_a_few_columns_calls_each_what_it_is(batch_page: Open) -> None:
    app = scored(batch_page("batch"), "a.csv", b"text\nxyzzy plugh film\nplugh xyzzy film\n")
    listed = [json.loads(one.proto.columns) for one in app.dataframe if "warning" in one.value]
    assert len(listed) == 3  # All rows, the clearest and the most doubtful.
    assert {columns["warning"]["label"] for columns in listed} == {"warning"}


def test_a_file_that_unpacks_to_far_more_is_refused_in_a_sentence(batch_page: Open) -> None:
    places, texts = pa.array([0] * 300, pa.int32()), pa.array(["x" * 1_000_000])
    file = io.BytesIO()
    pq.write_table(pa.table({"text": pa.DictionaryArray.from_arrays(places, texts)}), file)
    app = batch_page("batch")
    app.file_uploader[0].set_value(("few-bytes.parquet", file.getvalue(), "")).run()
    assert not app.exception
    (said,) = (as_text(one.value) for one in app.warning)
    assert said.startswith("few-bytes.parquet unpacks to more than a page takes")


def test_an_excel_file_of_far_too_many_parts_is_refused_before_it_is_read() -> None:
    file = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet().append(["text"])
    book.save(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<si><t>x</t></si>" * 1_000_001)
    with pytest.raises(InputError, match=r"^a\.xlsx unpacks to more than a page takes"):
        look_at_table("a.xlsx", file.getvalue())


def test_what_a_column_means_is_asked_for(batch_page: Open) -> None:
    app = batch_page("batch")
    data = b"text,label\nA fine film,5\nA dull film,1\n"
    app.file_uploader[0].set_value(("a.csv", data, "")).run()
    assert "nothing says what is right" in texts_of(app)
    app.multiselect(key="batch-label-positive").set_value(["5"]).run()
    assert "nothing says what is right" not in texts_of(app)


def test_answers_stay_where_their_model_is_gone(
    models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models_root, tmp_path / "models")
    open_page = opener(tmp_path / "models", monkeypatch)
    app = scored(
        open_page("batch", **{"sentiment-model": MODEL}), "a.csv", b"text\nA film\nA dull film\n"
    )
    shutil.rmtree(tmp_path / "models" / MODEL)
    app.run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 2
    (said,) = (as_text(one.value) for one in app.warning)
    assert f"no model folder {MODEL}" in said


def test_what_another_model_began_is_seen_and_does_not_go_on(
    models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models_root, tmp_path / "models")
    open_page = opener(tmp_path / "models", monkeypatch)
    open_page("batch")
    batch = batches().start(
        Order("a.csv", "sentiment", MODEL, "text", "", 5_000), b"text\n" + b"A fine film\n" * 5_000
    )
    until(lambda: bool(list(batch.folder.rglob("0*.parquet"))))
    batches().stop(batch)
    config = tmp_path / "models" / MODEL / CONFIG
    config.write_text(json.dumps(json.loads(config.read_text()) | {"note": "trained anew"}))
    app = open_page("batch", batch=batch.folder.name)
    assert len(app.dataframe[0].value) >= 50
    app.button(key="batch-go-on").click().run()
    until(lambda: not batch.under_way)
    app.run()
    assert not app.exception
    (said,) = (as_text(one.value) for one in app.error)
    assert said.startswith("It was begun with another model")
    assert str(tmp_path) not in texts_of(app)
    assert len(app.dataframe[0].value) >= 50


def test_excel_keeps_numbers_that_it_cannot_hold_as_texts() -> None:
    table = pd.DataFrame({"id": [1234567890123456789, 7, float("inf"), 1e20]}, dtype=object)
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel(table))).active
    assert sheet is not None
    found = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert found == ["1234567890123456789", 7, "inf", 1e20]
