"""Trainings that a page starts: a queue of real processes, with a stand-in for what trains."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.services.orders import Order, Training, orders_in, seconds_left
from dashboard.services.training import MOST_WAITING, Trainings
from pipelines.errors import InputError
from pipelines.training.runs import LAST, holder

STAND_IN = """
import fcntl, os, pathlib, sys, time
what, run, model = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
(run / "pid").write_text(str(os.getpid()))
rows = "epoch,training_loss,validation_score,seconds\\n1,0.7,0.6,2.0\\n2,0.5,0.7,4.0\\n"
(run / "history.csv").write_text(rows)
if what == "die" and "--resume" not in sys.argv:
    lock = (run / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    print(os.getpid(), file=lock, flush=True)
    (run / "last.ckpt").write_text("")
    time.sleep(60)
if what == "hang":
    time.sleep(60)
if what == "fail":
    sys.exit("Traceback\\nAll 40 rows have the label <b>good</b>. Give rows of another.\\n")
model.mkdir()
(model / "history.csv").write_text(rows)
"""


@pytest.fixture
def queue(tmp_path: Path) -> Trainings:
    program = tmp_path / "stand_in.py"
    program.write_text(STAND_IN)
    return Trainings((sys.executable, str(program)))


def order(root: Path, name: str, what: str = "train") -> Order:
    model, run = root / name, root / f"run-{name}"
    return Order(name, "sentiment", ((what, str(run), str(model)),), model, run, epochs=5)


MINE = ("mine.csv", b"text,label\n")


def state_of(queue: Trainings, name: str) -> Training:
    return next(one for one in queue.all() if one.order.name == name)


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_trains_while_others_wait_and_one_that_is_cancelled_is_gone(
    queue: Trainings, tmp_path: Path
) -> None:
    first, second = order(tmp_path, "first", "hang"), order(tmp_path, "second")
    for one in (first, second, order(tmp_path, "third")):
        queue.start(one, *MINE)
    wait_for(lambda: bool(state_of(queue, "first").history()))
    assert [one.state for one in queue.all()] == ["running", "waiting", "waiting"]
    history = state_of(queue, "first").history()
    assert seconds_left(history, first.epochs) == 3 * 3
    pid = int((first.run / "pid").read_text())
    queue.cancel("third")
    queue.cancel("first")
    assert not is_alive(pid)
    wait_for(lambda: state_of(queue, "second").over)
    assert [one.state for one in queue.all()] == ["cancelled", "finished", "cancelled"]
    # Of what was brought nothing is left, and of what was cancelled nothing at all.
    wait_for(lambda: not list(tmp_path.glob("run-*")))
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["second"]
    assert state_of(queue, "second").history()["validation_score"] == [0.6, 0.7]
    queue.forget("second")
    assert not second.model.exists()


def test_another_server_goes_on_where_one_was_killed(queue: Trainings, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    orders = [order(runs, name, what) for name, what in (("first", "die"), ("second", "train"))]
    for one in orders:
        one.write(*MINE).close()  # As the system lets go of it.
    words = [*queue.program, *orders[0].commands[0]]
    left = subprocess.Popen(words, start_new_session=True)  # By the server that was killed.
    wait_for(lambda: holder(orders[0].run) == left.pid)
    wait_for(lambda: (orders[0].run / LAST).is_file())
    (runs / "none").mkdir()
    (runs / "none" / "order.json").write_text("{")
    queue.take_up(orders_in(runs))
    assert left.wait(60) < 0
    assert [one.order for one in queue.all()] == orders
    wait_for(lambda: state_of(queue, "second").over)
    assert [one.state for one in queue.all()] == ["finished", "finished"]
    wait_for(lambda: not list(runs.glob("run-*")))
    # A model that was written is scored, and not trained again.
    again = order(runs, "first", "fail")
    again.write(*MINE).close()
    queue.take_up([again])
    wait_for(lambda: state_of(queue, "first").over)
    assert state_of(queue, "first").state == "finished"


SERVER = """
import sys, time
from pathlib import Path
from dashboard.services.orders import orders_in
from dashboard.services.training import Trainings

runs, program, model = map(Path, sys.argv[1:])
queue = Trainings((sys.executable, str(program)), left=lambda: orders_in(runs), looks=0.02)
while not (model / "history.csv").exists():
    time.sleep(0.02)
"""


def test_of_two_servers_one_takes_up_by_itself_what_was_left_until_it_dies(
    queue: Trainings, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    left = replace(order(runs, "left", "die"), model=tmp_path / "left")
    left = replace(left, commands=(("die", str(left.run), str(left.model)),))
    left.write(*MINE).close()
    words = [sys.executable, "-c", SERVER, runs, queue.program[1], left.model]
    servers = [subprocess.Popen(list(map(str, words))) for _ in range(2)]
    wait_for(lambda: holder(left.run) is not None)
    parents = {one.pid: children_of(one.pid) for one in servers}
    assert sorted(parents.values()) == [[], [holder(left.run)]]
    with pytest.raises(InputError, match="a model left already"):
        queue.start(left, *MINE)
    (killed,) = (one for one in servers if parents[one.pid])
    (other,) = (one for one in servers if not parents[one.pid])
    killed.kill()
    assert other.wait(60) == 0
    killed.wait()
    assert (left.model / "history.csv").is_file()


def children_of(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in lists for child in one.read_text().split()]


def test_what_goes_wrong_is_told_and_lets_the_next_begin(queue: Trainings, tmp_path: Path) -> None:
    queue.start(order(tmp_path, "bad", "fail"), *MINE)
    queue.start(order(tmp_path, "good"), *MINE)
    wait_for(lambda: state_of(queue, "good").over)
    bad = state_of(queue, "bad")
    assert bad.state == "failed"
    assert str(bad.said) == "All 40 rows have the label <b>good</b>. Give rows of another."
    assert not bad.history()
    slow = Trainings(queue.program, most_seconds=0)
    slow.start(order(tmp_path, "slow", "hang"), *MINE)
    wait_for(lambda: state_of(slow, "slow").over)
    assert "It took longer than" in str(state_of(slow, "slow").said)
    nowhere = Trainings((str(tmp_path / "none"),))
    nowhere.start(order(tmp_path, "none"), *MINE)
    wait_for(lambda: state_of(nowhere, "none").over)
    assert "No such file" in str(state_of(nowhere, "none").said)


def test_names_are_taken_once_and_the_queue_is_bounded(queue: Trainings, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError, match="a model there already"):
        queue.start(order(tmp_path, "there"), *MINE)
    orders = [order(tmp_path, f"n{n}", "hang") for n in range(MOST_WAITING + 1)]
    for one in orders[:-1]:
        queue.start(one, *MINE)
    with pytest.raises(InputError, match="wait already"):
        queue.start(orders[-1], *MINE)
    with pytest.raises(InputError, match="Cancel it first"):
        queue.forget("n1")
    for one in orders:
        queue.cancel(one.name)
