"""Batches as servers work on them: stopped, gone wrong, taken up by another one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.batch import jobs, orders
from dashboard.batch.jobs import Batches
from dashboard.batch.orders import Batch, Order
from dashboard.services import folders, scoring
from pipelines.batch.job import MANIFEST, Job, Plan, plan_begun
from pipelines.batch.scorers import Answer, Scorer
from pipelines.errors import InputError
from pipelines.messages import Message
from tests.dashboard.conftest import until


@pytest.fixture
def server(
    models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Batches]:
    """What starts a server on the same folder."""
    monkeypatch.setattr(folders, "MODELS", models_root)
    return lambda: Batches(tmp_path)


TABLE = ("text\n" + "A fine film\n" * 230).encode()
ORDER = Order("a.csv", "sentiment", "sentiment-tiny-lstm", "text", "", 230)


def test_a_batch_that_is_stopped_keeps_what_it_has_and_goes_on_in_another_server(
    server: Callable[[], Batches], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = server()
    asked: list[int] = []

    def stopping(task: str, model: str) -> Scorer:
        own = scoring.scorer(task, model)

        def score(inputs: Sequence[object]) -> list[Answer | Message]:
            asked.append(len(inputs))
            if len(asked) == 2:
                first.stop(batch)
            return own(inputs)

        return Scorer(own.rows, score)

    monkeypatch.setattr(jobs, "scorer", stopping)
    batch = first.start(ORDER, TABLE)
    until(lambda: not batch.under_way and len(batch.table()) == 100)
    second = server()
    found = second.find(batch.folder.name)
    assert found
    assert (found.order, found.state, len(found.table())) == (ORDER, "stopped", 100)
    second.go_on(found)
    until(lambda: found.state == "finished")
    assert asked == [50, 50, 50, 50, 30]
    labels = found.table().column("label").to_pylist()
    assert len(labels) == 230
    assert None not in labels


def test_what_goes_wrong_is_said_and_what_is_deleted_is_gone(
    server: Callable[[], Batches], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> Scorer:
        raise ValueError("=1+1")

    monkeypatch.setattr(jobs, "scorer", fail)
    first = server()
    batch = first.start(ORDER, TABLE)
    until(lambda: not batch.under_way)
    assert "=1+1" in str(batch.problem)
    (tmp_path / "broken").mkdir()
    os.utime(tmp_path / "broken", (0, 0))
    old = tmp_path / batch.folder.name / "order.json"
    other = first.start(ORDER, TABLE)
    until(lambda: not other.under_way)
    os.utime(old, (0, 0))
    second = server()  # It deletes what is broken, and what is too old.
    until(lambda: second.find(batch.folder.name) is None)
    assert [one.name for one in tmp_path.iterdir()] == [other.folder.name]
    found = second.find(other.folder.name)
    assert found
    second.forget(found)
    assert list(tmp_path.iterdir()) == []


def test_a_batch_that_ends_while_it_is_looked_at_is_whole(
    server: Callable[[], Batches], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    batch = server().start(ORDER, TABLE)
    until(lambda: batch.state == "finished")
    (output,) = batch.folder.glob("answers.*")
    aside = output.rename(tmp_path / "aside")

    def late(job: Job) -> Plan:
        aside.rename(output)
        return plan_begun(job)

    monkeypatch.setattr(orders, "plan_begun", late)
    assert len(batch.table()) == 230


def test_what_is_damaged_is_said_without_where_it_lies(
    server: Callable[[], Batches], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> Scorer:
        raise ValueError

    monkeypatch.setattr(jobs, "scorer", fail)
    first = server()
    batch = first.start(ORDER, TABLE)
    until(lambda: not batch.under_way)
    (batch.job.parts / MANIFEST).write_text("{")
    first.go_on(batch)
    until(lambda: not batch.under_way)
    with pytest.raises(InputError) as error:
        batch.table()
    for said in (str(batch.problem), str(error.value)):
        assert "is damaged, so it cannot go on" in said
        assert str(tmp_path) not in said


def test_what_is_too_old_goes_while_another_batch_is_answered(
    server: Callable[[], Batches], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = server()
    old = first.start(ORDER, TABLE)
    until(lambda: old.state == "finished")
    seen: list[bool] = []

    def ageing(task: str, model: str) -> Scorer:
        own = scoring.scorer(task, model)

        def score(inputs: Sequence[object]) -> list[Answer | Message]:
            seen.append(old.there)
            old.came = 0.0
            return own(inputs)

        return Scorer(own.rows, score)

    monkeypatch.setattr(jobs, "scorer", ageing)
    monkeypatch.setattr(jobs, "_SWEEPS", 0.0)
    batch = first.start(ORDER, TABLE)
    until(lambda: batch.state == "finished")
    assert (seen[0], seen[-1]) == (True, False)


WRITER = """
import sys
from pathlib import Path
from dashboard.batch.orders import batch_in

folder, name = map(Path, sys.argv[1:])
batch = batch_in(folder)
(folder / f"{name}.ready").touch()
while not (folder / "go").exists():
    pass
for n in range(100):
    batch.keep_texts({f"{name} {n}": "said"})
"""


def test_of_what_two_servers_write_at_once_nothing_is_lost(tmp_path: Path) -> None:
    batch = Batch(ORDER, tmp_path / "texts")
    batch.write(TABLE)
    words = [sys.executable, "-c", WRITER, str(batch.folder)]
    servers = [subprocess.Popen([*words, name]) for name in ("one", "other")]
    until(lambda: len(list(batch.folder.glob("*.ready"))) == 2)
    (batch.folder / "go").touch()
    assert [one.wait() for one in servers] == [0, 0]
    assert len(batch.texts()) == 200


SERVER = """
import os, sys, time
from pathlib import Path
from dashboard.batch import jobs
from dashboard.services import folders, scoring
from pipelines.batch.scorers import Scorer

root, models, name = map(Path, sys.argv[1:])
folders.MODELS = models

def noting(task, model):
    own = scoring.scorer(task, model)

    def score(inputs):
        with (root / "asked.txt").open("a") as file:
            print(os.getpid(), inputs[0], file=file, flush=True)
        time.sleep(0.5)
        return own(inputs)

    return Scorer(own.rows, score)

jobs.scorer = noting
found = jobs.Batches(root / "batches")
while (batch := found.find(str(name))).state != "finished":
    time.sleep(0.02)
"""


def test_of_two_servers_one_goes_on_with_what_was_left_until_it_dies(
    models_root: Path, tmp_path: Path
) -> None:
    batch = Batch(replace(ORDER, rows=250), tmp_path / "batches" / "left-by-a-server")
    batch.write("".join(["text\n", *(f"Film {n} is fine\n" for n in range(250))]).encode())
    words = [sys.executable, "-c", SERVER, tmp_path, models_root, batch.folder.name]
    servers = [subprocess.Popen(list(map(str, words))) for _ in range(2)]
    asked = tmp_path / "asked.txt"

    def lines() -> list[list[str]]:
        return [line.split(maxsplit=1) for line in asked.read_text().splitlines()]

    until(lambda: asked.exists() and len(lines()) >= 3)
    first, *others = {int(line[0]) for line in lines()}
    assert not others
    (killed,) = (one for one in servers if one.pid == first)
    (other,) = (one for one in servers if one.pid != first)
    killed.kill()
    assert other.wait() == 0
    killed.wait()
    by = {one.pid: [text for pid, text in lines() if int(pid) == one.pid] for one in servers}
    assert sorted({*by[killed.pid], *by[other.pid]}) == [
        f"Film {n} is fine" for n in (0, 100, 150, 200, 50)
    ]
    # But for what the first one had in hand, nothing is done twice.
    assert len(by[killed.pid]) + len(by[other.pid]) <= 6
    assert batch.whole
    assert len(batch.table()) == 250
