"""Which kind of network a model folder holds, by the name that its ``config.json`` has for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG


def architecture_in(directory: ModelDirectory, known: Iterable[str]) -> str:
    """The name of the architecture of a model.

    Raises:
        ModelError: it is none of those that are known.
    """
    architecture, known = str(directory.config.get("architecture")), list(known)
    if architecture not in known:
        raise ModelError(
            "{file} names the architecture {architecture:.40}, none of {known}. Restore the file.",
            file=f"{directory.name}/{CONFIG}",
            architecture=architecture,
            known=", ".join(known),
        )
    return architecture


def architecture_of(config: object, kinds: Mapping[str, type]) -> str:
    """What the architecture is called that ``config`` describes, the first kind that fits."""
    return next(name for name, kind in kinds.items() if isinstance(config, kind))
