"""Golden examples, answered anew: what every self-check begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN

Example = dict[str, Any]
Answer = TypeVar("Answer")


def repeated(path: Path, repeat: Callable[[Example], Answer]) -> Iterator[tuple[Example, Answer]]:
    """The examples of a model folder, each beside what the model answers now.

    Args:
        path: the folder.
        repeat: answers an example anew.

    Raises:
        ModelError: the folder is damaged, or the model cannot take an example.
    """
    for then in ModelDirectory.open(path).golden_examples():
        try:
            yield then, repeat(then)
        except InputError as error:
            raise ModelError(
                "{file} cannot be repeated: {why}",
                file=f"{path.name}/{GOLDEN}",
                why=error.message,
            ) from error
