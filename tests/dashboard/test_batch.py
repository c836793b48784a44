"""Many inputs at once: bounded where they come in, in order, harmless where they go out."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dashboard.batch.embedding import with_text
from dashboard.batch.jobs import batches
from dashboard.batch.orders import Order
from dashboard.batch.pages import fill
from dashboard.batch.reading import (
    MOST_PHOTOS,
    MOST_ROWS,
    count_photos,
    likely_column,
    likely_labels,
    look_at_table,
)
from dashboard.batch.results import results_of, slices
from dashboard.batch.saving import as_csv, as_excel, as_html, as_parquet, as_xmp
from dashboard.messages import as_text
from dashboard.report.about import report_of
from dashboard.report.writing import as_html as report_as_html
from dashboard.shows import SHOWS
from pipelines.batch.scorers import Rows, rows_of
from pipelines.batch.shards import LEFT_OUT
from pipelines.errors import InputError
from tests.dashboard.conftest import Open, opener, until
from tests.dashboard.conftest import texts as texts_of

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


PAGE = """<!DOCTYPE html>\r\n<title><img src=a.jpg></title><!-- <img src="a.jpg"> -->
<script>"<img src='a.jpg'>"</script><textarea><img src=a.jpg></textarea>
<IMG  src='pics/a.jpg'\n  width=3 ><img alt='' src="../pics/a.jpg?v=1#x"/>
<img src=%C3%BC%201.png alt>
<img alt="kept" src=a.jpg><img src="data:image/png;base64,a.jpg"><img src="https://b.example/a.jpg"
alt=""title=x><img><img src="c.jpg"><p>caf\xe9 &amp; <b>unclosed <img src="&#252; 1.png"""


def test_texts_are_written_into_a_page_of_which_nothing_else_changes() -> None:
    texts = {"pics/a.jpg": 'a "dog" & <b>é\n', "ü 1.png": "u", "c.jpg": "", "d/c.jpg": ""}
    page = PAGE.encode("latin-1")
    filled = fill(page, texts, "site/index.html")
    said = b'alt="a &quot;dog&quot; &amp; &lt;b&gt;&#233;"'
    expected = (
        page.replace(b"<IMG  src", b"<IMG " + said + b"  src")
        .replace(b"<img alt=''", b"<img " + said)
        .replace(b"%C3%BC%201.png alt", b'%C3%BC%201.png alt="u"')
        .replace(b'\nalt=""title', b"\n" + said + b"title")
    )
    assert filled.page == expected
    assert (filled.texts, filled.pictures) == (4, 7)
    assert fill(filled.page, texts, "site/index.html").page == filled.page
    assert fill(page, {}, "index.html").page == page
    with pytest.raises(InputError, match="UTF-8"):
        fill(PAGE.encode("utf-16"), texts, "a.html")


def test_a_text_goes_into_a_photo_of_which_no_pixel_changes() -> None:
    plain = photo()
    changed = with_text(plain, "a <green> photo")
    assert changed
    with Image.open(io.BytesIO(plain)) as before, Image.open(io.BytesIO(changed)) as after:
        assert before.tobytes() == after.tobytes()
        assert b"a &lt;green&gt; photo" in after.info["xmp"]
    assert with_text(changed, "another") is None  # What it holds already is somebody's.
    for broken in (b"", b"GIF89a", plain[:30], b"\xff\xd8\xff"):
        assert with_text(broken, "a") is None


def test_what_a_page_cannot_take_is_told_the_command() -> None:
    rows = b"text\n" + b"a\n" * (MOST_ROWS + 1)
    with pytest.raises(InputError, match="--input FILE --output FILE"):
        look_at_table("many.csv", rows)
    many = zipped({f"{n}.jpg": b"" for n in range(MOST_PHOTOS + 1)})
    with pytest.raises(InputError, match="--input FILE --output FILE"):
        count_photos("many.zip", many)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>"])
def test_what_is_no_file_of_its_kind_is_told_by_its_own_name(data: bytes) -> None:
    with pytest.raises(InputError, match=r"mine\.zip"):
        count_photos("mine.zip", data)
    with pytest.raises(InputError, match=r"mine\.csv") as told:
        look_at_table("mine.csv", data)
    assert "/tmp" not in str(told.value)


def test_an_empty_archive_is_told() -> None:
    with pytest.raises(InputError, match="holds no photos"):
        count_photos("a.zip", zipped({}))


def test_the_column_that_is_read_is_found_by_its_name_or_its_length() -> None:
    rows = rows_of("sentiment")
    assert likely_column(look_at_table("a.csv", b"id,Review\n1,a\n"), rows) == "Review"
    assert likely_column(look_at_table("a.csv", b"id,x\n1,a long text\n"), rows) == "x"


def test_slices_and_extremes_count_what_is_known() -> None:
    texts = ["good", "bad", "so so", "", "good"]
    meant = ["1", "POSITIVE", "5 stars", "0", "1.0"]
    said = [("positive", 0.9), ("negative", 0.01), ("positive", 0.6), (None, None)]
    labels, probabilities = zip(*said, said[0], strict=True)
    written = {
        "text": texts,
        "label": meant,
        "from": ["a", "a", "a", None, None],
        "predicted_label": labels,
        "probability": probabilities,
        LEFT_OUT: [None, None, None, "No word.", None],
    }
    assert SENTIMENT.batch
    rows = Rows("text", (), {"label": str, "probability": float}, lambda _: lambda _: [])
    labels_meant = {"1": "positive", "POSITIVE": "positive", "0": "negative"}
    order = Order("a.csv", "sentiment", "m", "text", "label", 5, labels=labels_meant)
    found = results_of(pa.table(written), order, rows, SENTIMENT.batch)
    assert list(found.table.columns) == list(written)
    assert found.own == ["text", "label", "from"]
    assert found.right.tolist() == [True, False, None, None, True]
    extremes = {name: list(rows) for name, rows in found.extremes().items()}
    assert extremes == {"clearest": [1, 0, 2], "doubtful": [2, 0, 1], "wrong": [1]}
    by = slices(found, found.table["from"]).to_dict("index")
    counted = {name: (row["rows"], row["known"], row["right"]) for name, row in by.items()}
    assert counted == {"a": (3, 2, 0.5), "–": (2, 1, 1)}


def test_what_a_value_means_is_guessed_only_where_it_can_mean_nothing_else() -> None:
    assert SENTIMENT.batch
    known = SENTIMENT.batch.labels
    assert likely_labels(["POS", "neg", "5 stars", ""], known) == {
        "POS": "positive",
        "neg": "negative",
    }
    assert likely_labels(["1", "0", "-1"], known)["0"] == "negative"
    # Where 5 is a label of somebody's own, so is 1.
    assert likely_labels(["1", "5", "pos"], known) == {"pos": "positive"}


@pytest.fixture
def batch_page(models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page whose batches lie in a folder of the test."""
    (tmp_path / "models").symlink_to(models_root)
    return opener(tmp_path / "models", monkeypatch)


def scored(app: AppTest, name: str, data: bytes) -> AppTest:
    """The page after a file was answered."""
    app.file_uploader[0].set_value((name, data, "")).run()
    assert not app.exception
    app.button(key="batch-start").click().run()
    batch = batches().find(app.query_params["batch"])
    assert batch
    until(lambda: not batch.under_way)
    app.run()
    assert not app.exception
    return app


def test_a_table_is_scored_looked_through_reported_found_again_and_deleted(
    batch_page: Open, tmp_path: Path
) -> None:
    texts = (*HOSTILE[:13], "\ud800", "A good film")
    lines = [{"text": text, "label": 1, "from": "<b>"} for text in texts]
    lines.append({"text": "A dull film", "label": None, "from": "<b>"})
    data = "\n".join(map(json.dumps, lines)).encode()
    app = scored(batch_page("batch"), "<b>*a*</b>.jsonl", data)
    found = app.session_state["gathered"]
    listed = app.dataframe[0].value
    assert len(listed) == 16
    # What is sorted by its size is a number.
    assert pd.api.types.is_float_dtype(listed["probability"].infer_objects())
    page = report_as_html(report_of("t", found)).decode()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    # Whole numbers stay whole beside a gap.
    assert {">1</td>", ">–</td>"} <= set(re.findall(r">[^<]*</td>", page))
    assert not re.search(r">(nan|1[.]0+)<", page)
    app.text_input(key="batch-search").set_value("good FILM").run()
    assert len(app.dataframe[0].value) == 1
    assert not app.exception
    name = app.query_params["batch"]
    again = batch_page("batch", "de", batch=name)
    assert set(again.dataframe[0].value["predicted_label"].dropna()) <= {"positiv", "negativ"}
    by_length = again.session_state["gathered"].parts["table slices"].rows
    assert sum(int(rows) for _name, rows, *_right in by_length) == 16
    again.button(key="batch-delete").click().run()
    assert not list((tmp_path / "runs" / "batches").iterdir())
    assert "deleted" in texts_of(batch_page("batch", batch=name))


def test_photos_become_alternative_texts_that_stay_as_they_were_changed(batch_page: Open) -> None:
    app = batch_page("batch")
    app.selectbox(key="batch-task").select("captioning").run()
    app = scored(app, "a.zip", zipped({"a.jpg": photo(), "b.jpg": b"none"}))
    assert not app.error
    name = app.query_params["batch"]
    batch = batches().find(name)
    assert batch
    assert set(batch.texts()) == {"a.jpg", "b.jpg"}
    batch.keep_texts({"a.jpg": "green", "b.jpg": ""})
    batch_page("batch", batch=name)
    assert batch.texts() == {"a.jpg": "green", "b.jpg": ""}


def test_a_file_that_is_no_table_is_a_sentence(batch_page: Open) -> None:
    app = batch_page("batch")
    app.file_uploader[0].set_value(("a.csv", b"PK\x03\x04", "")).run()
    assert not app.exception
    assert [one for one in app.warning if "a" in one.value]


STARS = "text,stars\n" + "".join(
    f"{'A wonderful film' if stars > 3 else 'A dull film'} {n},{stars}\n"
    for n, stars in enumerate([1, 2, 3, 4, 5] * 4)
)


def test_what_stars_mean_is_chosen_and_rows_of_other_values_have_no_label(
    batch_page: Open,
) -> None:
    app = batch_page("batch")
    app.file_uploader[0].set_value(("stars.csv", STARS.encode(), "")).run()
    (truth,) = (one for one in app.selectbox if one.value == "")
    truth.select("stars").run()
    positive = app.multiselect(key="batch-stars-positive")
    assert not positive.value  # Nobody knows what 1 means.
    positive.set_value(["4", "5"]).run()
    negative = app.multiselect(key="batch-stars-negative")
    assert sorted(negative.options) == ["1", "2", "3"]
    negative.set_value(["1", "2"]).run()
    app.button(key="batch-start").click().run()
    batch = batches().find(app.query_params["batch"])
    assert batch
    until(lambda: not batch.under_way)
    app.run()
    assert not app.exception
    assert "Of 16 whose label says what is right" in texts_of(app)
    wrong = [one.value for one in app.dataframe if "stars" in one.value][-1]
    assert "3" not in set(map(str, wrong["stars"]))
    app.selectbox(key="batch-slices").select("stars").run()
    shares = app.table[0].value.map(as_text).iloc[:, 1].to_dict()
    assert shares["3"] == "–"
