"""Invented runs, and tiny seeded recognisers of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch

from pipelines.frames.loading import described
from pipelines.frames.network import Config, RecurrentConfig, WindowConfig
from pipelines.models.saving import save_model
from pipelines.tasks.gestures.examples import circle, line, rest
from pipelines.tasks.gestures.pipeline import build, load
from pipelines.tasks.gestures.sources import LABELS

SMALL_CONFIGS: dict[str, Config] = {
    "lstm": RecurrentConfig("lstm", 6),
    "gru": RecurrentConfig("gru", 6, layers=2),
    "rnn": RecurrentConfig("rnn", 6),
    "window": WindowConfig(3, 6),
    "frame": WindowConfig(1, 6),
}
CALIBRATION = {"temperature": 1.5, "confidence_threshold": 0.5}
RUNS_OF_LABEL = 10
_STEPS: dict[str, Callable[[int], np.ndarray]] = {
    "stop": lambda _: rest(seconds=1),
    "clockwise": lambda n: circle(1 + n % 4, 0.05, seconds=1.2),
    "counterclockwise": lambda n: circle(-1 - n % 4, 0.05, seconds=1.2),
    "move": lambda n: line(0.1 * n, 0.1, seconds=1.2),
}


def write_tiny_data(folder: Path) -> Path:
    """A data folder with a few clean runs of each label."""
    rows: list[dict[str, object]] = []
    for label in LABELS:
        for number in range(RUNS_OF_LABEL):
            x, y = _STEPS[label](number).cumsum(axis=0).T.tolist()
            run = {"run": len(rows), "label": label, "frames": len(x)}
            rows.append({**run, "x": x, "y": y})
    path = folder / "fingertip" / "runs.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return folder


def build_tiny_recogniser(path: Path, config: Config, labels: Sequence[str] = LABELS) -> Path:
    """A model folder with seeded weights, lively enough that every frame moves the answer."""
    torch.manual_seed(3)
    network = build(config, len(labels))
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    sections = {
        "task": "gestures",
        "labels": list(labels),
        **described(config),
        "calibration": CALIBRATION,
        "training": {"seed": 1},
        "command": "tests",
        "data": {},
    }
    save_model(path, config=sections, weights=network.half().state_dict())
    load(path).write_golden_examples(path)
    return path


def build_tiny_models(root: Path) -> None:
    """One of each kind that pages tell apart."""
    for kind in ("lstm", "frame"):
        build_tiny_recogniser(root / f"gestures-tiny-{kind}", SMALL_CONFIGS[kind])
