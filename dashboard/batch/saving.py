"""A table to take away: as CSV, Parquet or Excel, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd

# Spreadsheets take a cell that begins so for a formula, which may ask another machine.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CELL = 32_767  # Characters that Excel takes.
_EXACT = 10**15  # From here on it changes digits of a whole number.
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><Iptc4xmpCore:AltTextAccessibility>\
<rdf:Alt><rdf:li xml:lang="x-default">{said}</rdf:li></rdf:Alt>\
</Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>
"""


def defused(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets a ' before."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def as_csv(table: pd.DataFrame) -> bytes:
    """As CSV in UTF-8, with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([defused(name) for name in table.columns])
    # Not by pandas, which makes numbers with a fraction of whole ones beside an empty cell.
    writer.writerows([defused(value) for value in row] for row in _rows(table))
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def _rows(table: pd.DataFrame) -> Iterator[list[object]]:
    """The values, None where there is none."""
    for row in table.itertuples(index=False):
        yield [None if value is None or value != value else value for value in row]


def as_parquet(table: pd.DataFrame) -> bytes:
    """As Parquet; a column of several kinds of values becomes one of texts."""
    file = io.BytesIO()
    table.apply(_of_one_kind).to_parquet(file, index=False)
    return file.getvalue()


def _of_one_kind(column: pd.Series) -> pd.Series:
    if column.dtype != object:
        return column
    kinds = {type(value) for value in column.dropna()}
    if len(kinds) <= 1 and kinds <= {int, float, bool}:
        return column.convert_dtypes()
    return column.map(lambda value: None if value is None or value != value else str(value))


def as_excel(table: pd.DataFrame) -> bytes:
    """As an Excel file: one sheet; longer texts than a cell takes are cut."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Unrolled")
    sheet.append([_cell(name) for name in table.columns])
    for row in _rows(table):
        sheet.append([_cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float) and math.isfinite(value):
        return value
    if value is None or (isinstance(value, int) and abs(value) < _EXACT):
        return value
    text = _NOT_IN_XML.sub("\ufffd", str(value))
    return str(defused(text))[:_MOST_CELL]


def as_html(texts: Mapping[str, str]) -> bytes:
    """Alternative texts of photos, by file, as HTML that shows these files."""
    lines = [
        f'<img src="{escape(file)}" alt="{escape(" ".join(said.split()))}">'
        for file, said in texts.items()
    ]
    return ('<!doctype html>\n<meta charset="utf-8">\n' + "\n".join(lines) + "\n").encode(
        "utf-8", "replace"
    )


def as_xmp(texts: Mapping[str, str]) -> bytes:
    """The same as one XMP file beside each photo, in a ZIP file."""
    return as_zip({f"{name}.xmp": xmp_of(said) for name, said in texts.items()}.items())


def xmp_of(said: str) -> bytes:
    """An alternative text as XMP, in IPTC's field for such a text."""
    return XMP.format(said=escape(_NOT_IN_XML.sub("", " ".join(said.split())))).encode()


def as_zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP file, of which nothing leaves the folder into which it is unpacked."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            parts = PurePosixPath(name.replace("\\", "/")).parts
            inside = [part for part in parts if part.strip("./")]
            archive.writestr("/".join(inside) or "photo", content)
    return file.getvalue()
