"""The series that models are made of, and where they come from: data files of public packages."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping

from pipelines.data.sets import FLAG, NUMBER, NUMBERS, REAL, TEXT, DataSet, Load, Row

_STATSMODELS = "https://raw.githubusercontent.com/statsmodels/statsmodels/v0.14.4"
_VEGA = "https://raw.githubusercontent.com/vega/vega-datasets/v1.29.0/data"
_FILES = {
    "airline": "https://raw.githubusercontent.com/mwaskom/seaborn-data/master/flights.csv",
    "elnino": f"{_STATSMODELS}/statsmodels/datasets/elnino/elnino.csv",
    "sunspots": f"{_STATSMODELS}/statsmodels/datasets/sunspots/sunspots.csv",
    "seattle-temps": f"{_VEGA}/seattle-temps.csv",
    "stocks": f"{_VEGA}/stocks.csv",
}
_MONTHS = [f"{number:02}" for number in range(1, 13)]


def series_rows(load: Load, split: str) -> Iterator[Row]:
    """One series, a row a value; of shares all of them."""
    lines = csv.reader(row["text"] for row in load(_FILES[split]))
    next(lines)  # The names of the columns.
    yield from _READERS[split](lines)


def _passengers(lines: Iterator[list[str]]) -> Iterator[Row]:
    for place, (year, _month, value) in enumerate(lines):
        yield {"time": f"{year}-{_MONTHS[place % 12]}", "value": float(value)}


def _months(lines: Iterator[list[str]]) -> Iterator[Row]:
    for year, *values in lines:
        for month, value in zip(_MONTHS, values, strict=True):
            yield {"time": f"{year}-{month}", "value": float(value)}


def _in_order(lines: Iterator[list[str]]) -> Iterator[Row]:
    for time, value in lines:
        yield {"time": time, "value": float(value)}


def _shares(lines: Iterator[list[str]]) -> Iterator[Row]:
    for symbol, date, price in lines:
        yield {"symbol": symbol, "date": date, "price": float(price)}


_READERS: Mapping[str, Callable[[Iterator[list[str]]], Iterator[Row]]] = {
    "airline": _passengers,
    "elnino": _months,
    "sunspots": _in_order,
    "seattle-temps": _in_order,
    "stocks": _shares,
}
DATASET = DataSet(
    "series",
    tuple(_FILES),
    {"time": TEXT, "value": REAL, "symbol": TEXT, "date": TEXT, "price": REAL},
    series_rows,
)
DATASETS = (DATASET,)
OWN_SPLIT = "own"
# What somebody brought, a row a series; it takes the place of all others.
OWN_DATASET = DataSet(
    DATASET.name,
    (OWN_SPLIT,),
    {
        **dict.fromkeys(("series", "title", "value", "step", "begin"), TEXT),
        "season": NUMBER,
        "grows": FLAG,
        "values": NUMBERS,
        "filled": NUMBERS,
    },
    lambda _load, _split: iter(()),
)
