"""A model folder is written here: whole, with hashes, and never without a look at its weights.

Torch is imported only when weights are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.models.directory import ModelDirectory
from pipelines.models.files import (
    CARDS,
    CONFIG,
    HISTORY,
    LIMITS,
    SOURCE_VOCABULARY,
    VOCABULARY,
    WEIGHTS,
)
from pipelines.models.json_files import write_json
from pipelines.models.migration import FORMAT
from pipelines.models.staging import staged, write_bytes

if TYPE_CHECKING:
    from torch import Tensor


def save_model(
    path: Path,
    *,
    config: Mapping[str, Any],
    weights: Mapping[str, Tensor] | None,
    vocabulary: Sequence[str] | None = None,
    source_vocabulary: Sequence[str] | None = None,
    history: Path | None = None,
) -> None:
    """Write a model into a folder, normally a staged one, in place of what it held.

    Args:
        path: the folder; of the former model, its cards stay, and files of other names.
        config: all of ``config.json`` but the format and the hashes.
        weights: as they are to be stored, normally in half precision; None where there are none.
        vocabulary: the words, for models that have any.
        source_vocabulary: the words that are read, where they are of another language.
        history: a ``history.csv`` to copy.

    Raises:
        ModelError: a weight is no finite number.
        InputError: the folder cannot be written.
    """
    from safetensors.torch import save

    from pipelines.models.weights import require_finite

    for former in LIMITS.keys() - set(CARDS.values()):
        (path / former).unlink(missing_ok=True)
    hashed = []
    if weights is not None:
        require_finite(path.name, weights)
        write_bytes(path / WEIGHTS, save({n: value.contiguous() for n, value in weights.items()}))
        hashed.append(WEIGHTS)
    for name, words in ((VOCABULARY, vocabulary), (SOURCE_VOCABULARY, source_vocabulary)):
        if words is not None:
            write_json(path / name, list(words), indent=None)
            hashed.append(name)
    if history is not None:
        write_bytes(path / HISTORY, history.read_bytes())
    hashes = {name: sha256(path / name) for name in hashed}
    write_json(path / CONFIG, {"format": FORMAT, **config, "sha256": hashes})


@contextmanager
def changed(path: Path) -> Iterator[Path]:
    """A staged copy of a model folder, to change what it holds all at once.

    Raises:
        ModelError: there is no such model.
        InputError: as ``staged``.
    """
    ModelDirectory.open(path)
    with staged(path) as folder:
        yield folder


def update_config(path: Path, **sections: object) -> None:
    """Replace whole sections of the ``config.json`` of a model folder."""
    config = ModelDirectory.open(path).config
    write_json(path / CONFIG, {**config, **sections})


def sha256(path: Path) -> str:
    """The hexadecimal digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
