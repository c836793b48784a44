"""What a tagger can answer: tags of words, in the BIO scheme, and intents of requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.errors import DataError

OUTSIDE = "O"


@dataclass(frozen=True)
class Labels:
    """All tags and intents, each in the order of a network's outputs.

    A tag is ``O``, or B- or I- and a slot: the word begins the slot's span, or stands further
    inside it (Ramshaw & Marcus 1995).

    Raises:
        ValueError: there are fewer than two of either, ``O`` is not the first tag, or one is no
            tag or named twice.
    """

    tags: tuple[str, ...]
    intents: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.tags[:1] != (OUTSIDE,):
            raise ValueError(f"the first tag is not {OUTSIDE}")
        for names in (self.tags, self.intents):
            if len(names) < 2 or len(set(names)) < len(names):
                raise ValueError("there is nothing to choose from, or a label is named twice")
        for tag in self.tags[1:]:
            if tag[:2] not in ("B-", "I-") or not slot_of(tag):
                raise ValueError(f"{tag!r:.40} is no tag")

    @classmethod
    def found(cls, tags: Iterable[Sequence[str]], intents: Iterable[str]) -> Labels:
        """The labels of a data set, in alphabetical order."""
        used = {tag for row in tags for tag in row} - {OUTSIDE}
        return cls((OUTSIDE, *sorted(used)), tuple(sorted(set(intents))))

    def may_follow(self) -> np.ndarray:
        """Whether tag ``[i, j]``, the j-th, may follow the i-th, ``(K, K)``.

        An I- only goes on with the span of the same slot; a request begins as after an ``O``.
        """
        slots = np.array([slot_of(tag) for tag in self.tags])
        inside = np.array([tag.startswith("I-") for tag in self.tags])
        allowed: np.ndarray = ~inside[None, :] | (slots[:, None] == slots[None, :])
        return allowed


def places(names: Sequence[str], labels: Iterable[str]) -> list[int]:
    """Where the ``labels`` of a data set stand among ``names``, those that a network knows.

    Raises:
        DataError: one is none of them.
    """
    ids = {name: place for place, name in enumerate(names)}
    try:
        return [ids[label] for label in labels]
    except KeyError as error:
        raise DataError(
            "The label {label!r:.40} is not in the training part. Give other data.",
            label=error.args[0],
        ) from error


def slot_of(tag: str) -> str:
    """The slot of a tag; nothing of ``O``."""
    return tag[2:]


def spans(tags: Sequence[str]) -> Iterator[tuple[str, range]]:
    """The slots that ``tags`` fill, each with the places of its words."""
    start = 0
    for place, tag in enumerate(tags):
        if not tag.startswith("I-"):
            start = place
        goes_on = place + 1 < len(tags) and tags[place + 1] == f"I-{slot_of(tag)}"
        if tag != OUTSIDE and not goes_on:
            yield slot_of(tag), range(start, place + 1)
