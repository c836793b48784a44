"""What a data set is: its splits, its columns, and how the Hub's rows become its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.messages import N_, Message

Row = Mapping[str, Any]
# From the name of a data set on the Hub to its rows in the split that is being made, or from the
# address of a text file to a row with its ``text`` for each line.
Load = Callable[[str], Iterable[Row]]


@dataclass(frozen=True)
class Column:
    """What a column of a data set holds, a value in every row.

    Attributes:
        kind: in words.
        is_of: whether an Arrow type is one for it.
        high: of whole numbers, which begin at 0.
        field: of a struct, what has to be there.
    """

    kind: str
    is_of: Callable[[pa.DataType], bool]
    high: int | None = None
    field: str | None = None

    def feature(self) -> Any:
        """The same to the library that writes the files."""
        from datasets import Image, List, Value

        if self is PICTURE:
            return Image()
        if self is TEXTS:
            return List(Value("string"))
        if self is REAL:
            return Value("float64")
        if self is NUMBERS:
            return List(Value("float64"))
        return Value("string" if self is TEXT else "bool" if self is FLAG else "int64")

    def complaint(self, values: pa.ChunkedArray) -> Message | None:
        """Why these are other values, or None."""
        kind = Message(self.kind)
        if not self.is_of(values.type):
            return Message("it holds {found}, not {kind}", {"found": values.type, "kind": kind})
        if self.field:
            values = pc.struct_field(values, self.field)
        bad = pc.is_null(values)
        if self.high is not None:
            outside = pc.or_(pc.less(values, 0), pc.greater(values, self.high))
            bad = pc.or_(bad, pc.fill_null(outside, False))
        row = pc.index(bad, True).as_py()
        if row < 0:
            return None
        found = {"row": row + 1, "found": values[row].as_py(), "kind": kind}
        return Message("row {row} holds {found!r:.40}, not {kind}", found)


def _is_text(kind: pa.DataType) -> bool:
    is_plain = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return is_plain or (pa.types.is_dictionary(kind) and _is_text(kind.value_type))


def _is_picture(kind: pa.DataType) -> bool:
    return pa.types.is_struct(kind) and any(
        field.name == "bytes" and pa.types.is_binary(field.type) for field in kind
    )


def _is_texts(kind: pa.DataType) -> bool:
    return (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and _is_text(kind.value_type)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind))


def _is_numbers(kind: pa.DataType) -> bool:
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
        return False
    # Where all lists are empty, nothing says of what they are.
    return bool(_is_number(kind.value_type) or pa.types.is_null(kind.value_type))


TEXT, TEXTS = Column(N_("text"), _is_text), Column(N_("a list of texts"), _is_texts)
NUMBER = Column(N_("a whole number"), pa.types.is_integer)
REAL = Column(N_("a number"), _is_number)
NUMBERS = Column(N_("a list of numbers"), _is_numbers)
FLAG = Column(N_("true or false"), pa.types.is_boolean)
PICTURE = Column(N_("a picture's bytes"), _is_picture, field="bytes")


def whole_number(kind: str, high: int) -> Column:
    """One from 0 to ``high``, ``kind`` in words."""
    return replace(NUMBER, kind=kind, high=high)


@dataclass(frozen=True)
class DataSet:
    """A folder of a data folder, a file a split.

    Attributes:
        name: of the folder.
        splits: names of the files.
        columns: what a file holds; one may do without those that say nothing of it.
        rows: from the Hub's rows of a split to its own.
    """

    name: str
    splits: tuple[str, ...]
    columns: Mapping[str, Column]
    rows: Callable[[Load, str], Iterator[Row]]
