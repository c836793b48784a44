"""Parquet files that people bring: what a few bytes of them may stand for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.data.tables import open_table


def _text_that_stands_once() -> pa.Array:
    places = pa.array([0] * 200, pa.int32())
    return pa.DictionaryArray.from_arrays(places, pa.array(["x" * 5_000_000]))


def _lists_of_one_word() -> pa.Array:
    words = pa.array(["x"]).take(pa.array(np.zeros(10_000_000, np.int8)))
    return pa.ListArray.from_arrays(pa.array(range(0, 10_000_001, 50_000), pa.int32()), words)


def _texts_that_begin_alike() -> pa.Array:
    return pa.array(["x" * 1_000_000 + str(row) for row in range(200)])


@pytest.mark.parametrize(
    ("column", "encoding", "most"),
    [
        (_text_that_stands_once, None, 500_000_000),
        (_lists_of_one_word, None, 100_000_000),
        (_texts_that_begin_alike, {"column": "DELTA_BYTE_ARRAY"}, 100_000_000),
    ],
)
def test_a_file_of_a_few_bytes_is_read_in_little_memory(
    column: Callable[[], pa.Array], encoding: dict[str, str] | None, most: int, tmp_path: Path
) -> None:
    path, table = tmp_path / "few-bytes.parquet", pa.table({"column": column()})
    # Without a schema, as programs other than pyarrow write it.
    written = {"store_schema": False, "use_dictionary": not encoding}
    pq.write_table(table, path, column_encoding=encoding, **written)
    assert path.stat().st_size < 300_000
    before, whole = pa.total_allocated_bytes(), table["column"][199].as_py()
    batches = open_table(path).batches(20)
    assert len(next(batches)) == 20
    assert pa.total_allocated_bytes() - before < most  # Of 20 rows, not of all.
    assert [*chain.from_iterable(batches)][-1] == {"column": whole}
