"""JSON files that may have been damaged since they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.errors import ModelError


def read_json(path: Path) -> Any:
    """The content of a file of a model folder.

    Raises:
        ModelError: the file is missing or is no JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{path.parent.name} lacks the file {path.name}. Restore it from the repository."
        ) from error
    except (ValueError, RecursionError) as error:
        raise ModelError(
            f"{path.parent.name}/{path.name} is no JSON file: {error}. Restore it."
        ) from error


def is_like(value: object, sample: object) -> bool:
    """Whether ``value`` has the keys and types of ``sample``; a list has one entry or more."""
    if isinstance(sample, dict):
        return isinstance(value, dict) and all(is_like(value.get(n), s) for n, s in sample.items())
    if isinstance(sample, list):
        return isinstance(value, list) and value != [] and all(is_like(v, *sample) for v in value)
    return type(value) is type(sample)
