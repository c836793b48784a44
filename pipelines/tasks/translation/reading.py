"""How a sentence is cut into words, and how words become a sentence again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.errors import InputError
from pipelines.generation.strategies import Constraints
from pipelines.spelling import respell
from pipelines.text import Token, Vocabulary

MAX_CHARACTERS = 500

# The conventions of the Penn treebank as far as both languages share them. What only English
# writes without an apostrophe (dont) stays as it is: it may be a German word.
_WORD = re.compile(
    r"""(?xi)
      \d+(?:[.,:/]\d+)+                 # 7.5, 1,000, 8/10
    | [^\W_]+?(?=n't\b) | n't\b         # did + n't
    | '(?:s|m|d|ll|re|ve)\b             # man + 's
    | [^\W_]+(?:-[^\W_]+)*              # words, hyphenated ones whole
    | \.{2,}
    | [^\w\s]|_
    """
)
_CLOSING = frozenset(
    [*".,;:!?)]%", "...", "…", "n't", *(f"'{end}" for end in ["s", "m", "d", "ll", "re", "ve"])]
)
_OPENING = frozenset("([")
_QUOTE = '"'


def read(text: str) -> list[Token]:
    """The words and marks of a sentence that is to be translated, in lower case.

    Raises:
        InputError: the text is too long, or holds no word.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            "The sentence has {n:,} characters; at most {most:,} are read. Shorten it.",
            n=len(text),
            most=MAX_CHARACTERS,
        )
    tokens = [Token(one.text.lower(), one.start, one.end) for one in cut(text)]
    if not any(any(map(str.isalnum, token.text)) for token in tokens):
        raise InputError("The sentence holds no word. Write one, such as: A dog runs.")
    return tokens


def cut(text: str) -> list[Token]:
    """The words and marks of ``text`` as they are written, each with its place in it."""
    spelt = respell(text)
    return [
        Token(found[0], spelt.starts[found.start()], spelt.ends[found.end() - 1])
        for found in _WORD.finditer(spelt.text)
    ]


def joined(words: Iterable[str]) -> str:
    """``words`` and marks as a sentence, with blanks where people write them."""
    text, glued, quoted = "", True, False
    for word in words:
        closes = word in _CLOSING or (word == _QUOTE and quoted)
        text += word if glued or closes else f" {word}"
        glued = word in _OPENING or (word == _QUOTE and not quoted)
        quoted ^= word == _QUOTE
    return text


def wished(beginning: str, banned: str, vocabulary: Vocabulary) -> Constraints:
    """What a user wants a translation to say and to avoid, in the spelling of the model.

    A word that it knows in another case is meant, be it forced or banned.

    Raises:
        InputError: one of the two is no blank, and yet holds no word.
    """

    def known(typed: str) -> list[str]:
        return [_spelt(token.text, vocabulary) for token in cut(typed)]

    constraints = Constraints.of(beginning, banned, known)
    alike = {word.casefold() for word in constraints.banned}
    forms = frozenset(word for word in vocabulary.entries if word.casefold() in alike)
    return Constraints(constraints.forced, constraints.banned | forms)


def _spelt(word: str, vocabulary: Vocabulary) -> str:
    forms: Sequence[str] = (word, word.capitalize(), word.lower())
    return next((form for form in forms if form in vocabulary), word)
