"""Tiny seeded labellers of films."""

from __future__ import annotations

from pathlib import Path

import torch

from pipelines.frames.loading import described
from pipelines.frames.network import Config, RecurrentConfig, WindowConfig
from pipelines.models.saving import save_model
from pipelines.tasks.films.network import FilmNetwork
from pipelines.tasks.films.pipeline import load

SMALL_CONFIGS: dict[str, Config] = {
    "lstm": RecurrentConfig("lstm", 6),
    "frame": WindowConfig(1, 6),
}
CALIBRATION = {"temperature": 1.5, "confidence_threshold": 0.3}


def build_tiny_labeller(path: Path, config: Config) -> Path:
    """A model folder with seeded weights, lively enough that every frame moves the answer."""
    torch.manual_seed(3)
    network = FilmNetwork(config)
    for parameter in network.labeller.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    sections = {
        "task": "films",
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
    for kind, config in SMALL_CONFIGS.items():
        build_tiny_labeller(root / f"video-tiny-{kind}", config)
