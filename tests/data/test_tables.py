"""Tables that people bring: read as they are, or refused in one sentence."""

from __future__ import annotations

import codecs
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipelines.data.table_rows import BrokenRow
from pipelines.data.tables import Table, open_table
from pipelines.errors import InputError

GERMAN = "Ein schöner Film, „groß“ – für 5 €"
HEAD = "id;review;stars\n"
ROWS = "".join(f'{n};"{GERMAN.replace(chr(34), "")}\nzweite Zeile";{n % 5 + 1}\n' for n in range(9))


def rows_of(table: Table, size: int = 4, skip: int = 0) -> list[dict[str, object]]:
    return [dict(row) for row in chain.from_iterable(table.batches(size, skip))]


def parquet(frame: pd.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.to_parquet(written, row_group_size=2)
    return written.getvalue()


def excel(*rows: tuple[object, ...]) -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def zipped(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


TEXT = HEAD + ROWS
SHEET = (("id", "review", "stars"), (1, "a", date(2026, 1, 2)))
# Name, bytes, what is found out of them, and the columns.
READ: dict[str, tuple[str, bytes, tuple[str, str | None, str | None], str]] = {
    "Windows-1252": ("a.csv", TEXT.encode("cp1252"), ("CSV", "Windows-1252", ";"), ""),
    "UTF-8": ("a.csv", TEXT.encode(), ("CSV", "UTF-8", ";"), ""),
    "BOM": ("a.csv", TEXT.encode("utf-8-sig"), ("CSV", "UTF-8", ";"), ""),
    "UTF-16": ("a.txt", TEXT.encode("utf-16"), ("CSV", "UTF-16", ";"), ""),
    "UTF-16 without mark": ("a.csv", TEXT.encode("utf-16-le"), ("CSV", "UTF-16-LE", ";"), ""),
    "of a Mac": ("a.csv", TEXT.replace("\n", "\r").encode(), ("CSV", "UTF-8", ";"), ""),
    "CRLF": ("a.csv", TEXT.replace("\n", "\r\n").encode(), ("CSV", "UTF-8", ";"), ""),
    "tabs": ("a.tsv", TEXT.replace(";", "\t").encode(), ("TSV", "UTF-8", "\t"), ""),
    "tabs in a CSV": ("a.csv", TEXT.replace(";", "\t").encode(), ("CSV", "UTF-8", "\t"), ""),
    "pipes": ("a.csv", TEXT.replace(";", "|").encode(), ("CSV", "UTF-8", "|"), ""),
    "commas": ("a.csv", TEXT.replace(";", ",").encode(), ("CSV", "UTF-8", ","), ""),
    "sep=": ("a.csv", b"sep=|\n" + TEXT.replace(";", "|").encode(), ("CSV", "UTF-8", "|"), ""),
    "late umlaut": (
        *("a.csv", (HEAD + "1;fine;2\n" * 200_000 + "2;schön;3\n").encode("cp1252")),
        *(("CSV", "Windows-1252", ";"), ""),
    ),
    "a broken byte": ("a.csv", TEXT.encode() + b"9;\xff;1\n", ("CSV", "UTF-8", ";"), ""),
    "Cyrillic": (
        *("a.csv", (HEAD + "1;очень хороший фильм, смотреть всем;5\n" * 9).encode("cp1251")),
        *(("CSV", "Windows-1251", ";"), ""),
    ),
    "one column": (
        *("a.csv", b"review\nGood, really; good\nBad, bad\n", ("CSV", "UTF-8", None)),
        "review",
    ),
    "no or twice named": (
        *("a.csv", b",text,text,\n0,a,b,c\n", ("CSV", "UTF-8", ",")),
        "column 1|text|text (3)|column 4",
    ),
    "head only": ("a.csv", b"id;review;stars\n", ("CSV", "UTF-8", ";"), ""),
    "JSON Lines": (
        *("a.csv", b'{"id": 1, "review": "a"}\n\n{"stars": NaN}\n', ("JSON Lines", "UTF-8", None)),
        "",
    ),
    "Parquet": (
        *("a.csv", parquet(pd.DataFrame({"id": [1], "review": ["a"], "stars": [2.5]}))),
        *(("Parquet", None, None), ""),
    ),
    "Excel": (
        *("a.csv", excel(*SHEET)),
        *(("Excel", None, None), ""),
    ),
    "Excel with a title": (
        *("a.xlsx", excel(("What our guests say", None, None), ("2026",), (), *SHEET)),
        *(("Excel", None, None), ""),
    ),
    "a title in a CSV": (
        *("a.csv", b"What our guests say;;\n" + TEXT.encode(), ("CSV", "UTF-8", ";")),
        "",
    ),
    "no title but a name, and stars": (
        *("a.csv", b"review;\nGood;5\nBad;1\n", ("CSV", "UTF-8", ";")),
        "review|column 2",
    ),
    "no title but a name, and a note": (
        *("a.xlsx", excel(("review",), ("Good",), ("Bad", "sure?"), ("Dull",), ("Sad",))),
        *(("Excel", None, None), "review|column 2"),
    ),
}


@pytest.mark.parametrize("case", READ)
def test_a_file_is_read_by_what_it_holds(case: str, tmp_path: Path) -> None:
    name, content, found, columns = READ[case]
    (tmp_path / name).write_bytes(content)
    table = open_table(tmp_path / name)
    assert (table.kind, table.encoding, table.delimiter) == found
    assert table.columns == tuple((columns or "id|review|stars").split("|"))
    rows = rows_of(table)
    assert all(tuple(row) == table.columns for row in rows)
    assert (rows == []) == (case == "head only")
    # Wherever one goes on, the rest is the same.
    for skip in (1, len(rows) - 1, len(rows) + 5):
        if len(rows) < 100 and skip >= 0 and case != "JSON Lines":  # Where NaN is not itself.
            assert rows_of(table, 2, skip) == rows[skip:]
    if content == TEXT.encode("cp1252"):
        assert rows[0] == {"id": "0", "review": f"{GERMAN}\nzweite Zeile", "stars": "1"}


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty file"),
    "blanks": (b" \n\n", "empty file"),
    "BOM only": (codecs.BOM_UTF8, "no rows"),
    "web page": (b"<!DOCTYPE html><html>404</html>", "web page"),
    "XML": (b"\n<?xml version='1.0'?><a/>", "web page or XML"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Office document"),
    "ZIP": (zipped(a="b"), "ZIP archive"),
    "half a ZIP": (zipped(a="b")[:20], "ZIP archive"),
    "broken Excel": (zipped(**{"xl/workbook.xml": "<"}), "cannot be read"),
    "archive": (b"\x1f\x8b\x08\0", "an archive"),
    "PDF": (b"%PDF-1.7", "PDF"),
    "half a Parquet": (b"PAR1" + bytes(64) + b"PAR1", "cannot be read"),
    "JSON list": (b'[\n {"a": 1}]', "one JSON list"),
    "endless line": (b"a" * 4_100_000, "more than 4,000,000 characters"),
    "too many columns": (b",".join(b"a" for _ in range(3_000)), "3,000 columns"),
    "empty Excel": (excel(), "no rows"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence(case: str, tmp_path: Path) -> None:
    content, said = REFUSED[case]
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        rows_of(open_table(path))
    message = str(error.value)
    assert said in message
    assert str(path) in message
    assert "\n" not in message
    assert len(message) < 400 + len(str(path))


def _folder(path: Path) -> None:
    path.mkdir()


def _nothing(_: Path) -> None:
    return


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [_folder, _pipe, _nothing], ids=["folder", "pipe", "none"])
def test_what_is_no_file_is_refused(make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / "a.csv")
    with pytest.raises(InputError, match="Give a CSV"):
        open_table(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("short", b"a;b\n1;2\n3\n4;5\n", "has 1 cells, the head 2"),
        ("long", b"a;b\n1;2\n3;4;5\n4;5\n", "has 3 cells, the head 2"),
        ("NUL", b"a;b\n1;2\n3;\0\n4;5\n", "column b holds the byte 0x00"),
        ("byte", "a;b\nä;ö\nü;".encode() + b"\xff\n" + b"4;5\n", "column b holds the byte 0xff"),
        ("no JSON", b'{"a": 1, "b": 2}\n{"a": \n{"a": 4, "b": 5}\n', "is no JSON object"),
        ("JSON list", b'{"a": 1, "b": 2}\n[3]\n{"a": 4, "b": 5}\n', "is no JSON object"),
        ("deep", b'{"a": 1, "b": 2}\n' + b"[" * 99_999 + b'\n{"a": 4, "b": 5}\n', "no JSON object"),
        ("surrogate", b'{"a": 1, "b": 2}\n{"a": "\\ud800"}\n{"a": 4}\n', "column a holds"),
    ],
)
def test_a_broken_row_says_why_and_breaks_no_other(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    first, broken, last = chain.from_iterable(open_table(tmp_path / name).batches(2))
    assert isinstance(broken, BrokenRow)
    assert reason in str(broken.reason)
    assert not isinstance(first, BrokenRow)
    assert not isinstance(last, BrokenRow)


def test_a_quotation_mark_that_is_never_closed_is_said_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\n" + '1;"open\n' + "2;x\n" * 300_000)
    with pytest.raises(InputError, match="quotation mark is never closed"):
        rows_of(open_table(tmp_path / "a.csv"))


def test_what_was_found_out_can_be_overridden(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b;c\n1,ä;2\n".encode("cp850"))
    table = open_table(path, encoding="cp850", delimiter=",")
    assert rows_of(table) == [{"a": "1", "b;c": "ä;2"}]
    assert open_table(path, delimiter="tab").delimiter == "\t"
    for wrong in ({"encoding": "klingon"}, {"encoding": "base64"}, {"delimiter": ";;"}):
        with pytest.raises(InputError, match=r"“.*”"):
            open_table(path, **wrong)


def test_values_stay_what_they_are(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"a": [1, 2, 3], "when": pd.to_datetime(["2026-01-02"] * 3), "b": [None] * 3}
    )
    (tmp_path / "a.parquet").write_bytes(parquet(frame))
    rows = rows_of(open_table(tmp_path / "a.parquet"), skip=1)
    assert [row["a"] for row in rows] == [2, 3]
    assert rows[0]["when"] == "2026-01-02T00:00:00"
    assert rows[0]["b"] is None
    (tmp_path / "a.jsonl").write_text(json.dumps({"words": ["a", "b"], "right": True}) + "\n")
    assert rows_of(open_table(tmp_path / "a.jsonl")) == [{"words": ["a", "b"], "right": True}]
