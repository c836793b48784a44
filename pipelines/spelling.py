"""One spelling for what people type in many: entities, accents, invisible characters, quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import unescape
from html.entities import html5
from typing import NamedTuple
from unicodedata import decomposition, normalize

import regex

# Without its semicolon an entity may be part of a name: R&B, black&white, good&notable.
_ENTITY = regex.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

# What may be spelt otherwise: a character with what hangs on it, all beyond ASCII, grave accents.
# Thirty marks are more than any language needs (UAX #15); to order more takes quadratic time.
_CHARACTER = regex.compile(r"(?s).[\p{M}\p{Default_Ignorable_Code_Point}]{1,30}|[^\x00-\x7f]|`")
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
# Marks that belong to no script; those that do are half of a letter.
_STRAY_MARK = regex.compile(r"(?=[\p{Script=Inherited}\p{Script=Common}])\p{M}")

_SPELLING = str.maketrans(
    {
        **dict.fromkeys("`´‘’‚‛‹›ʹʻʼʽˈ՚׳′‵Ꞌꞌ", "'"),
        **dict.fromkeys("“”„‟«»″‶〝〞", '"'),
        **dict.fromkeys("‐‑−", "-"),
        **dict.fromkeys("‒–―⸺⸻", "—"),
        **dict.fromkeys("⁄∕", "/"),
        "‥": "…",
        "İ": "I",  # Its small letter would be two characters.
    }
)


class Respelt(NamedTuple):
    """A text in one spelling, and where each of its characters stood before.

    Attributes:
        text: what is read.
        starts, ends: for each character of ``text``, the span of what it was spelt with.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def respell(text: str) -> Respelt:
    """``text`` as it would be typed in plain characters.

    Entities are resolved, once; accents are composed, other marks go, as do invisible characters;
    letters and digits of any width and font are plain ones (NFKC), and all apostrophes are one, as
    are quotes, dashes and blanks. Capitals stay, and so do signs that stand for several characters
    or small ones, as they would spell other words and numbers: №, ™, 8½, 10².
    """
    read = Respelt(text, range(len(text)), range(1, len(text) + 1))
    return _replaced(_replaced(read, _ENTITY, _resolved), _CHARACTER, _plain)


def _replaced(read: Respelt, found: regex.Pattern[str], new: Callable[[str], str]) -> Respelt:
    """All that is ``found`` replaced; each new character stands for all that it replaces."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in found.finditer(read.text):
        start, end = match.span()
        if (piece := new(match[0])) == match[0]:
            continue
        pieces += read.text[done:start], piece
        starts += [*read.starts[done:start], *[read.starts[start]] * len(piece)]
        ends += [*read.ends[done:start], *[read.ends[end - 1]] * len(piece)]
        done = end
    if not done:
        return read
    pieces.append(read.text[done:])
    return Respelt("".join(pieces), [*starts, *read.starts[done:]], [*ends, *read.ends[done:]])


def _resolved(entity: str) -> str:
    return unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def _plain(character: str) -> str:
    """One character, with what hangs on it, in plain ones."""
    composed = _STRAY_MARK.sub("", normalize("NFC", _INVISIBLE.sub("", character)))
    folded = normalize("NFKC", composed).translate(_SPELLING)
    same = folded.isalnum() if composed.isalnum() else len(folded) == 1
    if not same or decomposition(composed[0]).startswith(("<super>", "<sub>")):
        return composed.translate(_SPELLING)
    return str(int(folded)) if folded.isdecimal() else folded
