"""Texts as they are typed on a phone, in a hurry, in high spirits or in anger."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape

import numpy as np

from pipelines.apostrophes import WITH_APOSTROPHE
from pipelines.tasks.sentiment.composed.compose import LEXICON
from pipelines.tasks.sentiment.composed.grammar import drawn, listed

Random = np.random.Generator

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORDS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWEL = re.compile(
    r"(?<=[b-df-hj-np-tv-z])[aeiou]+(?=[b-df-hj-np-tv-z])|(?<=[a-z])o\b", re.IGNORECASE
)
_APOSTROPHE = re.compile(r"\b[a-z]+'[a-z]+\b", re.IGNORECASE)
_END = re.compile(r"[.!]+$")
_TYPED = {
    "you": "u", "your": "ur", "you're": "ur", "are": "r", "great": "gr8", "please": "pls",
    "people": "ppl", "thanks": "thx", "because": "cuz", "really": "rly", "tonight": "2nite",
    "before": "b4", "to": "2", "for": "4", "with": "w/", "something": "smth", "about": "abt",
    "very": "v", "love": "luv", "though": "tho", "through": "thru", "going to": "gonna",
    "want to": "wanna", "and": "&", "good": "gud", "what": "wat", "the": "da", "this": "dis",
    "okay": "k", "see": "c", "why": "y", "totally": "totes", "probably": "prolly",
    "favourite": "fave", "minutes": "mins", "best": "bestest",
}  # fmt: skip
_DRAWN_OUT = (
    *(
        "so",
        "no",
        "really",
        "very",
        "too",
        "love",
        "hate",
        "never",
        "way",
        "please",
        "what",
        "much",
        "like",
    ),
    *("oh", "yes", "hell", "shit", "crap", "trash", "masterpiece", "ever", "damn", "all", "loved"),
)
_SAID = ("tbh", "imo", "imho", "lol", "omg", "ngl", "fr", "btw", "lmao", "haha", "idk")
# Of a hundred texts, in how many each happens; several may.
_CHANCES = (12, 8, 6, 8, 10, 4, 5, 6, 14, 7, 3)


def noisy(text: str, random: Random, positive: float | None) -> str:
    """``text`` with a little of what happens to spelling; about half of all texts stay clean.

    Args:
        text: any text.
        random: where chance comes from.
        positive: what the text says, so that emoji fit; None, or between 0.4 and 0.6, for neither.
    """
    if random.random() < 0.4:
        return text
    sign = "" if positive is None or 0.4 <= positive <= 0.6 else "+" if positive > 0.5 else "-"
    changes: Sequence[Callable[[str, Random], str]] = (
        _mistyped,
        _without_apostrophes,
        _shortened,
        _lengthened,
        _lowered,
        _shouted,
        _said,
        _unended,
        lambda text, random: _signed(text, sign, random),
        _insisted,
        _tagged,
    )
    for chance, change in zip(_CHANCES, changes, strict=True):
        if random.random() * 60 < chance:
            text = change(text, random)
    return escape(text) if random.random() < 0.01 else text


def _mistyped(text: str, random: Random) -> str:
    """One or two slips in words of more than three letters."""
    for _ in range(1 + int(random.random() < 0.3)):
        if found := list(_WORD.finditer(text)):
            word = drawn(found, random)
            text = text[: word.start()] + _slipped(word[0], random) + text[word.end() :]
    return text


def _slipped(word: str, random: Random) -> str:
    """One letter hit beside, swapped, dropped or doubled, but for the first."""
    place = 1 + int(random.random() * (len(word) - 2))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    slip = int(random.random() * 4)
    if slip == 0:
        return before + drawn(_beside(letter.lower()) or letter, random) + after
    if slip == 1:
        return before + after[0] + letter + after[1:]
    return before + (letter * 2 if slip == 2 else "") + after


def _beside(letter: str) -> str:
    """The keys left and right of ``letter``."""
    for row in _ROWS:
        if (place := row.find(letter)) >= 0:
            return row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    return ""


def _without_apostrophes(text: str, _: Random) -> str:
    def bare(match: re.Match[str]) -> str:
        without = match[0].replace("'", "")
        return (
            without if without.lower() in WITH_APOSTROPHE or without.lower() == "its" else match[0]
        )

    return _APOSTROPHE.sub(bare, text)


def _shortened(text: str, random: Random) -> str:
    def short(match: re.Match[str]) -> str:
        return _TYPED[match[0].lower()] if random.random() < 0.6 else match[0]

    return _typed().sub(short, text)


@cache
def _typed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_TYPED)})\b(?!')", re.IGNORECASE)


def _lengthened(text: str, random: Random) -> str:
    """One vowel drawn out, of a word that can be stressed: "sooo", "boooring"."""
    stressed = (word.span() for word in _WORDS.finditer(text) if word[0].lower() in _stressed())
    found = [vowel for span in stressed for vowel in _VOWEL.finditer(text, *span)]
    if not found:
        return text
    vowel = drawn(found, random)
    longer = vowel[0] + vowel[0][-1] * (2 + int(random.random() * 4))
    return text[: vowel.start()] + longer + text[vowel.end() :]


@cache
def _stressed() -> frozenset[str]:
    """The adjectives of the lexicon, and some other words that are drawn out."""
    judging = (word for text in _words("adjectives").values() for word in listed(text))
    return frozenset({*judging, *_DRAWN_OUT})


def _lowered(text: str, _: Random) -> str:
    return text.lower()


def _shouted(text: str, _: Random) -> str:
    return text.upper()


def _said(text: str, random: Random) -> str:
    """A word such as "tbh" in front or behind."""
    said = drawn(_SAID, random)
    if random.random() < 0.5:
        return f"{said} {text[0].lower()}{text[1:]}" if text[:2] != "I " else f"{said} {text}"
    return f"{_END.sub('', text)} {said}"


def _unended(text: str, _: Random) -> str:
    return _END.sub("", text) or text


def _insisted(text: str, random: Random) -> str:
    """Several marks where there was one."""
    mark = text[-1] if text[-1] in "!?" else "!" if random.random() < 0.7 else "."
    end = mark * (2 + int(random.random() * 3))
    return _END.sub("", text.rstrip("?")) + end if text[-1].isalnum() or text[-1] in ".!?" else text


def _signed(text: str, sign: str, random: Random) -> str:
    """One to three emoji, or an emoticon, behind the text or in place of its full stop."""
    names = ("emoji" + sign,) * 3 + (("emoticon" + sign,) if sign else ())
    shown = drawn(_signs()[drawn(names, random)], random)
    if shown[0] > "\x7f":
        shown *= drawn((1, 1, 1, 2, 3), random)
    body = _END.sub("", text) if random.random() < 0.5 else text
    return f"{body} {shown}" if random.random() < 0.8 or shown[0] <= "\x7f" else body + shown


@cache
def _signs() -> Mapping[str, Sequence[str]]:
    return {name: listed(text) for name, text in _words("emoji").items()}


def _words(name: str) -> Mapping[str, str]:
    content = tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))
    words: Mapping[str, str] = content["words"]
    return words


def _tagged(text: str, random: Random) -> str:
    """One word as a hashtag."""
    if not (found := list(_WORD.finditer(text))):
        return text
    word = drawn(found, random)
    return f"{text[: word.start()]}#{text[word.start() :]}"
