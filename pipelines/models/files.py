"""The files of a model folder: which there may be, and how one is opened that may be anything.

Whoever drops a folder into ``models/`` need not mean well. So only regular files of the folder
itself are read, and none that is larger than its kind can be; links and pipes are refused.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from pipelines.errors import ModelError

CONFIG, WEIGHTS, VOCABULARY = "config.json", "weights.safetensors", "vocabulary.json"
SOURCE_VOCABULARY = "source-vocabulary.json"  # Of what is read, where that is another language.
GOLDEN, HISTORY, CARD = "golden.json", "history.csv", "README.md"
CARDS = {"en": CARD, "de": "README.de.md"}  # By the language they are written in.
METRICS, PREDICTIONS, CELLS = "metrics.json", "predictions.npz", "cells.json"
OTHER_METRICS = "other-metrics.json"  # On other data than the record in metrics.json.
# Bytes, many times what the largest shown model has.
LIMITS = {
    CONFIG: 1_000_000,
    WEIGHTS: 2_000_000_000,
    VOCABULARY: 32_000_000,
    SOURCE_VOCABULARY: 32_000_000,
    GOLDEN: 1_000_000,
    HISTORY: 1_000_000,
    **dict.fromkeys(CARDS.values(), 1_000_000),
    METRICS: 1_000_000,
    OTHER_METRICS: 4_000_000,
    PREDICTIONS: 4_000_000,
    CELLS: 1_000_000,
}


@contextmanager
def open_file(path: Path) -> Iterator[BufferedReader]:
    """A file of a model folder, one of ``LIMITS``, opened for reading.

    Raises:
        ModelError: it is missing, no regular file, too large, or fails while it is read.
    """
    of, name = f"{path.parent.name}/{path.name}", path.name
    try:
        # Without waiting, because nobody may ever write into a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise ModelError("{of} is no regular file. Restore it from the repository.", of=of)
            if found.st_size > LIMITS[name]:
                raise ModelError(
                    "{of} has {n:,} bytes, more than the {most:,} that such a file may have. "
                    "Restore it.",
                    of=of,
                    n=found.st_size,
                    most=LIMITS[name],
                )
            yield file
    except FileNotFoundError as error:
        raise ModelError(
            "{model} lacks the file {name}. Restore it from the repository.",
            model=path.parent.name,
            name=name,
        ) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ModelError(
                "{of} is a link. Put the file itself into the folder.", of=of
            ) from error
        raise ModelError(
            "{of} cannot be read: {reason}. Restore it.", of=of, reason=error.strerror
        ) from error


def read_file(path: Path) -> bytes:
    """The content of a file of a model folder.

    Raises:
        ModelError: as ``open_file``.
    """
    with open_file(path) as file:
        # It may still be growing.
        return file.read(LIMITS[path.name])
