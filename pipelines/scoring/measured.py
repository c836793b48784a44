"""What a model was measured on, and when a measurement may take the place of its record.

``metrics.json`` names each test set by what it holds, not by the file that it came in, so that the
same rows from another download are the same test.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory, Task

MEASURED_ON = "measured_on"
Item = Sequence[str | int]
Tests = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Published:
    """A test set that the published scores are of.

    Attributes:
        title: what readers call it.
        kind: what an item is called, in the plural.
        items: how many there are.
        sha256: as ``described`` has it.
    """

    title: str
    kind: str
    items: int
    sha256: str

    def as_measured(self) -> dict[str, Any]:
        """The same in ``metrics.json``."""
        return {"items": self.items, "sha256": self.sha256}


PUBLISHED: Mapping[str, Published] = {
    "imdb_test": Published(
        "IMDB test",
        "reviews",
        25_000,
        "98a4d0046d9d35962dd03725d7ff3512e5d99dd3c095086b49049bddc0756904",
    ),
    "sst2_test": Published(
        "SST-2 test",
        "sentences",
        1_821,
        "4b3ea73f8d39c75b988f6b80520c9942e9fd89172cf5dfc4cd2abcbe19b6717f",
    ),
    "flickr8k_test": Published(
        "Flickr8k test",
        "photos",
        1_000,
        "1ffa30c73642889beeeb1b15be20a4535c43ac675b456542019efcdac66dfda4",
    ),
}
TESTS_OF: Mapping[Task, tuple[str, ...]] = {
    "sentiment": ("imdb_test", "sst2_test"),
    "captioning": ("flickr8k_test",),
    "encoder": (),
}


def described(items: Iterable[Item]) -> dict[str, Any]:
    """How many items a test set has, and a digest of what they hold, in order.

    Args:
        items: of each its text and label, or the captions of its photo; blanks count as one.
    """
    digest, number = hashlib.sha256(), 0
    for item in items:
        parts = [" ".join(part.split()) if isinstance(part, str) else part for part in item]
        digest.update(f"{json.dumps(parts)}\n".encode())
        number += 1
    return {"items": number, "sha256": digest.hexdigest()}


def measured_on(metrics: Mapping[str, Any], task: Task) -> Tests:
    """The test sets of a record; one that does not name them is of the published ones."""
    published = {name: PUBLISHED[name].as_measured() for name in TESTS_OF[task]}
    found = metrics.get(MEASURED_ON, published)
    return found if isinstance(found, dict) else published


def is_published(metrics: Mapping[str, Any], task: Task, test: str) -> bool:
    """Whether a record is of the published test set of that name."""
    return measured_on(metrics, task).get(test) == PUBLISHED[test].as_measured()


def title_of(metrics: Mapping[str, Any], task: Task, test: str) -> str:
    """What a test set is called in a record: its published name, or that it holds other items."""
    one = PUBLISHED[test]
    return one.title if is_published(metrics, task, test) else f"other {one.kind}"


def in_words(metrics: Mapping[str, Any], task: Task) -> str:
    """What a record is of, for readers: IMDB test, 25,000 reviews; 300 other sentences."""
    found = measured_on(metrics, task)
    said = []
    for test in TESTS_OF[task]:
        one, measured = PUBLISHED[test], found.get(test)
        items = measured.get("items") if isinstance(measured, dict) else None
        if is_published(metrics, task, test):
            said.append(f"{one.title}, {one.items:,} {one.kind}")
        else:
            said.append(f"{items:,} other {one.kind}" if isinstance(items, int) else "unknown data")
    return "; ".join(said)


def why_kept(directory: ModelDirectory, measured: Tests) -> str | None:
    """What to say of a record that stays where this is measured; None where it is replaced.

    A record that is damaged, or of the same test sets, is measured anew.
    """
    try:
        record = directory.metrics()
    except ModelError:
        return None
    if not record or measured_on(record, directory.task) == measured:
        return None
    return (
        f"the record. The one that is there is of {in_words(record, directory.task)}, this "
        f"measurement of {in_words({MEASURED_ON: measured}, directory.task)}, so metrics.json and "
        "predictions.npz stay as they are. To keep this one, copy the model's folder, delete "
        "metrics.json in the copy, and score the copy."
    )
