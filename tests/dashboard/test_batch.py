"""Many inputs at once: bounded where they come in, in order, harmless where they go out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dashboard.batch import jobs
from dashboard.batch.jobs import Job
from dashboard.batch.reading import (
    MOST_PHOTOS,
    MOST_ROWS,
    Inputs,
    likely_column,
    read_photos,
    read_table,
)
from dashboard.batch.results import results_of, slices
from dashboard.batch.saving import as_csv, as_excel, as_html, as_parquet, as_xmp
from dashboard.report.about import report_of
from dashboard.report.writing import as_html as report_as_html
from dashboard.shows import SHOWS
from pipelines.batch.scorers import Answer, Rows, Scorer, rows_of
from pipelines.errors import InputError
from pipelines.messages import Message
from tests.dashboard.conftest import Open

HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "<script>alert(1)</script>"),
    *("😀👩‍👩‍👧", "é", "a\x00\x08b", "", 'a\nb;c,d"e', "x" * 1_000_000),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SENTIMENT = SHOWS["sentiment"]


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "JPEG")
    return file.getvalue()


def hostile_table() -> pd.DataFrame:
    columns = {"=text": list(HOSTILE), "n": pd.Series([1, None] * 7, dtype=object)}
    return pd.DataFrame({**columns, "mixed": pd.Series([1, "=2"] * 7, dtype=object)})


def test_no_cell_that_is_saved_is_a_formula_and_none_is_lost() -> None:
    table = hostile_table()
    csv.field_size_limit(2_000_000)
    written = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel(table))).active
    assert sheet is not None
    for rows in (written, list(sheet.iter_rows(values_only=True))):
        assert len(rows) == 1 + len(table)
        cells = [value for row in rows for value in row if isinstance(value, str)]
        assert not [value for value in cells if value.startswith(FORMULA)]
        assert "'=1+1" in cells
        assert "'=text" in cells
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert [row[1] for row in written[1:3]] == ["1", ""]
    back = pd.read_parquet(io.BytesIO(as_parquet(table)))
    assert back["=text"].tolist()[:8] == list(HOSTILE)[:8]
    assert back["n"].dtype == "Int64"


def test_alternative_texts_are_texts_and_stay_in_their_folder() -> None:
    texts = {'a"><script>.jpg': '" onerror="f()"> & <b>', "../../b.jpg": "=b\n\x00c"}
    page = as_html(texts).decode()
    assert page.count("<img") == 2
    assert "<script>" not in page
    assert '" onerror' not in page
    with zipfile.ZipFile(io.BytesIO(as_xmp(texts))) as archive:
        assert [name for name in archive.namelist() if ".." in name or name[0] == "/"] == []
        assert len(archive.namelist()) == 2
        assert "&lt;b&gt;" in archive.read(archive.namelist()[0]).decode()


def test_what_a_page_cannot_take_is_told_the_command() -> None:
    rows = b"text\n" + b"a\n" * (MOST_ROWS + 1)
    with pytest.raises(InputError, match="--input FILE --output FILE"):
        read_table("many.csv", rows)
    many = zipped({f"{n}.jpg": b"" for n in range(MOST_PHOTOS + 1)})
    with pytest.raises(InputError, match="--input FILE --output FILE"):
        read_photos("many.zip", many)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>"])
def test_what_is_no_file_of_its_kind_is_told_by_its_own_name(data: bytes) -> None:
    with pytest.raises(InputError, match=r"mine\.zip"):
        read_photos("mine.zip", data)
    with pytest.raises(InputError, match=r"mine\.csv") as told:
        read_table("mine.csv", data)
    assert "/tmp" not in str(told.value)


def test_an_archive_whose_content_is_damaged_is_told() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", b"photo " * 1_000)
    data = bytearray(file.getvalue())
    data[35:45] = b"\xff" * 10  # Where the compressed bytes begin.
    with pytest.raises(InputError, match=r"mine\.zip is no ZIP file that can be read"):
        read_photos("mine.zip", bytes(data))


def test_an_empty_archive_is_told() -> None:
    with pytest.raises(InputError, match="holds no files"):
        read_photos("a.zip", zipped({}))


def test_what_systems_add_to_an_archive_is_no_photo() -> None:
    found = read_photos("a.zip", zipped({"a.jpg": b"1", "__MACOSX/._a.jpg": b"2", ".DS": b"3"}))
    assert [row["file"] for row in found.rows] == ["a.jpg"]
    assert found.photos == [b"1"]


def test_the_column_that_is_read_is_found_by_its_name_or_its_length() -> None:
    rows = rows_of("sentiment")
    assert likely_column(read_table("a.csv", b"id,Review\n1,a\n"), rows) == "Review"
    assert likely_column(read_table("a.csv", b"id,x\n1,a long text\n"), rows) == "x"


def answer(label: str, probability: float) -> Answer:
    return {"label": label, "probability": probability, "level": "clearly"}


def test_slices_and_extremes_count_what_is_known() -> None:
    texts = ["good", "bad", "so so", "", "good"]
    meant = ["1", "POSITIVE", "5 stars", "0", 1.0]
    rows = [
        {"text": text, "label": what, "from": "a" if n < 3 else None}
        for n, (text, what) in enumerate(zip(texts, meant, strict=True))
    ]
    inputs = Inputs(("text", "label", "from"), rows, {})
    answers: list[Answer | Message] = [
        *(answer("positive", 0.9), answer("negative", 0.01), answer("positive", 0.6)),
        *(Message("No word."), answer("positive", 0.9)),
    ]
    assert SENTIMENT.batch
    columns = ["label", "probability", "level"]
    found = results_of(inputs, answers, "text", "label", SENTIMENT.batch, columns, str)
    assert list(found.table.columns) == [
        *("text", "label", "from", "label (model)", "probability", "level", "problem")
    ]
    assert found.right.tolist() == [True, False, None, None, True]
    assert found.table["problem"].tolist()[3] == "No word."
    extremes = {name: list(rows) for name, rows in found.extremes().items()}
    assert extremes == {"clearest": [1, 0, 2], "doubtful": [2, 0, 1], "wrong": [1]}
    by = slices(found, found.table["from"]).to_dict("index")
    counted = {name: (row["rows"], row["known"], row["right"]) for name, row in by.items()}
    assert counted == {"a": (3, 2, 0.5), "–": (2, 1, 1)}


def test_a_cancelled_job_keeps_what_it_has_and_a_broken_one_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "asked", lambda model: (model, ()))
    job = Job("sentiment", "m", list(range(100)))

    def score(inputs: Sequence[object]) -> list[Answer | Message]:
        if 32 in inputs:
            job.cancel()
        return [{"n": str(one)} for one in inputs]

    rows = Rows("text", (), {"n": str}, lambda _path: score)
    monkeypatch.setattr(jobs, "_scorer", lambda *_: Scorer(rows, score))
    job.start()
    jobs._turns().submit(bool).result()
    assert job.ended
    assert [one["n"] for one in job.answers if isinstance(one, dict)] == [*map(str, range(48))]

    def fail(*_: object) -> Scorer:
        raise ValueError(HOSTILE[0])

    monkeypatch.setattr(jobs, "_scorer", fail)
    broken = Job("sentiment", "m", [1])
    broken.start()
    jobs._turns().submit(bool).result()
    assert broken.ended
    assert "=1+1" in str(broken.problem)


def scored(app: AppTest, name: str, data: bytes) -> AppTest:
    """The page after a file was scored."""
    app.file_uploader[0].set_value((name, data, "")).run()
    assert not app.exception
    app.button(key="batch-start").click().run()
    jobs._turns().submit(bool).result()
    app.run()
    assert not app.exception
    return app


def test_a_table_is_scored_looked_through_and_reported(open_page: Open) -> None:
    texts = (*HOSTILE[:13], "\ud800", "A good film")
    lines = [{"text": text, "label": 1, "from": "<b>"} for text in texts]
    data = "\n".join(map(json.dumps, lines)).encode()
    app = scored(open_page("batch"), "<b>*a*</b>.jsonl", data)
    found = app.session_state["gathered"]
    assert len(app.dataframe[0].value) == 15
    page = report_as_html(report_of("t", found)).decode()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    app.text_input(key="batch-search").set_value("good FILM").run()
    assert len(app.dataframe[0].value) == 1
    assert not app.exception


def test_photos_become_alternative_texts(open_page: Open) -> None:
    app = open_page("batch")
    app.selectbox(key="batch-task").select("captioning").run()
    app = scored(app, "a.zip", zipped({"a.jpg": photo(), "b.jpg": b"none"}))
    assert not app.error
    assert len(app.get("arrow_data_frame")) + len(app.dataframe) >= 1


def test_a_file_that_is_no_table_is_a_sentence(open_page: Open) -> None:
    app = open_page("batch")
    app.file_uploader[0].set_value(("a.csv", b"PK\x03\x04", "")).run()
    assert not app.exception
    assert [one for one in app.warning if "a" in one.value]


def test_nothing_stays_of_an_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    read_table("a.csv", b"text\na\n")
    assert list(tmp_path.iterdir()) == []
