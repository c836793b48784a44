"""The labels of gestures: four, and some more that somebody gives names of their own."""

from __future__ import annotations

from collections.abc import Sequence

from jsonargparse import Namespace

from pipelines.data.own import names_in
from pipelines.errors import InputError, ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG
from pipelines.tasks.gestures.sources import LABELS

MOST_MORE = 4  # With the four, as many as there are colours on stage.
_LONGEST = 40  # Characters of a name.


def named_by(options: Namespace) -> dict[str, str]:
    """Labels by what a table calls them, in lower case.

    Args:
        options: of the command line: names of each of the four, parted by commas, and of ``more``.

    Raises:
        InputError: there are too many more, or one has a name that is too long or cannot be shown.
    """
    found = {name: label for label in LABELS for name in names_in(options[label].casefold())}
    for name in names_in(options["more"]):
        found.setdefault(name.casefold(), name)
    _require_names([name for name in dict.fromkeys(found.values()) if name not in LABELS])
    return found


def _require_names(more: Sequence[str]) -> None:
    """See that there are not too many, and that all can be shown."""
    if len(more) > MOST_MORE:
        raise InputError(
            "--more names {n} labels; up to {most} can be told apart from the four. Give fewer.",
            n=len(more),
            most=MOST_MORE,
        )
    for name in more:
        shown = "".join(filter(str.isprintable, name))
        if len(name) > _LONGEST:
            raise InputError(
                "--more names “{label:.40}…”, a label of {n} letters; {most} are the most. Give it "
                "a shorter name.",
                label=shown,
                n=len(name),
                most=_LONGEST,
            )
        if shown != name:
            raise InputError(
                "--more names “{label}”, a label that holds the sign {sign}, which cannot be "
                "shown. Give it a name without.",
                label=shown,
                sign=next(f"U+{ord(one):04X}" for one in name if not one.isprintable()),
            )


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
