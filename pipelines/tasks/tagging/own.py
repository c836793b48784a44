"""Own requests and their tags of a table, and as a data folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from pipelines.data.own import MOST_TEXT, PARTS, Own, Parts, text_in
from pipelines.data.table_rows import Row
from pipelines.messages import N_, Message
from pipelines.tasks.tagging.reading import as_read


def _read(row: Mapping[str, object]) -> Row | Message:
    tokens, tags = (_words(row[name]) for name in ("tokens", "tags"))
    if not tokens or len(tokens) != len(tags):
        said = {"words": len(tokens), "tags": len(tags)}
        return Message("has {words} words and {tags} tags", said)
    if wrong := next((tag for tag in tags if tag != "O" and tag[:2] not in ("B-", "I-")), None):
        return Message("has the tag “{tag:.40}”, none of O, B-… and I-…", {"tag": wrong})
    intent = text_in(row["intent"])
    return (
        {"tokens": tokens, "tags": tags, "intent": intent} if intent else Message("has no intent")
    )


def _words(value: object) -> list[str]:
    """A list, as it is or as a table of text has it, or words between blanks."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            value = ast.literal_eval(value.strip()[:MOST_TEXT])  # JSON's lists of texts as well.
    return [str(one) for one in value] if isinstance(value, list) else text_in(value).split()


def _needed(row: Row) -> Iterator[str]:
    """The labels of a request as it is read."""
    yield from as_read(cast(list[str], row["tokens"]), cast(list[str], row["tags"]))[1]
    yield str(row["intent"])


def _files(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    return {f"snips/{name}.parquet": [dict(one.values) for one in parts[name]] for name in PARTS}


OWN = Own(
    columns={
        "tokens": N_("column of the words"),
        "tags": N_("column of a tag for each word"),
        "intent": N_("column of the intents"),
    },
    read=lambda _options: _read,
    label="intent",
    text="tokens",
    needed=_needed,
    files=_files,
)
