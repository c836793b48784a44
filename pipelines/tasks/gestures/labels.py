"""The labels of gestures: four, and some more that somebody gives names of their own."""

from __future__ import annotations

from jsonargparse import Namespace

from pipelines.data.own import names_in
from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG
from pipelines.tasks.gestures.sources import LABELS

MOST_MORE = 4  # So that all have a colour of their own on stage.
_LONGEST = 40  # Characters of a name.


def named_by(options: Namespace) -> dict[str, str]:
    """Labels by what a table calls them, in lower case.

    Args:
        options: of the command line: names of each of the four, parted by commas, and of ``more``.

    Raises:
        InputError: there are too many more, or one has no name that can be shown.
    """
    found = {name: label for label in LABELS for name in names_in(options[label].casefold())}
    for name in names_in(options["more"]):
        found.setdefault(name.casefold(), name)
    more = set(found.values()) - set(LABELS)
    if len(more) > MOST_MORE or not all(map(_is_name, more)):
        raise InputError(
            "--more {names:.100} are {n} labels; up to {most} more can be told apart, with names "
            "of up to {longest} letters. Give fewer, or give shorter names.",
            names=options["more"],
            n=len(more),
            most=MOST_MORE,
            longest=_LONGEST,
        )
    return found


def labels_of(directory: ModelDirectory) -> tuple[str, ...]:
    """The labels that a model tells apart, in the order of its outputs.

    Raises:
        ModelError: it does not say which.
    """
    match directory.config.get("labels", list(LABELS)):
        case [*names] if (
            all(isinstance(name, str) and _is_name(name) for name in names)
            and tuple(names[: len(LABELS)]) == LABELS
            and len(LABELS) <= len(set(names)) == len(names) <= len(LABELS) + MOST_MORE
        ):
            return tuple(names)
    raise ModelError(
        "{file} does not say which labels the model tells apart. Restore the file.",
        file=f"{directory.name}/{CONFIG}",
    )


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text.isprintable()
