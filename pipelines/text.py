"""One tokenizer and one vocabulary for raw text, treebank text and captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product, zip_longest
from typing import TYPE_CHECKING
from unicodedata import category

from pipelines.apostrophes import WITH_APOSTROPHE
from pipelines.errors import InputError
from pipelines.spelling import respell

if TYPE_CHECKING:
    from nltk.tokenize import RegexpTokenizer

PADDING, UNKNOWN = "<pad>", "<unk>"

# Tags and control characters (null bytes among them) separate words but are no words.
_BLANK = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>|<!--.{0,1000}?-->|[\x00-\x1f\x7f-\x9f]", re.DOTALL)

# Alternatives are tried in order; whatever is neither letter nor blank ends as a token of its own.
# NLTK's own treebank tokenizer needs its input cut into sentences first, and cannot always find
# its rewritten quotes again in the original text, so the same conventions are one pattern here.
_PATTERN = r"""(?xi)
      -(?:lrb|rrb|lsb|rsb|lcb|rcb)-                         # the treebank's brackets
    | [:;=][-^'o]?[()\[\]]+(?!\w) | (?<!\w)[:;=]-?[dp*|/](?![\w/]) | </?3(?!\w)  # :-) ;D <3
    | (?<!\w)xd+\b | \^_*\^ | -_+-
    | (?:mr|mrs|ms|dr|st|jr|sr|vs|prof|gen|lt|sgt|etc)\.    # abbreviations keep their full stop
    | (?<!\w)(?:[a-z]\.){2,}                                # U.S., e.g.
    | (?<!\w)(?:can(?=not\b)|gon(?=na\b)|wan(?=na\b)|got(?=ta\b)|gim(?=me\b)|lem(?=me\b))
    | [^\W_]+?(?=n't\b)                                    # did + n't
    | n't\b
    | '(?:s|m|d|ll|re|ve)\b                                 # it + 's
    | \d+(?:[.,:/]\d+)+                                     # 7.5, 1,000, 8/10
    | (?:o|d|l|ma|y)'(?=\w)\w+                              # O'Brien, ma'am
    | (?-i:(?<=\#)[A-Z][a-z]+(?=[A-Z])|(?<=[a-z])[A-Z][a-z]+)  # the words of #BestFilmEver
    | [^\W_]+(?:-[^\W_]+)*                                  # words, hyphenated ones whole
    | ''                                                    # the treebank's quotes
    | \.{2,}|-{2,}|…|—
    | \\(?=[/*])                                            # the treebank escapes / and *
    | [^\w\s]|_
    """

_SPELLING = {
    "''": '"', "…": "...", "—": "--",
    "-lrb-": "(", "-rrb-": ")", "-lsb-": "[", "-rsb-": "]", "-lcb-": "{", "-rcb-": "}",
    "♥": "❤", "♡": "❤",
}  # fmt: skip
_EMOTICON = re.compile(r"[:;=].|</?3|xd+|\^_*\^|-_+-")
# Written alone, a skin tone or a backslash says nothing.
_SILENT = {"\\", *map(chr, range(0x1F3FB, 0x1F400))}

MOST_RUNS = 3  # Of a lengthened word; each may stand for one letter or for two.
_LENGTHENED = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark as the model reads it, and where it stands in the original text.

    Attributes:
        text: lower case, quotes and brackets in one spelling.
        start, end: character span, so that ``original[start:end]`` is the user's own spelling,
            entities and invisible characters included.
    """

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split ``text`` into lower-case tokens by the conventions of the Penn treebank.

    It is read as ``respell`` spells it. Contractions are split (did + n't), those without their
    apostrophe as well, punctuation is split off at the end of every sentence, quotes stay quotes,
    emoji and emoticons are words of their own, tags such as ``<br />`` are blanks, and so are those
    that were written with entities. Spans ascend and never overlap.

    Raises:
        InputError: the machine is too busy for so long a text.
    """
    spelt, starts, ends = respell(text)
    blanked = _BLANK.sub(lambda match: " " * len(match[0]), spelt)
    tokens = []
    for start, end in _spans(blanked):
        word = blanked[start:end].lower()
        if word in WITH_APOSTROPHE:  # As typed, it has one character less.
            for part in tokenize(WITH_APOSTROPHE[word]):
                stop = start + len(part.text.replace("'", ""))
                tokens.append(Token(part.text, starts[start], ends[stop - 1]))
                start = stop
        elif word not in _SILENT:
            tokens.append(Token(_normal_spelling(word), starts[start], ends[end - 1]))
    return tokens


def words(text: str) -> list[str]:
    """The texts of ``tokenize(text)``, where spans are not needed.

    Raises:
        InputError: as ``tokenize``.
    """
    return [token.text for token in tokenize(text)]


def _spans(text: str) -> list[tuple[int, int]]:
    try:
        return list(_tokenizer().span_tokenize(text))
    except TimeoutError as error:  # NLTK gives up after some seconds.
        raise InputError(
            "The text of {n:,} characters took too long to cut into words. Shorten it.", n=len(text)
        ) from error


@cache
def _tokenizer() -> RegexpTokenizer:
    from nltk.tokenize import (
        RegexpTokenizer,
    )  # Brings scipy along: a second that listing can spare.

    return RegexpTokenizer(_PATTERN)


def is_word(token: str) -> bool:
    """Whether a token says something by itself: a word, a number, an emoji or an emoticon."""
    return (
        token.isalnum()
        or any(char.isalnum() for char in token)
        or is_emoji(token)
        or _EMOTICON.fullmatch(token) is not None
    )


def is_emoji(token: str) -> bool:
    """Whether a token holds an emoji."""
    return any(category(char) == "So" and not _is_line(char) for char in token)


def _is_line(char: str) -> bool:
    """Whether it is an arrow or a line of a box, which are of the same category as emoji."""
    return char < "\u2300" or "\u2500" <= char < "\u25a0"


def known_form(word: str, knows: Callable[[str], bool]) -> str:
    """``word`` as a vocabulary ``knows`` it: “booooring” is boring, and “goooood” is good."""
    if knows(word):
        return word
    runs = len(_LENGTHENED.findall(word))
    if not 0 < runs <= MOST_RUNS or len(set(word)) == 1:
        return word
    # Between the runs stands, at every second place, the letter of one.
    parts = _LENGTHENED.split(word)
    for times in product((2, 1), repeat=runs):
        letters = [letter * n for letter, n in zip(parts[1::2], times, strict=True)]
        form = "".join(chain.from_iterable(zip_longest(parts[::2], letters, fillvalue="")))
        if knows(form):
            return form
    return word


def _normal_spelling(word: str) -> str:
    word = _SPELLING.get(word, word)
    if len(word) > 1 and word[0] in ":;=":
        return word[0].replace("=", ":") + word[-1]  # Neither nose nor many mouths.
    if len(word) > 1 and set(word) <= {".", "-"}:
        return "..." if word[0] == "." else "--"
    return word


class Vocabulary:
    """A fixed list of words; a word's place in it is its id.

    Raises:
        ValueError: the list holds a word twice, or lacks padding or unknown in front.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        if tuple(entries[:2]) != (PADDING, UNKNOWN):
            raise ValueError(f"A vocabulary starts with {PADDING} and {UNKNOWN}.")
        self.entries = tuple(entries)
        self._ids = {word: index for index, word in enumerate(self.entries)}
        if len(self._ids) != len(self.entries):
            raise ValueError("A vocabulary holds each word once.")

    @classmethod
    def build(
        cls,
        texts: Iterable[Iterable[str]],
        *,
        max_size: int,
        min_count: int = 1,
        markers: Sequence[str] = (),
    ) -> Vocabulary:
        """The most frequent words of ``texts``, ties in alphabetical order, after the markers."""
        counts = Counter(word for text in texts for word in text)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        special = [PADDING, UNKNOWN, *markers]
        frequent = [w for w, n in ranked if n >= min_count and w not in special]
        return cls(special + frequent[: max_size - len(special)])

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def id(self, word: str) -> int:
        """The id of ``word``; that of ``<unk>`` for a word that is not in the list."""
        return self._ids.get(word, 1)

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """The ids of ``tokens``."""
        return [self.id(token) for token in tokens]
