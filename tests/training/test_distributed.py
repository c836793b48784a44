"""A training of several processes, by its real command line."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from pipelines.models.files import HISTORY
from tests.commands import self_check

ROOT = Path(__file__).parents[2]


def test_two_processes_train_one_model(tiny_data: Path, tmp_path: Path) -> None:
    options = {
        "data": tiny_data,
        "run": tmp_path / "run",
        "network.embedding_size": 4,
        "network.hidden_size": 4,
        "training.epochs": 2,
        "training.batch_size": 16,
        "hardware.accelerator": "cpu",
        "hardware.devices": 2,
        "hardware.strategy": "ddp",
    }
    command = [sys.executable, "-m", "pipelines", "train", "sentiment", str(tmp_path / "model")]
    command += [f"--{name}={value}" for name, value in options.items()]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    assert "2 processes" in ended.stderr  # In Lightning's words; alone, it would say nothing.
    assert "golden examples agree" in self_check(tmp_path / "model")
    with (tmp_path / "model" / HISTORY).open(newline="") as file:
        assert [int(row["epoch"]) for row in csv.DictReader(file)] == [1, 2]
