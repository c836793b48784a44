"""Where tables name their columns: below a title, on which sheet, and where there is no title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import openpyxl
import pytest

from pipelines.data.tables import open_table
from pipelines.language import told

TITLE = "Report 2026\n\n"
TEXT = "id;review;stars\n1;Good, really;5\n2;Bad;1\n"
# What a text file holds; how many rows stand above the names, what these are, how many rows.
READ: dict[str, tuple[str, int, str, int]] = {
    "a title alone in its line": (TITLE + TEXT, 1, "id|review|stars", 2),
    "two, and a comma": (
        f"Report\nof 2026\n\n{TEXT.replace(', ', ' ').replace(';', ',')}",
        2,
        "",
        2,
    ),
    "a title with a comma": (TITLE.replace(" ", ", ") + TEXT, 1, "", 2),
    "tabs": ("Report 2026\n" + TEXT.replace(";", "\t"), 1, "", 2),
    "a list of SAP": (
        f"{TITLE}---\n|id|review|stars|\n---\n|1|Good|5|\n|2|Bad|1|\n---\n",
        *(2, "column 1|id|review|stars|column 5", 4),
    ),
    "a name, and labels": (
        "review;\nGood;yes\nBad;no\nDull;no\nFine;yes\n",
        0,
        "review|column 2",
        4,
    ),
    "the name of the second column": (",de\nGood,Gut\nBad,Schlecht\n", 0, "column 1|de", 2),
    "one column, and a line between": ("note\n\nFine, so\n\nBad, as ever\n\n", 0, "note", 2),
    "one column of sentences": ("note\n\nA,b\nFine,a,c\nBad,c,d\nWell;a\nOh,d\n", 0, "note", 5),
    "one column of names": ("guest\nDoe,Jane\nRoe,Rob\nPoe,Ed\n", 0, "guest", 3),
    "one column of numbers": ("sold\n\n1000,5\n1020,25\n1013,1\n", 0, "sold", 3),
}


@pytest.mark.parametrize("case", READ)
def test_names_are_found_below_a_title_and_no_row_is_taken_for_them(
    case: str, tmp_path: Path
) -> None:
    content, above, columns, rows = READ[case]
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    table = open_table(tmp_path / "a.csv")
    assert table.above == above
    assert [said.values["n"] for said in table.unread] == [above] * (above > 0)
    assert "|".join(table.columns) == (columns or "id|review|stars")
    found = list(chain.from_iterable(table.batches(10)))
    assert len(found) == rows
    assert all("Report" not in str(cell) for row in found for cell in row.values())


def workbook(path: Path, **sheets: Sequence[tuple[object, ...]]) -> Path:
    """A workbook of these sheets; what is called ``hidden`` is."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name == "hidden" else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_table_may_begin_beside_and_below_the_first_cell(tmp_path: Path) -> None:
    rows = [(), (None, "Guests"), (), (None, "id", "review"), (None, 1, "Good")]
    table = open_table(workbook(tmp_path / "a.xlsx", Sheet=rows))
    assert table.columns == ("column 1", "id", "review")
    assert list(table.batches(9)) == [[{"column 1": None, "id": 1, "review": "Good"}]]


LONG = [("id", "review"), *((n, "fine") for n in range(40))]


@pytest.mark.parametrize(
    ("cover", "sheets"),
    [
        ([], ("Data",)),
        ([("Guests", None), ("by", "Jane")], ("Data", "Cover")),
        ([("a", "b"), *[(1, 2)] * 60], ("Cover", "Data")),
    ],
)
def test_of_several_sheets_the_first_that_is_more_than_a_cover_is_read(
    cover: Sequence[tuple[object, ...]], sheets: tuple[str, ...], tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", hidden=LONG * 9, Cover=cover, Data=LONG, Empty=[])
    table = open_table(path)
    assert table.sheets == sheets
    assert list(map(told, table.unread)) == [
        f"Sheet “{sheets[0]}”; left out: {other}" for other in sheets[1:]
    ]
    rows = list(chain.from_iterable(table.batches(50)))
    assert len(rows) == (40 if sheets[0] == "Data" else 60)
    assert rows[0] == ({"id": 0, "review": "fine"} if sheets[0] == "Data" else {"a": 1, "b": 2})
