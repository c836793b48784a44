"""From a model folder to the network behind its pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipelines.errors import ModelError
from pipelines.models.architectures import architecture_in, architecture_of
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG
from pipelines.models.json_files import is_like
from pipelines.models.weights import load_network
from pipelines.tasks.tagging.labels import Labels
from pipelines.tasks.tagging.network import Sizes, TaggingConfig, TaggingNetwork
from pipelines.tasks.tagging.window import WindowConfig, WindowNetwork
from pipelines.tasks.tagging.words import Encoder

Config = TaggingConfig | WindowConfig
Network = TaggingNetwork | WindowNetwork
CONFIGS: Mapping[str, type[TaggingConfig] | type[WindowConfig]] = {
    "recurrent": TaggingConfig,
    "window": WindowConfig,
}


def load_tagger(directory: ModelDirectory) -> tuple[Network, Encoder, Labels]:
    """Read weights, words and labels, the hashes verified first.

    Raises:
        ModelError: a file is missing, damaged or inconsistent, or the architecture is unknown.
    """
    directory.verify()
    kind, labels = CONFIGS[architecture_in(directory, CONFIGS)], _labels(directory)
    encoder = Encoder(directory.vocabulary())
    network = load_network(
        directory, lambda: build_network(kind(**directory.section("network")), encoder, labels)
    )
    return network, encoder, labels


def build_network(config: Config, encoder: Encoder, labels: Labels) -> Network:
    """The untrained network that ``config`` describes."""
    sizes = Sizes(
        len(encoder.vocabulary), len(encoder.letters), len(labels.tags), len(labels.intents)
    )
    if isinstance(config, WindowConfig):
        return WindowNetwork(config, sizes)
    return TaggingNetwork(config, sizes)


def described(config: Config, labels: Labels) -> dict[str, Any]:
    """What ``config.json`` says of a network; ``load_tagger`` reads it."""
    return {
        "architecture": architecture_of(config, CONFIGS),
        "network": asdict(config),
        "labels": asdict(labels),
    }


def _labels(directory: ModelDirectory) -> Labels:
    stored = directory.section("labels")
    if not is_like(stored, {"tags": [""], "intents": [""]}):
        raise ModelError(
            "{file} names no labels. Restore the file.", file=f"{directory.name}/{CONFIG}"
        )
    try:
        return Labels(tuple(stored["tags"]), tuple(stored["intents"]))
    except ValueError as error:
        raise ModelError(
            "{file} has labels that cannot be: {error}. Restore the file.",
            file=f"{directory.name}/{CONFIG}",
            error=str(error),
        ) from error
