"""Numbers of tables, as people write them."""

from __future__ import annotations

import pytest

from pipelines.data.numbers import numbers_in


@pytest.mark.parametrize(
    ("cells", "delimiter", "numbers"),
    [
        (["1,5", "2"], ";", [1.5, 2]),
        (["1.234,5", "-7,25"], ";", [1234.5, -7.25]),
        (["1,234.5", "7"], ";", [1234.5, 7]),
        (["1,234", "12,345"], ",", [1234, 12345]),
        (["1,234", "12,5"], ",", [1.234, 12.5]),
        (["1 234,5", "1'234,5", "\u202f8"], ";", [1234.5, 1234.5, 8]),
        (["950", "1.050", "12.345", ""], ";", [950, 1050, 12345, None]),
        (["1.234.567", "12.345"], None, [1_234_567, 12_345]),
        (["1.050", "2.345"], ";", [1.05, 2.345]),
        (["0.950", "2"], ";", [0.95, 2]),
        (["950", "1.050"], ",", [950, 1.05]),
        (["950", "1.050", "1.5"], ";", [950, 1.05, 1.5]),
        (["12 €", "$3", "4,5 %", "EUR 7"], ";", [12, 3, 4.5, 7]),
        (["1e3", 7, 2.5, " 4 "], ",", [1000, 7, 2.5, 4]),
        (["", "x", None, True, "inf", "nan", "1e13", "1.2.3", "1,2,3"], ",", [None] * 9),
    ],
)
def test_numbers_are_read_as_people_write_them(
    cells: list[object], delimiter: str, numbers: list[float | None]
) -> None:
    assert numbers_in(cells, delimiter) == numbers
