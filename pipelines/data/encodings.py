"""How a file of text is written: its encoding, and the mark between its cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from pipelines.data.heads import rows_above
from pipelines.errors import InputError

DELIMITERS = ";\t|,"  # The comma last: it stands in numbers and sentences, too.
NO_DELIMITER = "\x1f"  # Between the cells of a table of one column: in no text that people write.
MOST_CELL = (
    1_000_000  # Characters; a quotation mark that is never closed would take the whole file.
)
LOOKED_AT = 200  # Rows, to tell how cells are parted.
_MOSTLY = 0.9  # Of the rows of a table below a title, as wide as its head.
_BLOCK, _SAMPLE = 1 << 20, 1 << 16
_BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
# What tables are written in where it is not UTF-8, the likeliest first: to few signs, many fit.
_USUAL = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
)


def encoding_of(path: Path) -> str:
    """The name of a file's encoding. The whole file is looked at: its first umlaut may come late.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        beginning = file.read(_SAMPLE)
        if named := next((name for bom, name in _BOMS.items() if beginning.startswith(bom)), None):
            return named
        for places, name in ((slice(1, None, 2), "UTF-16-LE"), (slice(0, None, 2), "UTF-16-BE")):
            if beginning[places].count(0) > len(beginning) // 8 > beginning.count(b"\0\0"):
                return name
        file.seek(0)
        if _is_utf_8(file):
            return "UTF-8"
        file.seek(0)
        sample = _beyond_ascii(file)
    as_utf_8 = sample.decode("utf-8", "surrogateescape")
    broken = len(re.findall("[\udc80-\udcff]", as_utf_8))
    if 2 * broken < sum(not sign.isascii() for sign in as_utf_8):
        return "UTF-8"  # But for some bytes, whose rows will be named.
    found = list(from_bytes(sample, cp_isolation=[*_USUAL]))
    best = {(one.chaos, one.coherence) for one in found[:1]}
    fitting = (one.could_be_from_charset for one in found if (one.chaos, one.coherence) in best)
    alike = {*chain.from_iterable(fitting)} or {*_USUAL}
    return re.sub(r"^cp(?=125\d$)", "Windows-", next(name for name in _USUAL if name in alike))


def _is_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _beyond_ascii(file: BinaryIO) -> bytes:
    """The first lines that hold more than ASCII."""
    found = bytearray()
    while len(found) < _SAMPLE and (line := file.readline(_SAMPLE)):
        if not line.isascii():
            found += line
    return bytes(found)


def known_encoding(name: str) -> str:
    """``name``, if it is that of an encoding.

    Raises:
        InputError: it is none.
    """
    try:
        TextIOWrapper(BytesIO(), encoding=name)
    except LookupError as error:
        raise InputError(
            "“{name:.40}” is no encoding. Name one such as utf-8, windows-1252 or utf-16.",
            name=name,
        ) from error
    return name


def known_delimiter(mark: str) -> str:
    r"""``mark``, if cells can be parted by it; ``\t`` and ``tab`` are a tab.

    Raises:
        InputError: they cannot.
    """
    mark = "\t" if mark in ("\\t", "tab") else mark
    if len(mark) != 1 or mark in '"\r\n\0':
        raise InputError(
            "“{mark:.40}” parts no cells. Give one sign such as ; or , or | or tab.", mark=mark
        )
    return mark


def lines_of(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a file, each with its end; bytes that are none of the encoding as surrogates.

    Raises:
        InputError: a line is longer than a table's can be.
        OSError: the file cannot be read.
    """
    codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    most = 4 * MOST_CELL
    with path.open(encoding=codec, errors="surrogateescape", newline="") as file:
        for number, line in enumerate(iter(lambda: file.readline(most), ""), start=1):
            if len(line) == most:
                raise InputError(
                    "Line {number:,} of {path} has more than {most:,} characters: no table. "
                    "Give a text file with a row a line.",
                    number=number,
                    path=path,
                    most=most,
                )
            yield line


def delimiter_of(lines: Iterable[str]) -> str | None:
    """What parts the cells in the first lines of a file: of what parts the head, what agrees best.

    Returns:
        None where there is one column only.
    """
    some = list(islice(lines, 10 * LOOKED_AT))
    fitting: dict[tuple[float, int], str] = {}
    for mark in reversed(DELIMITERS):  # Of two that fit alike, the first.
        rows = list(islice(_parsed(some, mark), LOOKED_AT))
        widths = [len(row) for row in rows[_head(rows, mark) :] if any(row)]
        if widths and widths[0] > 1:
            fitting[widths.count(widths[0]) / len(widths), widths[0]] = mark
    return fitting[max(fitting)] if fitting else None


def _head(rows: Sequence[Sequence[str]], mark: str) -> int:
    """The place of the head, maybe below a title, unless its marks are those of sentences."""
    filled = [place for place, row in enumerate(rows) if any(row)]
    above = rows_above([rows[place] for place in filled])
    if not above:
        return 0
    head = filled[above]
    alike = sum(len(rows[place]) == len(rows[head]) for place in filled[above:])
    is_table = alike > _MOSTLY * (len(filled) - above) and not any(rows[head - 1])
    is_sentence = any(cell.startswith(" ") for cell in rows[head])
    return head if mark not in ";," or (is_table and not is_sentence) else 0


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return  # As far as it goes; who reads it all says what is wrong.
