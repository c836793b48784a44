"""Arrays in a zip file of a model folder, read without trusting what it says of itself."""

from __future__ import annotations

import io
import math
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.files import read_file
from pipelines.models.staging import write_bytes

MAX_BYTES = 16_000_000  # Of one array, unpacked.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Others unpack without a bound.
_KINDS = "biufU"  # No objects, which would be pickles.


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write ``arrays`` by name, packed, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **cast(dict[str, Any], arrays))
    write_bytes(path, file.getvalue())


def read_arrays(path: Path, names: Sequence[str]) -> list[np.ndarray] | None:
    """Some of the arrays of a file; None where it is not there, or does not hold them all.

    Raises:
        ModelError: the file cannot be read, or an array is damaged, too large, or none of numbers
            or words.
    """
    if not os.path.lexists(path):
        return None
    content = io.BytesIO(read_file(path))
    try:
        with zipfile.ZipFile(content) as packed:
            members = {member.filename: member for member in packed.infolist()}
            if not {f"{name}.npy" for name in names} <= members.keys():
                return None
            return [_unpacked(packed, members[f"{name}.npy"]) for name in names]
    except Exception as error:  # zipfile, zlib and numpy raise a dozen unrelated classes.
        raise ModelError(
            "{file} is damaged: {error:.200}. "
            "Restore it, or score the model: make evaluate-{model}",
            file=f"{path.parent.name}/{path.name}",
            model=path.parent.name,
            error=str(error),
        ) from error


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray:
    if member.compress_type not in _PACKINGS or member.file_size > MAX_BYTES:
        raise ValueError(
            f"{member.filename} has {member.file_size:,} bytes, or is packed strangely"
        )
    with packed.open(member) as unpacking:  # No more than was declared, whatever comes out of it.
        file = io.BytesIO(unpacking.read(member.file_size))
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError(f"{member.filename} is of another version")
    shape, in_columns, dtype = np.lib.format.read_array_header_1_0(file)
    rest = file.read()
    # Before numpy makes room for whatever the header names.
    if dtype.kind not in _KINDS or math.prod(shape) * dtype.itemsize != len(rest):
        raise ValueError(f"{member.filename} is not what its header says")
    array: np.ndarray = np.frombuffer(rest, dtype).reshape(shape, order="F" if in_columns else "C")
    if dtype.kind == "U":
        " ".join(array.ravel().tolist()).encode()  # Half a surrogate pair is no text.
    return array
