"""First weights, sizes and words of a network: a file, or a trained model folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.staging import write_bytes
from pipelines.models.weights import load_weights, require_finite
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.transformer import TransformerConfig
from pipelines.text import Vocabulary

# What such a file holds beside the weights, and what of its sizes the network must share.
CONFIG, VOCABULARY = "config", "vocabulary"
RECURRENT_SIZES = ("cell", "embedding_size", "hidden_size", "layers")
TRANSFORMER_SIZES = ("width", "heads", "layers", "feedforward", "positions")


class Pretrained(NamedTuple):
    """What a classifier takes over.

    Attributes:
        vocabulary: of the network.
        sizes: the fields of a network's config that must be those of this one.
        weights: by their names in either network.
    """

    vocabulary: Vocabulary
    sizes: dict[str, Any]
    weights: dict[str, Tensor]

    @property
    def is_transformer(self) -> bool:
        """Whether these are weights of a transformer, not of recurrent layers."""
        return "heads" in self.sizes


def write_pretrained(
    path: Path,
    config: Mapping[str, Any],
    vocabulary: Sequence[str],
    weights: Mapping[str, Tensor],
) -> None:
    """Write what ``load_pretrained`` reads.

    Raises:
        ModelError: a weight is no finite number.
        InputError: the file cannot be written.
    """
    metadata = {CONFIG: json.dumps(config), VOCABULARY: json.dumps(list(vocabulary))}
    require_finite(path.name, weights)
    halved = {name: value.half().contiguous() for name, value in weights.items()}
    write_bytes(path, save(halved, metadata))


def load_pretrained(path: Path) -> Pretrained:
    """Read a file that ``pretrain`` wrote, or a trained model folder that is to learn on.

    Raises:
        ModelError: it is neither, or is damaged.
    """
    if path.is_dir():
        return _of_model(ModelDirectory.open(path))
    if not path.is_file():
        raise ModelError(
            "There is no pretrained network {path}. Pretrain one, or check the name.", path=path
        )
    try:
        with safe_open(path, "pt") as file:
            config = json.loads(file.metadata()[CONFIG])
            vocabulary = Vocabulary(json.loads(file.metadata()[VOCABULARY]))
            weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        sizes = _sizes(config["network"])
    except (OSError, SafetensorError, TypeError, KeyError, ValueError) as error:
        raise ModelError(
            "{path} holds no pretrained network: {error}. Pretrain one.",
            path=path,
            error=repr(error),
        ) from error
    require_finite(path.name, weights)
    return Pretrained(vocabulary, sizes, weights)


def _sizes(network: Mapping[str, Any]) -> dict[str, Any]:
    is_transformer = "heads" in network
    names = TRANSFORMER_SIZES if is_transformer else RECURRENT_SIZES
    sizes = {name: network[name] for name in names}
    (TransformerConfig if is_transformer else SentimentConfig)(**sizes)  # Looks at them.
    return sizes


def _of_model(directory: ModelDirectory) -> Pretrained:
    if directory.config.get("architecture") not in ("recurrent", "transformer"):
        raise ModelError(
            "{model} is no recurrent sentiment model and no transformer. Start from one.",
            model=directory.name,
        )
    directory.verify()
    network = directory.section("network")
    try:
        sizes = _sizes(network)
    except (KeyError, ValueError) as error:
        raise ModelError(
            "{model} does not say what its network is: {error}",
            model=directory.name,
            error=str(error),
        ) from error
    weights = {name: value.float() for name, value in load_weights(directory).items()}
    return Pretrained(directory.vocabulary(), sizes, weights)
