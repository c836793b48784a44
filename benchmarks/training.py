"""What a second process gains a training: an epoch of two, beside one of a single process."""

from __future__ import annotations

import csv
import os
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

REVIEWS, SENTENCES, REVIEW_WORDS = 2_000, 200, 200
EPOCHS = 3  # Of which the first one is not counted: it also starts all up.
LEAST_GAIN = 1.8
_VOCABULARY = np.array([f"word{n}" for n in range(5_000)])


def epoch_of_two_processes() -> Timing:
    """Trainings of the shown reader on invented reviews, by their command lines."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        invent_reviews(data)
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
    one_thread = os.environ | {"OMP_NUM_THREADS": "1"}  # A process, or the gain would be of those.
    subprocess.run(command, check=True, capture_output=True, env=one_thread)  # noqa: S603 - its own.
    with (folder / "run" / HISTORY).open(newline="") as file:
        seconds = [float(row["seconds"]) for row in csv.DictReader(file)]
    return 1_000 * statistics.mean(seconds[1:])


def invent_reviews(data: Path) -> None:
    """Reviews as long as those of IMDB, of words that mean nothing, and a few sentences."""
    draw = np.random.default_rng(1)
    for source, words, parts in (
        ("imdb", REVIEW_WORDS, {"train": REVIEWS, "test": SENTENCES}),
        ("sst", 20, dict.fromkeys(("train", "validation", "test"), SENTENCES)),
    ):
        (data / source).mkdir(parents=True)
        for part, rows in parts.items():
            texts = [" ".join(draw.choice(_VOCABULARY, words)) for _ in range(rows)]
            table = {"text": texts, "label": [row % 2 for row in range(rows)]}
            if source == "sst":  # Phrases among the sentences, each with one of five labels.
                table["label"] = [row % 5 for row in range(rows)]
                whole = [row % 2 == 0 for row in range(rows)]
                table |= {"sentence_id": [*range(rows)], "is_sentence": whole}
            pq.write_table(pa.table(table), data / source / f"{part}.parquet")
