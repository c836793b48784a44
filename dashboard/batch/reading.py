"""What is uploaded for many answers, looked at within the bounds of a page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.services.tables import Looked, look
from pipelines.batch.inputs import photos_in
from pipelines.batch.scorers import Rows
from pipelines.errors import InputError
from pipelines.messages import Message

MOST_ROWS, MOST_PHOTOS = 5_000, 200
_COMMAND = Message(
    "python -m pipelines predict TASK MODEL --input FILE --output FILE takes files of any size"
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def look_at_table(name: str, content: bytes) -> Looked:
    """What is in a CSV, TSV, JSON Lines, Parquet or Excel file.

    Raises:
        InputError: it is none, or holds more than a page can take.
    """
    looked = look(name, content)
    if looked.rows > MOST_ROWS:
        raise InputError(
            "{name} has more than {most:,} rows, the most that this page takes. {command}.",
            name=name,
            most=MOST_ROWS,
            command=_COMMAND,
        )
    return looked


@st.cache_data(max_entries=4, show_spinner=False)
def count_photos(name: str, content: bytes) -> int:
    """How many photos are in a ZIP file.

    Raises:
        InputError: it is none, or holds none, or more than a page can take.
    """
    found = len(photos_in(io.BytesIO(content), name))
    if found > MOST_PHOTOS:
        raise InputError(
            "{name} holds {n:,} photos; this page takes {most} at most. {command}.",
            name=name,
            n=found,
            most=MOST_PHOTOS,
            command=_COMMAND,
        )
    return found


def likely_column(looked: Looked, rows: Rows) -> str:
    """Which column is probably read: one of a likely name, else that with the longest texts."""
    named = {column.casefold(): column for column in looked.columns}
    for name in rows.named:
        if name in named:
            return named[name]
    return max(looked.columns, key=looked.length_of)


def likely_labels(values: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """What values probably mean; nothing is said of those that may be anything.

    Numbers say nothing where not all of them are known, as of one to five stars 1 is no label.

    Args:
        known: labels, by what files call them in lower case.
    """
    written = {one: one.casefold() for one in values}
    if any(_NUMBER.fullmatch(one) and one not in known for one in written.values()):
        written = {name: one for name, one in written.items() if not _NUMBER.fullmatch(one)}
    return {name: known[one] for name, one in written.items() if one in known}
