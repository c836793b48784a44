"""What a model was measured on, and when a measurement may take the place of its record.

``metrics.json`` names each test set by what it holds, not by the file that it came in, so that the
same rows from another download are the same test. Beside, it names the file or folder itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.data.source import Source
from pipelines.errors import ModelError
from pipelines.messages import Message, joined
from pipelines.models.directory import ModelDirectory
from pipelines.task import FolderKind

MEASURED_ON, SOURCE = "measured_on", "source"
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


def source_of_record(metrics: Mapping[str, Any]) -> Source | None:
    """The file or folder that a record is of; None of one that does not say."""
    return Source.of(metrics.get(SOURCE))


def title_of(metrics: Mapping[str, Any], kind: FolderKind, test: str) -> Message:
    """What a test set is called in a record: its published name, or else that of what it is from.

    The latter is a user's text.
    """
    one = kind.tests[test]
    if is_published(metrics, kind, test):
        return Message(one.title)
    if source := source_of_record(metrics):
        return Message("{name}", {"name": source.name})
    return Message("other {kind}", {"kind": Message(one.kind)})


def in_words(metrics: Mapping[str, Any], kind: FolderKind) -> Message:
    """What a record is of, for readers: IMDB test, 25,000 reviews; mine.csv, 300 sentences."""
    found, source = measured_on(metrics, kind), source_of_record(metrics)
    said = []
    for test, one in kind.tests.items():
        measured = found.get(test)
        items = measured.get("items") if isinstance(measured, dict) else None
        named = {"title": Message(one.title), "kind": Message(one.kind)}
        if is_published(metrics, kind, test):
            said.append(Message("{title}, {n:,} {kind}", {**named, "n": one.items}))
        elif isinstance(items, int) and source:
            whole = {**named, "title": source.name, "n": items}
            said.append(Message("{title}, {n:,} {kind}", whole))
        elif isinstance(items, int):
            said.append(Message("{n:,} other {kind}", {**named, "n": items}))
        else:
            said.append(Message("unknown data"))
    return joined(said, "; ")


def gives_way(directory: ModelDirectory, measured: Tests) -> bool:
    """Whether the record of a model may be replaced: there is none, or of the same test sets.

    A record that is damaged is measured anew, too.
    """
    try:
        record = directory.metrics()
    except ModelError:
        return True
    return not record or measured_on(record, directory.kind) == measured
