"""Alternative texts written into pages that people have, of which no other byte changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import streamlit as st

from pipelines.batch.inputs import UNREADABLE
from pipelines.errors import InputError

MOST_PAGES, MOST_BYTES = 20, 2_000_000  # Of a ZIP file; of each of them.
# What stands in there is shown as it is written, or not at all.
_TEXT_ONLY = {"textarea", "title", "xmp", "iframe", "noembed", "noframes"}
_ATTRIBUTE = re.compile(
    r"""(?:[\s/]+|(?<=["']))(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s>]*))?"""
)
_NOT_WRITTEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True)
class Filled:
    """A page with alternative texts.

    Attributes:
        page: its bytes.
        texts: how many were written.
        pictures: how many there are.
    """

    page: bytes
    texts: int
    pictures: int


@st.cache_data(max_entries=4, show_spinner=False)
def pages_in(archive: Path) -> dict[str, bytes]:
    """The pages beside the photos of a ZIP file, within bounds, by their paths."""
    with ZipFile(archive) as opened:
        found = [
            one
            for one in opened.infolist()
            if one.filename.lower().endswith((".html", ".htm"))
            and one.file_size <= MOST_BYTES
            and not PurePosixPath(one.filename).name.startswith(".")
        ]
        try:
            return {one.filename: opened.read(one) for one in found[:MOST_PAGES]}
        except UNREADABLE:  # Of which the photos tell.
            return {}


@st.cache_data(max_entries=40, show_spinner=False)
def fill(page: bytes, texts: Mapping[str, str], name: str) -> Filled:
    """Give a text to each picture of a page that has none, or an empty one.

    Args:
        page: HTML in any encoding that writes ASCII as ASCII.
        texts: by the paths of the photos.
        name: of the page, by whose folder a picture is found; or else by its file's name alone, if
            no two photos have it.

    Raises:
        InputError: the page is written in UTF-16.
    """
    if b"\0" in page[:1_000]:
        raise InputError("{name} is no HTML in UTF-8. Save it as UTF-8.", name=name)
    # Each byte is a character, so that all of them come back, whatever the encoding.
    parser = _Pictures(page.decode("latin-1"))
    found = _Photos(texts, name)
    parts, end, written = [], 0, 0
    for begin, tag, source in parser.pictures:
        said = found.text_of(source)
        new = _with_text(tag, said) if said else tag
        written += new != tag
        parts += [parser.page[end:begin], new]
        end = begin + len(tag)
    parts.append(parser.page[end:])
    return Filled("".join(parts).encode("latin-1"), written, len(parser.pictures))


class _Pictures(HTMLParser):
    """The tags of the pictures of a page.

    Attributes:
        page: the whole of it.
        pictures: where each begins, how it is written, and its ``src``.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.pictures: list[tuple[int, str, str]] = []
        self._inside = ""
        self._lines = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a picture."""
        if self._inside:
            return
        if tag in _TEXT_ONLY:
            self._inside = tag
        written, source = self.get_starttag_text(), dict(reversed(attrs)).get("src")
        if tag == "img" and written and source:
            line, column = self.getpos()
            self.pictures.append((self._lines[line - 1] + column, written, source))

    def handle_endtag(self, tag: str) -> None:
        """Note that tags count again."""
        if tag == self._inside:
            self._inside = ""


class _Photos:
    """Texts of photos, as pages name these."""

    def __init__(self, texts: Mapping[str, str], page: str) -> None:
        self._texts = {normpath(path): said for path, said in texts.items()}
        self._folder = page.rpartition("/")[0]
        files = [path.rpartition("/")[2] for path in self._texts]
        self._alone = {
            file: said
            for file, said in zip(files, self._texts.values(), strict=True)
            if files.count(file) == 1
        }

    def text_of(self, source: str) -> str:
        """The text of what ``src`` names; empty where it is none of the photos."""
        for path in _paths(source):
            inside = normpath(f"{self._folder}/{path}".lstrip("/"))
            said = self._texts.get(inside) or self._alone.get(path.rpartition("/")[2])
            if said:
                return _NOT_WRITTEN.sub(" ", said).strip()
        return ""


def _paths(source: str) -> Iterator[str]:
    """What an address may mean, whose bytes are those of an unknown encoding."""
    for encoding in ("utf-8", "latin-1"):
        try:
            parts = urlsplit(source.strip().encode("latin-1").decode(encoding))
        except ValueError:
            continue
        if parts.scheme in ("", "http", "https", "file"):
            yield unquote(parts.path)


def _with_text(tag: str, said: str) -> str:
    """The tag of a picture with a text, where it has none."""
    written = f'alt="{escape(said)}"'.encode("ascii", "xmlcharrefreplace").decode("ascii")
    for one in _ATTRIBUTE.finditer(tag, len("<img")):
        if one["name"].lower() == "alt":
            if (one["value"] or "").strip("\"' \t\n"):
                return tag
            return tag[: one.start("name")] + written + tag[one.end() :]
    return f"{tag[: len('<img')]} {written}{tag[len('<img') :]}"
