"""Series of a data folder, their parts and scales, and columns that somebody brings."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import DataError, InputError
from pipelines.tasks.series.baselines import like_last_season, like_today
from pipelines.tasks.series.batches import pieces_to_choose_by, pieces_to_learn
from pipelines.tasks.series.columns import MOST_BYTES, MOST_ROWS, read_columns
from pipelines.tasks.series.data import courses_in, items, load_series
from pipelines.tasks.series.known import HORIZON, KNOWN
from pipelines.tasks.series.scaling import FEWEST, Parts, Scale, truth
from pipelines.tasks.series.sources import DATASET
from tests.tasks.series.tiny import LENGTH, tiny_series, write_tiny_data

LONG = {name: np.tile(values, 5) + np.arange(5 * LENGTH) for name, values in tiny_series().items()}


def test_a_data_folder_holds_every_series_and_one_share(tmp_path: Path) -> None:
    found, known = load_series(write_tiny_data(tmp_path / "data")), tiny_series()
    assert list(found) == list(known) == list(DATASET.splits)
    for name, values in found.items():
        assert np.allclose(values, known[name], atol=1e-4)
    last = LENGTH - Parts.of(LENGTH).scored
    assert len(items(courses_in(tmp_path / "data"))) == len(KNOWN) * last


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("airline", "time,value\n1,2.0\n", "1 values"),
        ("airline", "time,value\n" + "1,-1\n" * 80, "not above zero"),
        ("elnino", "time,value\n" + "1,x\n" * 80, "column value"),
        ("elnino", "time,value\n" + "1,inf\n" * 80, "finite"),
        ("elnino", "time,worth\n1,2.0\n", "no column value"),
        ("stocks", "symbol,price\n" + "MSFT,1\n" * 80, "0 values"),
        ("sunspots", "", "csv"),
    ],
)
def test_damaged_series_are_named(tmp_path: Path, name: str, content: str, said: str) -> None:
    data = write_tiny_data(tmp_path / "data")
    (data / "series" / f"{name}.csv").write_text(content)
    with pytest.raises(DataError, match=said) as error:
        load_series(data)
    assert f"{name}.csv" in str(error.value)


def test_public_files_become_series() -> None:
    lines = {
        "flights": ["year,month,passengers", "1949,January,112", "1949,February,118"],
        "elnino": ['"YEAR","JAN"', "1950," + ",".join(["23.1"] * 12)],
        "sunspots": ['"YEAR","SUNACTIVITY"', "1700,5"],
        "seattle": ["date,temp", "2010/01/01 00:00,39.4"],
        "stocks": ["symbol,date,price", "IBM,Jan 1 2000,100.52"],
    }

    def load(address: str) -> list[dict[str, str]]:
        (found,) = (rows for name, rows in lines.items() if name in address)
        return [{"text": line} for line in found]

    rows = {split: list(DATASET.rows(load, split)) for split in DATASET.splits}
    assert rows["airline"][1] == {"time": "1949-02", "value": 118.0}
    assert rows["elnino"][11] == {"time": "1950-12", "value": 23.1}
    assert rows["sunspots"] == [{"time": "1700", "value": 5.0}]
    assert rows["stocks"][0]["price"] == 100.52


def test_what_scores_is_neither_learnt_from_nor_scaled_by() -> None:
    """Whatever the last third holds, and the fifth before it, what is learnt from is the same."""
    changed = {}
    for name, values in LONG.items():
        changed[name] = values.copy()
        changed[name][Parts.of(len(values)).chosen :] *= 3
    learnt, other = pieces_to_learn(LONG, KNOWN), pieces_to_learn(changed, KNOWN)
    for name in KNOWN:
        assert np.array_equal(learnt[name].inputs, other[name].inputs)
        assert np.array_equal(learnt[name].targets, other[name].targets)
        for one in (learnt[name], pieces_to_choose_by(LONG, KNOWN)[name]):
            assert one.counted.any()
    chosen, scored, _ = Parts.of(5 * LENGTH)
    counted = int(pieces_to_choose_by(LONG, KNOWN)["elnino"].counted.sum())
    new = scored - chosen
    # Every forecast of each of the new values, but for those that would be told from new values.
    assert counted == sum(min(HORIZON, place + 1) for place in range(new))


@pytest.mark.parametrize("grows", [False, True])
def test_what_a_network_should_say_gives_the_values_again(grows: bool) -> None:
    values = tiny_series()["airline"]
    scale = Scale.fit(values[:60], grows)
    there = np.isfinite(truth(values))
    again = scale.forecasts(values, scale.targets(values))
    assert np.allclose(again[there], truth(values)[there], rtol=1e-4)
    assert np.allclose(scale.forecasts(values, np.zeros((LENGTH, HORIZON))), like_today(values))
    # What grows shows no level, and twice as much of it looks the same.
    assert grows == (not scale.inputs(values)[:, 1].any())
    if grows:
        twice = Scale.fit(2 * values[:60], grows).inputs(2 * values)
        assert np.allclose(twice, scale.inputs(values), atol=1e-4)


def test_changes_that_are_all_the_same_are_as_large_as_others() -> None:
    steps = np.arange(120)
    values = 100.0 + steps + 10 * (steps % 12)  # So are those over twelve steps.
    scale = Scale.fit(values, grows=False)
    sizes = np.sqrt(np.nanmean(scale.targets(values) ** 2, axis=0))
    assert np.all((sizes > 0.5) & (sizes < 5))
    assert np.abs(Scale.fit(values[:12], grows=False).inputs(values[:12])).max() < 5


def test_a_season_ago_is_right_where_all_repeats() -> None:
    values = np.tile(np.arange(7.0), 12)
    said, true = like_last_season(values, 7), truth(values)
    there = np.isfinite(said) & np.isfinite(true)
    assert there[6:-HORIZON].all()
    assert np.array_equal(said[there], true[there])


COLUMN = "\n".join(map(str, range(FEWEST)))
TABLE = pd.DataFrame({"größe": [f"d{n}" for n in range(FEWEST)], "×": np.arange(FEWEST) / 4})


def as_file(write: Callable[[BytesIO], object]) -> bytes:
    file = BytesIO()
    write(file)
    return file.getvalue()


def columns_of(path: Path, content: bytes) -> dict[str, tuple[float, ...]]:
    path.write_bytes(content)
    return read_columns(path)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (COLUMN.encode(), ["1"]),
        ("\r".join(f"{n},5;{n}" for n in range(FEWEST)).encode("utf-16"), ["1", "2"]),
        (
            "\n".join(["day,sold,price"] + [f"d{n},{n},{n / 2}" for n in range(FEWEST)]).encode(),
            ["sold", "price"],
        ),
        ("\n\n".join(["a\ta"] + [f"{n}\t1e3" for n in range(FEWEST)]).encode(), ["a", "a (2)"]),
        ("\n".join(["a;b"] + [f"{n};{n},5\n " for n in range(FEWEST)]).encode(), ["a", "b"]),
        (TABLE.to_csv(sep=";", decimal=",", index=False).encode("cp1252"), ["×"]),
        (TABLE.to_json(orient="records", lines=True).encode(), ["×"]),
        (as_file(lambda file: TABLE.to_parquet(file)), ["×"]),
        (as_file(lambda file: TABLE.to_excel(file, index=False)), ["×"]),
        (as_file(lambda file: TABLE[["×"]].to_excel(file, index=False, header=False)), ["1"]),
    ],
)
def test_columns_of_numbers_are_found_in_any_table(
    tmp_path: Path, content: bytes, names: list[str]
) -> None:
    found = columns_of(tmp_path / "own", content)
    assert list(found) == names
    assert all(len(values) == FEWEST for values in found.values())
    assert found[names[0]][2] in (2, 2.5, 0.5)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"a,b\n1,2",
        b"\xff\xfe\x00",
        b'"',
        b"[1, 2]",
        b"1," * 60 + b"\n" + COLUMN.encode(),
        b"1\n" * (MOST_ROWS + 2),
        b" " * (MOST_BYTES + 1),
        COLUMN.replace("7", "x").encode(),
        COLUMN.replace("7", "inf").encode(),
    ],
)
def test_unusable_files_get_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"(?s)^(The file|/).+\.$"):
        columns_of(tmp_path / "own", content)


@given(st.binary(max_size=100))
def test_any_bytes_are_too_few_for_a_column(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    with pytest.raises(InputError):
        columns_of(tmp_path_factory.getbasetemp() / "any", content)


def test_times_go_on_over_the_end_of_a_year() -> None:
    assert KNOWN["airline"].at(0) == "1949-01"
    assert KNOWN["airline"].at(143) == "1960-12"
    assert KNOWN["sunspots"].at(308) == "2008"
    assert KNOWN["seattle-temps"].at(25) == "2010-01-02 01:00"
