"""A language that is none: English in other letters; and all that a page says to its viewers."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from streamlit.testing.v1 import AppTest

from dashboard.catalogue import extracted
from pipelines.language import FILE
from tests.dashboard.conftest import described, shown, stages

LANGUAGE = "de"  # Its plurals are formed as in English.
_OTHER = "".join(map(chr, [*range(0x430, 0x44A), *range(0x410, 0x42A)]))
_LETTERS = str.maketrans(string.ascii_letters, _OTHER)
# Fields of elements that no viewer reads, as they are for programs, or hold what a viewer wrote.
_UNREAD = {
    *("id", "url", "icon", "format", "html_content", "css_content", "js_content", "component_name"),
    *("type", "default", "query_param_key", "page", "user_key", "file_name", "link", "theme"),
    *("page_script_hash", "deferred_file_id", "columns", "shortcut", "query_string"),
    "selection_mode",
}
# In what components are sent: names of their parts, what a text or a model says, and pictures.
_DATA = {
    *("show", "id", "kind", "names", "photo", "end", "chosen", "tokens", "after", "candidates"),
    *("word", "value", "src", "text", "mark", "link", "term", "drawing", "of"),
    *("panels", "language", "pages"),
}
# What a model has said, for a page that says it again.
_SPOKEN = ("tokens", "labels", "candidates", "word", "given")
Found = Iterator[tuple[str, str]]


def write_language(locales: Path) -> None:
    """A catalogue in which every sentence of the code is translated."""
    catalogue = Catalog(LANGUAGE, fuzzy=False)
    for message in filter(lambda one: one.id, extracted()):
        if isinstance(message.id, str):
            catalogue.add(message.id, translated(message.id))
        else:
            catalogue.add(message.id, tuple(map(translated, message.id)))
    path = locales / LANGUAGE / FILE
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


def translated(template: str) -> str:
    """Every letter another one; fields stay."""
    parts = re.split(r"(\{.*?\})", template)
    return "".join(p if p.startswith("{") else p.translate(_LETTERS) for p in parts)


def is_translated(text: str) -> bool:
    """Whether there is a letter of that language."""
    return not set(text).isdisjoint(_OTHER)


def english(text: str) -> list[str]:
    """Words of a text in English letters, but for fields, marks of Markdown, files and quotes."""
    unread = (
        r"\{\w+\}|“[^”]*”|:material/\w+:|:[a-z-]+(?=\[)|<end>|data:image\S+|\b\w\.png\b"
        r"|\]\(glossary\?term=[\w-]+\)"
    )
    return re.findall(r"[A-Za-z]{2,}", re.sub(unread, "", shown(text)))


def said_by(app: AppTest) -> Found:
    """All text that a page shows or reads out, each with the field that it stands in."""
    for node in app._tree:
        if getattr(node, "proto", None) and node.type not in ("json", "html"):
            headers = _of_headers(node.proto) if node.type == "dataframe" else ()
            for field, text in (*headers, *_of_proto(node.proto, node.type)):
                yield f"{node.type}: {field}", text


def spoken_on(app: AppTest) -> set[str]:
    """The words that a model has read or written on the stage of a page."""
    return {word for show in stages(app) for word in spoken_in(show)}


def spoken_in(show: dict[str, Any]) -> set[str]:
    """Likewise of one show."""
    return set(_spoken(show, spoken=False))


def _spoken(part: Any, *, spoken: bool) -> Iterator[str]:
    if isinstance(part, str) and spoken:
        yield from re.findall(r"[A-Za-z]+", part.lower())
    elif isinstance(part, list):
        for one in part:
            yield from _spoken(one, spoken=spoken)
    elif isinstance(part, dict):
        for name, one in part.items():
            yield from _spoken(one, spoken=spoken or name in _SPOKEN)


def _of_proto(proto: Any, kind: str) -> Found:
    for field, value in proto.ListFields():
        if field.name in _UNREAD or (kind, field.name) == ("vega_lite_chart", "name"):
            continue
        for one in value if field.is_repeated else [value]:
            yield from _of_value(one, field.name, kind)


def _of_value(value: Any, field: str, kind: str) -> Found:
    if hasattr(value, "ListFields"):
        yield from _of_proto(value, kind)
    elif isinstance(value, bytes):
        yield from _of_json(described(value)) if field == "bytes" else _of_table(value, kind)
    elif field == "spec":
        yield from _of_json(json.loads(value), only={"title"})
    elif field == "json":
        yield from _of_json(json.loads(value))
    elif isinstance(value, str):
        yield field, value


def _of_headers(proto: Any) -> Found:
    """Of a table whose columns may be called otherwise than in the data."""
    called = json.loads(proto.columns or "{}")
    for column in pa.ipc.open_stream(proto.arrow_data.data).schema.names:
        yield "header", called.get(column, {}).get("label") or column


def _of_table(data: bytes, kind: str) -> Found:
    table = pa.ipc.open_stream(data).read_all()
    for column in table.column_names:
        if kind == "table":
            yield "header", column
        yield from (("cell", one) for one in table[column].to_pylist() if isinstance(one, str))


def _of_json(part: Any, field: str = "", only: set[str] | None = None) -> Found:
    if isinstance(part, str):
        if only is None or field in only:
            yield field, part
    elif isinstance(part, list):
        # The words of a caption are a list, those of the player have names.
        for one in part if field != "words" else ():
            yield from _of_json(one, field, only)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name not in _DATA:
                yield from _of_json(one, name, only)
