"""From a model folder to the networks behind its pipeline, and the series that they learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pipelines.models.architectures import architecture_in, architecture_of
from pipelines.models.directory import ModelDirectory
from pipelines.models.weights import load_network
from pipelines.tasks.series.known import Known, known_of
from pipelines.tasks.series.network import Config, RecurrentConfig, SeriesNetwork, WindowConfig
from pipelines.tasks.series.scaling import FEWEST

CONFIGS: Mapping[str, type[RecurrentConfig] | type[WindowConfig]] = {
    "recurrent": RecurrentConfig,
    "window": WindowConfig,
}
MOST = 100_000  # Values of a series in a model folder.


class Shelf(nn.Module):
    """The networks, and beside their weights the series: so a stage needs no data folder.

    Args:
        config: what the networks look like.
        lengths: of the series by name.
    """

    def __init__(self, config: Config, lengths: Mapping[str, int]) -> None:
        super().__init__()
        self.networks = SeriesNetwork(config, lengths)
        for name, length in lengths.items():
            self.register_buffer(_key(name), torch.zeros(length))

    def series(self) -> dict[str, np.ndarray]:
        """What was learnt from, chosen by and scored on, by name, ``(T,)`` each."""
        return {
            name: np.array([float(f"{value:.7g}") for value in self.get_buffer(_key(name))])
            for name in self.networks.forecasters
        }


def load_forecasters(
    directory: ModelDirectory,
) -> tuple[SeriesNetwork, dict[str, np.ndarray], Mapping[str, Known]]:
    """The networks, all series by name, and what is known of these; the hashes are verified first.

    Raises:
        ModelError: a file is missing, damaged or inconsistent, or the architecture is unknown.
    """
    directory.verify()
    kind = CONFIGS[architecture_in(directory, CONFIGS)]
    known = known_of(directory.config, directory.name)
    lengths = {name: directory.number("lengths", name, FEWEST, MOST) for name in known}
    shelf = load_network(directory, lambda: Shelf(kind(**directory.section("network")), lengths))
    return shelf.networks, shelf.series(), known


def described(
    config: Config, series: Mapping[str, np.ndarray], known: Mapping[str, Known]
) -> dict[str, Any]:
    """What ``config.json`` says of networks; ``load_forecasters`` reads it."""
    lengths = {name: len(values) for name, values in series.items()}
    return {
        "architecture": architecture_of(config, CONFIGS),
        "network": asdict(config),
        "lengths": lengths,
        "series": {name: known[name].as_stored() for name in series},
    }


def stored(weights: Mapping[str, Tensor], series: Mapping[str, np.ndarray]) -> dict[str, Tensor]:
    """What ``weights.safetensors`` holds: the weights of the networks, and the series whole."""
    values = {_key(name): torch.tensor(one).float() for name, one in series.items()}
    return {**{f"networks.{name}": value for name, value in weights.items()}, **values}


def _key(name: str) -> str:
    return f"series_{name}"
