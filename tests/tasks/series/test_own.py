"""Series of one's own: what a training would take of a table, and a model that learnt from one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.series.data import known_in, load_series
from pipelines.tasks.series.known import Known, known_of
from pipelines.tasks.series.scaling import grows
from pipelines.tasks.series.steps import STEPS, step_of
from pipelines.tasks.series.task import TEST
from tests.commands import call, self_check
from tests.tasks.series.tiny import tiny_series, write_tiny_data

Rows = Sequence[tuple[object, ...]]
FIRST = date(2020, 1, 1)
WAVE = [(f"{FIRST + timedelta(n)}", 5 + n % 7) for n in range(90)]


def written(path: Path, rows: Rows, head: str = "time,value", mark: str = ",") -> Path:
    lines = [mark.join(map(str, row)) for row in rows]
    path.write_bytes("\n".join([head.replace(",", mark), *lines]).encode("cp1252"))
    return path


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What ``data check`` says of rows."""

    def said(rows: Rows, *options: str, head: str = "time,value", mark: str = ",") -> str:
        path = written(tmp_path / "own.csv", rows, head, mark)
        call("data", "check", path, "--task", "series", *options)
        return capsys.readouterr().out

    return said


def months(form: str, n: int = 96) -> list[str]:
    return [date(2000 + k // 12, 1 + k % 12, 1).strftime(form) for k in range(n)]


def test_a_german_table_in_no_order_is_read_whole(check: Callable[..., str]) -> None:
    """Windows-1252, semicolons, days first, a comma before decimals, points between thousands."""
    values = [f"{1 + n // 12}.{100 + n},5" for n in range(96)]
    rows = [*zip(months("%d.%m.%Y"), values, strict=True)]
    odd = [rows[3], ("01.01.2000", "7"), ("Mai", "7"), ("01.06.2000", "nan"), ("", "7")]
    del rows[40]
    shuffled = [rows[place] for place in np.random.default_rng(1).permutation(len(rows))]
    options = ("--time=Monat", "--value=Fluggäste", "--season=6")
    said = check([*shuffled, *odd], *options, head="Monat,Fluggäste", mark=";")
    for part in (
        "100 rows",
        "Windows-1252, cells parted by ;",
        "2000-01 to 2007-12, a value each month, 1100.5 to 8195.5; steps of a season: 6",
        "learn from: 51 (Fluggäste: 51)",
        "choose by: 13",
        "scored on: 32",
        "the one before stays: 2003-05 (1)",
        "put in order of time",
        "looked at as growth",
        "another row holds the same: ",
        "with another value of Fluggäste",
        "row 98 has the time “Mai”",
        "row 99 has no number as Fluggäste",
        "row 100 has no time",
    ):
        assert part in said


TIMES = {
    "ISO": (months("%Y-%m-%d"), "month"),
    "day first": (months("%d/%m/%Y"), "month"),
    "month first": (months("%m/%d/%Y"), "month"),
    "in words": (months("%b %Y"), "month"),
    "month ends": (
        [f"{date.fromisoformat(one) - timedelta(1)}" for one in months("%Y-%m-%d")],
        "month",
    ),
    "quarters": ([f"{2000 + n // 4}-Q{1 + n % 4}" for n in range(90)], "quarter"),
    "years": ([str(1900 + n) for n in range(90)], "year"),
    "weeks": ([f"{FIRST + timedelta(7 * n)}" for n in range(90)], "week"),
    "days": ([f"{FIRST + timedelta(n):%d.%m.%y}" for n in range(90)], "day"),
    "working days": (
        [f"{one}" for one in map(FIRST.__add__, map(timedelta, range(126))) if one.weekday() < 5],
        "working day",
    ),
    "hours": ([f"{datetime(2020, 1, 1) + timedelta(hours=n)}" for n in range(90)], "hour"),
    "zones": (
        [
            f"{datetime(2020, 1, 1) + timedelta(minutes=15 * n):%Y-%m-%dT%H:%M:%S+02:00}"
            for n in range(90)
        ],
        "quarter of an hour",
    ),
    "days of a zone": (
        [f"{FIRST + timedelta(n)}T00:00+0{1 + (n > 40)}:00" for n in range(90)],
        "day",
    ),
    "hours of a zone": (
        [f"2020-10-{24 + n // 24}T{n % 24:02}:00+02:00" for n in range(27)]
        + [f"2020-10-{25 + n // 24}T{n % 24:02}:00+01:00" for n in range(2, 80)],
        "hour",
    ),
    "years with a point": ([f"{1900 + n}.0" for n in range(90)], "year"),
    "numbers": ([str(n) for n in range(90)], "step"),
}  # fmt: skip


@pytest.mark.parametrize("case", TIMES)
def test_times_of_every_kind_are_put_on_their_steps(case: str, check: Callable[..., str]) -> None:
    times, step = TIMES[case]
    said = check([(time, n % 5) for n, time in enumerate(times)])
    assert f"a value each {step}, 0 to 4; steps of a season: " in said
    assert "Left out" not in said
    assert "stays" not in said
    assert f"learn from: {4 * (2 * len(times) // 3) // 5} " in said


def test_a_time_that_is_none_leaves_the_others_on_their_steps(check: Callable[..., str]) -> None:
    times, step = TIMES["working days"]
    said = check([(time, n % 5) for n, time in enumerate([*times, "soon"])])
    assert f"a value each {step}" in said
    assert f"row {len(times) + 1} has the time “soon”" in said


@pytest.mark.parametrize("step", [name for name in STEPS if name != "step"])
def test_a_place_on_a_calendar_and_its_time_are_one(step: str) -> None:
    """Counted on from any first time, the times written are those that were read."""
    known = Known("a", "a", step, 1, datetime(2019, 11, 29, 10, 30))
    stored = Known.of(json.loads(json.dumps(known.as_stored())))
    assert stored == known
    form = {"year": "%Y", "month": "%Y-%m", "quarter": "%Y-%m"}
    clock = "%Y-%m-%d %H:%M" if step in ("hour", "minute", "quarter of an hour") else "%Y-%m-%d"
    times = [datetime.strptime(known.at(n), form.get(step, clock)) for n in range(40)]
    assert step_of(np.array(times, dtype="datetime64[m]")) == step
    assert sorted(set(times)) == times


def test_only_what_left_its_level_for_good_is_looked_at_as_growth() -> None:
    wave = tiny_series()["elnino"]
    up = np.arange(len(wave))
    assert not grows(wave)
    assert grows(wave + up)
    assert not grows(wave + up - 30)  # Of what falls below zero, no logarithm is left.


REFUSED: dict[str, tuple[Rows, Sequence[str], str]] = {
    "one row": (WAVE[:1], (), "follow one another by no step"),
    "few": (WAVE[:-1], (), "89 values; 90 are needed"),
    "few, and a sum": ([*WAVE[:-1], ("sum", 9)], (), "row 1, which begins “value”: it has 89 "),
    "no numbers": ([(time, "x") for time, _ in WAVE], (), "no number as value"),
    "no times": ([("x", 1)] * 90, (), "the time “x”"),
    "no order": ([(f"{FIRST + timedelta(3 * n)}", 1) for n in range(90)], (), "by no step"),
    "gaps": ([row for n, row in enumerate(WAVE) if n % 6], (), "of 89 values, one each day, 14"),
    "a slip": ([*WAVE, ("2820-01-01", 1)], (), "are missing"),
    "too many": ([(n, n) for n in range(20_001)], (), "20,001 values; 20,000 are read"),
    "no change": ([(time, 1) for time, _ in WAVE], (), "always the same"),
    "twice": ([*WAVE, *((time, 1) for time, _ in WAVE)], (), "--series"),
    "long season": (WAVE, ("--season=61",), "season of 61"),
    "no season": (WAVE, ("--season=x",), "--season x"),
    "no column": (WAVE, ("--value=sold",), "no column “sold”"),
    "no second one": (WAVE, ("--value=value,more",), "no column “more”"),
    "many": ([(*row, n) for n, row in enumerate(WAVE)], ("--series=of",), "more than 20 series"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nothing_can_be_forecast_of_is_refused(case: str, check: Callable[..., str]) -> None:
    rows, options, said = REFUSED[case]
    with pytest.raises(InputError) as error:
        check(rows, *options, head="time,value,of" if case == "many" else "time,value")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_what_cannot_be_used_of_several_series_is_left_out_alone(check: Callable[..., str]) -> None:
    rows = [(time, value, 2 * n, n if n > 50 else "") for n, (time, value) in enumerate(WAVE)]
    said = check(rows, "--value=a, b,c", head="time,a,b,c")
    assert "learn from: 96 (a: 48, b: 48)" in said
    assert "row 1 has no number as c" in said


@pytest.mark.usefixtures("measured_briefly")
def test_a_model_learns_from_own_series_and_is_scored_on_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two series, below one another; their names are what no network could be called."""
    shops = {"{x}.a": 0, "values": 1}
    rows = [
        (time, value + up * n, name)
        for name, up in shops.items()
        for n, (time, value) in enumerate(WAVE)
    ]
    path = written(tmp_path / "own.csv", rows, "time,value,shop")
    run, model = tmp_path / "run", tmp_path / "models" / "mine"
    where = ("--data", path, "--run", run, "--series=shop", "--training.epochs=2")
    small = ("--network.hidden_size=4", "--network.members=2", "--hardware.accelerator=cpu")
    call("train", "series", model, *where, *small)
    data = run / "data"
    series, known = load_series(data), known_in(data)
    assert list(series) == list(known) == ["own-x-a", "own-values"]
    assert [one.title for one in known.values()] == ["x.a", "values"]
    assert [one.grows for one in known.values()] == [False, True]
    assert series["own-values"].tolist() == [value + n for n, (_, value) in enumerate(WAVE)]
    assert "agree" in self_check(model)
    config = dict(ModelDirectory.open(model).config)
    assert known_of(config, "mine") == known
    wrongs: list[object] = [{}, [], {"keys": config["series"]["own-values"]}, {"a-b": {}}]
    for wrong in wrongs:
        with pytest.raises(ModelError, match="which series"):
            known_of(config | {"series": wrong}, "mine")
    call("evaluate", "series", model, "--data", data, "--json")
    metrics = ModelDirectory.open(model).metrics()
    assert list(metrics[TEST]["by_series"]) == list(series)
    assert metrics["source"]["name"] == "own.csv"
    assert metrics["source"]["rows"] == len(rows)
    capsys.readouterr()
    call("predict", "series", model, "own-values", path, "--json")
    first, other = json.loads(capsys.readouterr().out)
    assert len(first["values"]) == len(other["values"])
    with pytest.raises(SystemExit):
        call("predict", "series", model, "airline")
    assert "own-x-a, own-values" in capsys.readouterr().err
    with pytest.raises(InputError, match="mine learnt the series own-x-a, own-values"):
        call("evaluate", "series", model, "--data", write_tiny_data(tmp_path / "data"))
