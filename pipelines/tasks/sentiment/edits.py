"""What if a word were not there, were another, or were denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipelines.errors import InputError
from pipelines.tasks.sentiment.results import SentimentResult
from pipelines.text import Token

_NEGATIONS = ("not", "n't", "never", "no")

Kind = Literal["remove", "replace", "negate"]


@dataclass(frozen=True)
class Edit:
    """A change of one word.

    Attributes:
        place: of the token, from 0.
        kind: what is done to it.
        word: to put in its place, where it is replaced.
    """

    place: int
    kind: Kind
    word: str = ""


@dataclass(frozen=True)
class Flip:
    """The search for the least change that turns an answer.

    Attributes:
        tried: how many changed texts were read.
        edits: the one or two changes; none where none of those that were tried turns it.
        text: the changed text, or the old one.
        result: the answer to it.
    """

    tried: int
    edits: tuple[Edit, ...]
    text: str
    result: SentimentResult


def edited(text: str, tokens: Sequence[Token], edits: Sequence[Edit]) -> str:
    """``text`` with some words changed.

    To negate a word puts “not” in front of it, or takes it away where it stands there. A sentence
    that began with a capital still does.

    Raises:
        InputError: there is no such word.
    """
    words = [token.text for token in tokens]
    for change in sorted((_change(words, edit) for edit in edits), reverse=True):
        at = tokens[change.start].start
        opens = _opens_sentence(text, at)
        if change.stop == change.start:
            blank = " " if _follows_a_word(text, tokens, change.start) else ""
            rest = _within_sentence(text[at:], words[change.start]) if opens else text[at:]
            text = f"{text[:at]}{blank}{change.word} {rest}"
        elif change.word:
            text = text[:at] + change.word + text[tokens[change.start].end :]
        else:
            text = _without(text, tokens[change.start])
        if opens:
            text = text[:at] + text[at : at + 1].upper() + text[at + 1 :]
    return text


def edited_words(words: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """The same for a text that has been cut into ``words``, which is far quicker.

    Raises:
        InputError: there is no such word.
    """
    changed = list(words)
    for start, stop, word in sorted((_change(words, edit) for edit in edits), reverse=True):
        changed[start:stop] = [word] if word else []
    return changed


def apart(words: Sequence[str], one: Edit, other: Edit) -> bool:
    """Whether two edits change two words: to deny one may be to take away another."""
    first, second = sorted((_change(words, one), _change(words, other)))
    return one.place != other.place and first.stop <= second.start


class _Change(NamedTuple):
    """The tokens from ``start`` to ``stop``, none or one, give way to ``word``, or to nothing."""

    start: int
    stop: int
    word: str


def _change(words: Sequence[str], edit: Edit) -> _Change:
    place = edit.place
    if not 0 <= place < len(words):
        raise InputError(
            "There is no word {place}; the text has {n:,}.", place=place + 1, n=len(words)
        )
    if edit.kind != "negate":
        return _Change(place, place + 1, edit.word)
    if place and words[place - 1] in _NEGATIONS:
        return _Change(place - 1, place, "")
    return _Change(place, place, "not")


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a capital that begins a sentence stands there."""
    before = text[:at].rstrip(" \r\n\t\"'“‘(")
    return text[at : at + 1].isupper() and (not before or before[-1] in ".!?…")


def _within_sentence(text: str, word: str) -> str:
    """``text``, which began a sentence with ``word``, as it goes on after another one."""
    capitals = word == "i" or text[1 : len(word)].lower() != text[1 : len(word)]
    return text if capitals else text[:1].lower() + text[1:]


def _follows_a_word(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether no blank parts a token from the word before it, as within “isn't”."""
    if not place or not tokens[place - 1].text[-1:].isalnum():
        return False
    return not any(map(str.isspace, text[tokens[place - 1].end : tokens[place].start]))


def _without(text: str, token: Token) -> str:
    """``text`` without a token and one of the spaces around it, unless it parts two words."""
    before, after = text[: token.start], text[token.end :]
    if before.endswith(" ") and not after[:1].strip(" ,.;:!?"):
        before = before[:-1]
    elif not before and after.startswith(" "):
        after = after[1:]
    return before + after
