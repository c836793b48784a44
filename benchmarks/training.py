"""What a second process gains a training: an epoch of two, beside one of a single process."""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.timing import Timing
from pipelines.models.files import HISTORY

REVIEWS, SENTENCES, WORDS = 4_000, 200, 200
EPOCHS = 3  # Of which the first one is not counted: it also starts all up.
LEAST_GAIN = 1.8
_VOCABULARY = np.array([f"word{n}" for n in range(5_000)])


def epoch_of_two_processes() -> Timing:
    """Trainings of the shown reader on invented reviews, by their command lines."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        _write(data)
        one, two = (_milliseconds(data, Path(folder) / str(n), n) for n in (1, 2))
    return Timing("an epoch of two processes", two, one / LEAST_GAIN, "a single process", one)


def _milliseconds(data: Path, folder: Path, processes: int) -> float:
    """Of an epoch, its validation included."""
    options = {
        "data": data,
        "run": folder / "run",
        "training.epochs": EPOCHS,
        "training.batch_size": 64 // processes,
        "hardware.accelerator": "cpu",
        "hardware.devices": processes,
        "hardware.strategy": "ddp" if processes > 1 else "auto",
    }
    command = [sys.executable, "-m", "pipelines", "train", "sentiment", str(folder / "model")]
    command += [f"--{name}={value}" for name, value in options.items()]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - its own command.
    with (folder / "run" / HISTORY).open(newline="") as file:
        seconds = [float(row["seconds"]) for row in csv.DictReader(file)]
    return 1_000 * statistics.mean(seconds[1:])


def _write(data: Path) -> None:
    """Reviews as long as those of IMDB, of words that mean nothing, and a few sentences."""
    draw = np.random.default_rng(1)
    reviews = [
        {"text": " ".join(draw.choice(_VOCABULARY, WORDS)), "label": row % 2}
        for row in range(REVIEWS)
    ]
    sentences = [
        {"text": " ".join(draw.choice(_VOCABULARY, 20)), "label": row % 5, "sentence_id": row}
        | {"is_sentence": True}
        for row in range(SENTENCES)
    ]
    for path, rows in (
        ("imdb/train.parquet", reviews),
        ("sst/train.parquet", sentences),
        ("sst/validation.parquet", sentences),
    ):
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), data / path)
