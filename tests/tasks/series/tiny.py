"""Invented series, and tiny seeded forecasters of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from pipelines.models.saving import save_model
from pipelines.tasks.series.calibrate import uncalibrated
from pipelines.tasks.series.known import KNOWN, Known
from pipelines.tasks.series.loading import described, stored
from pipelines.tasks.series.network import (
    Config,
    RecurrentConfig,
    SeriesNetwork,
    WindowConfig,
)
from pipelines.tasks.series.pipeline import SeriesPipeline

LENGTH = 120
SMALL_CONFIGS: dict[str, Config] = {
    "lstm": RecurrentConfig("lstm", 5, members=2),
    "gru": RecurrentConfig("gru", 4, layers=2, members=2),
    "rnn": RecurrentConfig("rnn", 5, members=1),
    "window": WindowConfig(5, 6, members=2),
}


def tiny_series(known: Mapping[str, Known] = KNOWN) -> dict[str, np.ndarray]:
    """Waves of a season each, on a level or on a slope, and what no season explains."""
    steps = np.arange(LENGTH)
    odd = np.sin(steps**1.5)
    return {
        name: 20 + one.grows * steps / 4 + 5 * np.sin(2 * np.pi * steps / one.season) + odd
        for name, one in known.items()
    }


def write_tiny_data(folder: Path) -> Path:
    """A data folder of them."""
    (folder / "series").mkdir(parents=True)
    for name, values in tiny_series().items():
        lines = [f"{place},{value:.4f}" for place, value in enumerate(values)]
        head = "time,value"
        if name == "stocks":
            head, lines = "symbol,date,price", [f"IBM,{line}" for line in lines]
            lines.insert(3, "AAPL,x,1.0")
        (folder / "series" / f"{name}.csv").write_text("\n".join([head, *lines, ""]))
    return folder


def build_tiny_forecaster(path: Path, config: Config, known: Mapping[str, Known] = KNOWN) -> Path:
    """A model folder with seeded weights, lively enough that every value moves the answer."""
    torch.manual_seed(3)
    series = tiny_series(known)
    network = SeriesNetwork(config, series)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    sections = {
        "task": "series",
        **described(config, series, known),
        "calibration": uncalibrated(series),
        "training": {"seed": 1},
        "command": "tests",
        "data": {},
    }
    save_model(path, config=sections, weights=stored(network.half().state_dict(), series))
    SeriesPipeline.load(path).write_golden_examples(path)
    return path


def build_tiny_models(root: Path) -> None:
    """One of each kind that pages tell apart."""
    for kind in ("lstm", "window"):
        build_tiny_forecaster(root / f"series-tiny-{kind}", SMALL_CONFIGS[kind])
