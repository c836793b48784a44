"""One spelling for what people type in many: entities, accents, invisible signs, apostrophes."""
# ruff: noqa: RUF001  Here, what looks like another character is what it is about.

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
# Of no script; the marks of a script are parts of its letters.
_STRAY_MARK = regex.compile(r"(?=[\p{Script=Inherited}\p{Script=Common}])\p{M}")

_SPELLING = str.maketrans(
    {
        **dict.fromkeys("`´‘’‚‛‹›ʹʻʼʽˈ՚׳′‵Ꞌꞌ", "'"),
        **dict.fromkeys("“”„‟«»″‶〝〞", '"'),
        **dict.fromkeys("‐‑−", "-"),
        **dict.fromkeys("‒–―⸺⸻", "—"),
        **dict.fromkeys("⁄∕", "/"),
        "‥": "…",
        "İ": "I",  # Its own small letter would be two characters.
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
    """``text`` as it would be typed in plain characters; whatever it is, and to no other words.

    Entities are resolved, once. Accents are composed; other marks go, as do invisible characters.
    Letters and digits of any width or font are plain ones (Unicode's NFKC), and all apostrophes
    are one, as are quotes, dashes and blanks. Capitals stay. So do signs that NFKC spells with
    several characters or larger ones, as 8½ is not 81/2, nor 10² 102, nor Nº no.
    """
    read = Respelt(text, range(len(text)), range(1, len(text) + 1))
    return _replaced(_replaced(read, _ENTITY, _resolved), _CHARACTER, _plain)


def _replaced(read: Respelt, pattern: regex.Pattern[str], new: Callable[[str], str]) -> Respelt:
    """All that ``pattern`` finds, made new; each new character stands for all that was found."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in pattern.finditer(read.text):
        start, end = found.span()
        if (piece := new(found[0])) == found[0]:
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
    composed = normalize("NFC", _INVISIBLE.sub("", character))
    composed = normalize("NFC", _STRAY_MARK.sub("", composed)).translate(_SPELLING)
    if not composed[:1].isalpha():
        composed = composed[:1]  # Only a letter can have a mark of its script.
    folded = normalize("NFKC", composed).translate(_SPELLING)
    # Letters stay letters, ligatures among them, and of a sign may come one sign.
    alike = folded.isalnum() if composed.isalnum() else len(folded) == 1
    if not alike or decomposition(composed[0]).startswith(("<super>", "<sub>")):
        return composed
    return str(int(folded)) if folded.isdecimal() else folded
