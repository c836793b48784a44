"""How a request is cut into words: the same for what users type and for the data set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.errors import InputError
from pipelines.spelling import respell
from pipelines.tasks.tagging.labels import OUTSIDE, slot_of
from pipelines.text import Token, tokenize

MAX_CHARACTERS = 1_000

# The data set writes what s, o clock and 7.5; so an apostrophe parts words, as does a full stop
# outside of numbers.
_PARTING = re.compile(r"'|(?<!\d)\.|\.(?!\d)")


def read(text: str) -> list[Token]:
    """The words of a request, in lower case, each with its place in ``text``.

    Raises:
        InputError: the text is too long, or holds no word.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            "The request has {n:,} characters; at most {most:,} are read. Shorten it.",
            n=len(text),
            most=MAX_CHARACTERS,
        )
    tokens = spoken(text)
    if not tokens:
        raise InputError("The request holds no word. Write one, such as: play some jazz")
    return tokens


def spoken(text: str) -> list[Token]:
    """The words of ``text``; of all marks only the sign for *and* is one, as in the data set."""
    spelt = respell(text)
    parted = _PARTING.sub(" ", spelt.text)  # As long as before, so that all places stay.
    return [
        Token(token.text, spelt.starts[token.start], spelt.ends[token.end - 1])
        for token in tokenize(parted)
        if token.text == "&" or any(map(str.isalnum, token.text))
    ]


def as_read(tokens: Sequence[str], tags: Sequence[str]) -> tuple[list[str], list[str]]:
    """Words and tags as they are where users write the same request.

    A token that is read as several words has them all in its span; where it is read as none, the
    next word begins the span in its place.
    """
    words: list[str] = []
    new_tags: list[str] = []
    slot, begun = "", False  # The span that the last token belonged to, and if a word of it stands.
    for token, tag in zip(tokens, tags, strict=True):
        if not (tag.startswith("I-") and slot_of(tag) == slot):
            slot, begun = slot_of(tag), False
        for word in spoken(token):
            words.append(word.text)
            new_tags.append(f"{'I' if begun else 'B'}-{slot}" if slot else OUTSIDE)
            begun = True
    return words, new_tags
