"""From a model folder to its labels and to the part of its network that labels frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from torch import nn

from pipelines.frames.calibration import BOUNDS, Calibration
from pipelines.frames.network import CONFIGS, Config
from pipelines.models.architectures import architecture_in, architecture_of
from pipelines.models.directory import ModelDirectory
from pipelines.models.weights import load_network

Network = TypeVar("Network", bound=nn.Module)


def load_labeller(directory: ModelDirectory, build: Callable[[Config], Network]) -> Network:
    """Build the network that a folder describes and read its weights, the hashes verified first.

    Raises:
        ModelError: a file is missing, damaged or inconsistent, or the architecture is unknown.
    """
    directory.verify()
    kind = CONFIGS[architecture_in(directory, CONFIGS)]
    return load_network(directory, lambda: build(kind(**directory.section("network"))))


def described(config: Config) -> Mapping[str, Any]:
    """What ``config.json`` says of a network; ``load_labeller`` reads it."""
    return {"architecture": architecture_of(config, CONFIGS), "network": asdict(config)}


def stored_calibration(directory: ModelDirectory) -> Calibration:
    """The calibration of a model folder.

    Raises:
        ModelError: it is missing, or out of its bounds.
    """
    return Calibration(
        *(directory.number("calibration", name, *bounds) for name, bounds in BOUNDS.items())
    )
