"""A training of several processes, by its real command line: on one machine, and as on two."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.models.files import HISTORY
from pipelines.training.runs import LAST
from tests.browser.server import free_port
from tests.commands import history, self_check
from tests.training.test_resuming import same

ROOT = Path(__file__).parents[2]
EPOCHS = 12  # Enough of them to be killed in the middle.
TIMEOUT = 300


def training(data: Path, folder: Path, **hardware: object) -> list[str]:
    options = {
        "data": data,
        "run": folder / "run",
        "network.embedding_size": 4,
        "network.hidden_size": 4,
        "training.epochs": EPOCHS,
        "training.patience": EPOCHS,
        "training.batch_size": 16,
        "hardware.accelerator": "cpu",
        "hardware.strategy": "ddp",
        **{f"hardware.{name}": value for name, value in hardware.items()},
    }
    command = ["pipelines", "train", "sentiment", str(folder / "model")]
    return [*command, *(f"--{name}={value}" for name, value in options.items())]


@pytest.fixture(scope="module")
def whole(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that two processes of one machine trained without an interruption."""
    folder = tmp_path_factory.mktemp("whole")
    command = [sys.executable, "-m", *training(tiny_data, folder, devices=2)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT)
    assert ended.returncode == 0, ended.stderr
    assert "2 processes" in ended.stderr  # In Lightning's words; alone, it would say nothing.
    return folder / "model"


def test_two_processes_train_one_model(whole: Path) -> None:
    assert "golden examples agree" in self_check(whole)
    assert [row["epoch"] for row in history(whole / HISTORY)] == [*range(1, EPOCHS + 1)]


def test_two_machines_of_which_one_dies_end_as_two_processes_of_one_that_lived(
    whole: Path, tiny_data: Path, tmp_path: Path
) -> None:
    command = training(tiny_data, tmp_path, num_nodes=2)
    port = free_port()
    nodes = [node(rank, port, command) for rank in range(2)]
    wait_for_an_epoch(tmp_path / "run" / LAST, nodes)
    kill_with_workers(nodes[1])
    assert nodes[0].wait(TIMEOUT) != 0
    assert not (tmp_path / "model").exists()
    assert len(history(tmp_path / "run" / HISTORY)) < EPOCHS
    port = free_port()
    again = [node(rank, port, [*command, "--resume"]) for rank in range(2)]
    assert [one.wait(TIMEOUT) for one in again] == [0, 0]
    same(tmp_path / "model", whole)


def node(rank: int, port: int, command: list[str]) -> subprocess.Popen[bytes]:
    """One of two machines, as torchrun starts a training on each."""
    where = (f"--node-rank={rank}", "--master-addr=127.0.0.1", f"--master-port={port}")
    launch = [sys.executable, "-m", "torch.distributed.run", "--nnodes=2", *where, "-m", "--"]
    return subprocess.Popen([*launch, *command], cwd=ROOT)


def kill_with_workers(machine: subprocess.Popen[bytes]) -> None:
    """As a power cut does; torchrun gives each worker a session of its own."""
    workers = Path(f"/proc/{machine.pid}/task/{machine.pid}/children").read_text().split()
    for pid in (*map(int, workers), machine.pid):
        os.kill(pid, signal.SIGKILL)
    machine.wait()


def wait_for_an_epoch(path: Path, nodes: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + TIMEOUT
    while not path.is_file():
        assert [one.poll() for one in nodes] == [None, None]
        assert time.monotonic() < end
        time.sleep(0.02)
