"""What a model was measured on, and when a measurement may take the place of its record.

``metrics.json`` names each test set by what it holds, not by the file that it came in, so that the
same rows from another download are the same test.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.errors import ModelError
from pipelines.messages import Message, joined
from pipelines.models.directory import ModelDirectory
from pipelines.task import FolderKind

MEASURED_ON = "measured_on"
Item = Sequence[str | int]
Tests = Mapping[str, Mapping[str, Any]]


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


def measured_on(metrics: Mapping[str, Any], kind: FolderKind) -> Tests:
    """The test sets of a record; one that does not name them is of the published ones."""
    published = {name: test.as_measured() for name, test in kind.tests.items()}
    found = metrics.get(MEASURED_ON, published)
    return found if isinstance(found, dict) else published


def is_published(metrics: Mapping[str, Any], kind: FolderKind, test: str) -> bool:
    """Whether a record is of the published test set of that name."""
    return measured_on(metrics, kind).get(test) == kind.tests[test].as_measured()


def title_of(metrics: Mapping[str, Any], kind: FolderKind, test: str) -> Message:
    """What a test set is called in a record: its published name, or that it holds other items."""
    one = kind.tests[test]
    published = is_published(metrics, kind, test)
    kind_of_items = {"kind": Message(one.kind)}
    return Message(one.title) if published else Message("other {kind}", kind_of_items)


def in_words(metrics: Mapping[str, Any], kind: FolderKind) -> Message:
    """What a record is of, for readers: IMDB test, 25,000 reviews; 300 other sentences."""
    found = measured_on(metrics, kind)
    said = []
    for test, one in kind.tests.items():
        measured = found.get(test)
        items = measured.get("items") if isinstance(measured, dict) else None
        named = {"title": Message(one.title), "kind": Message(one.kind)}
        if is_published(metrics, kind, test):
            said.append(Message("{title}, {n:,} {kind}", {**named, "n": one.items}))
        elif isinstance(items, int):
            said.append(Message("{n:,} other {kind}", {**named, "n": items}))
        else:
            said.append(Message("unknown data"))
    return joined(said, "; ")


def why_kept(directory: ModelDirectory, measured: Tests) -> str | None:
    """What to say of a record that stays where this is measured; None where it is replaced.

    A record that is damaged, or of the same test sets, is measured anew.
    """
    try:
        record = directory.metrics()
    except ModelError:
        return None
    if not record or measured_on(record, directory.kind) == measured:
        return None
    return (
        f"the record. The one that is there is of {in_words(record, directory.kind)}, this "
        f"measurement of {in_words({MEASURED_ON: measured}, directory.kind)}, so metrics.json and "
        "predictions.npz stay as they are. To keep this one, copy the model's folder, delete "
        "metrics.json in the copy, and score the copy."
    )
