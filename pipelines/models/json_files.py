"""JSON as the standard has it: files that may have been damaged since, and what is printed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, NoReturn

from pipelines.errors import ModelError
from pipelines.models.files import read_file
from pipelines.models.staging import write_bytes

MAX_DEPTH = 20


def read_json(path: Path) -> Any:
    """The content of a file of a model folder.

    Raises:
        ModelError: the file is missing, is no JSON, or nested more deeply than any model's.
    """
    content = read_file(path)
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_refuse)
        if b"\\u" in content:
            json.dumps(found, ensure_ascii=False).encode()  # Half a surrogate pair is no text.
        # Most files have fewer brackets than levels are allowed, and need no walk.
        brackets = content.count(b"[") + content.count(b"{")
        if brackets > MAX_DEPTH and _depth_exceeds(found, MAX_DEPTH):
            raise ValueError(f"it is nested more than {MAX_DEPTH} levels deep")
    except (ValueError, RecursionError) as error:
        raise ModelError(
            "{file} is no JSON file: {error}. Restore it.",
            file=f"{path.parent.name}/{path.name}",
            error=str(error),
        ) from error
    return found


def write_json(path: Path, content: object, indent: int | None = 2) -> None:
    """Write ``content`` as UTF-8, the same bytes for the same content, whole or not at all.

    Raises:
        ModelError: it holds NaN or infinity, which JSON has not.
        InputError: the file cannot be written.
    """
    try:
        text = json.dumps(content, indent=indent, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise ModelError(
            "{file} would hold NaN or infinity, which JSON has not. "
            "The model gives no numbers: train it again.",
            file=f"{path.parent.name}/{path.name}",
        ) from error
    write_bytes(path, f"{text}\n".encode())


def finite(value: Any) -> Any:
    """``value`` with null, as JSON has it, where a number is NaN or infinite."""
    if isinstance(value, dict):
        return {name: finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def is_like(value: object, sample: object) -> bool:
    """Whether ``value`` has the keys and types of ``sample``; a list has one entry or more."""
    if isinstance(sample, dict):
        return isinstance(value, dict) and all(is_like(value.get(n), s) for n, s in sample.items())
    if isinstance(sample, list):
        return isinstance(value, list) and value != [] and all(is_like(v, *sample) for v in value)
    return type(value) is type(sample)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"it holds {constant}")


def _depth_exceeds(value: object, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            child
            for one in level
            if isinstance(one, dict | list)
            for child in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)
