"""Templates, and how they are filled.

``{name}`` is one of the options of a rule, ``(a|b)`` one of two, ``[a]`` either ``a`` or nothing.

A name may end in a mark. ``{adj+}`` and ``{adj-}`` are rules of their own, or both the one rule
``adj=``, filled on that side. On a side, ``{adj=}`` stands for its own and ``{adj!}`` for the other
one: "not {adj!} at all" praises where the side is ``+`` and blames where it is ``-``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np

Item = TypeVar("Item")

SIDES = ("+", "-")
_OTHER = {"+": "-", "-": "+"}
_PIECE = re.compile(r"[][(){}|]|[^][(){}|]+")
_REDRAWS = 4  # So that "dull and dull" is rare, and a rule of one option does not hang.

# Sounded as a consonant although written with a vowel, and the other way round.
_AN = re.compile(
    r"\b([Aa]) (?=(?!uni|us[ei]|eu|one\b|once)[aeiou]|hour|honest|heir)", re.IGNORECASE
)
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))[\"'(]*[a-z]")


@dataclass(frozen=True, slots=True)
class Field:
    """The place of a rule, with its mark or without."""

    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several templates."""

    options: tuple[Template, ...]


Template = tuple[str | Field | Choice, ...]


def parsed(text: str) -> Template:
    """The template that is written as ``text``.

    Raises:
        ValueError: its brackets do not match.
    """
    pieces = iter(_PIECE.findall(text))
    (template,), end = _options(pieces, text)
    if end:
        raise ValueError(f"The template {text!r} closes a bracket that it never opened.")
    return template


def _options(pieces: Iterator[str], text: str) -> tuple[tuple[Template, ...], str]:
    """The alternatives up to the bracket that closes them, and that bracket."""
    options: list[list[str | Field | Choice]] = [[]]
    for piece in pieces:
        if piece in ")]":
            return tuple(map(tuple, options)), piece
        if piece == "|":
            options.append([])
        elif piece == "{":
            options[-1].append(_field(next(pieces, ""), next(pieces, ""), text))
        elif piece in "([":
            inner, end = _options(pieces, text)
            if end != {"(": ")", "[": "]"}[piece]:
                raise ValueError(f"The template {text!r} leaves a {piece} open.")
            options[-1].append(Choice(((), *inner) if piece == "[" else inner))
        else:
            options[-1].append(piece)
    return tuple(map(tuple, options)), ""


def _field(name: str, end: str, text: str) -> Field:
    if end != "}":
        raise ValueError(f"The template {text!r} leaves a {{ open.")
    return Field(name.rstrip("+-=!"), name[len(name.rstrip("+-=!")) :])


@dataclass(frozen=True)
class Grammar:
    """Rules by name, marks included, each with its options."""

    rules: Mapping[str, tuple[Template, ...]]

    @classmethod
    def of(cls, words: Mapping[str, str], rules: Mapping[str, str]) -> Self:
        """``words`` stand between commas, as they are; the options of ``rules`` are lines.

        An option that ends in `` *3`` counts as three.
        """
        return cls(
            {name: tuple((word,) for word in listed(text)) for name, text in words.items()}
            | {name: weighted(text) for name, text in rules.items()}
        )

    def __or__(self, other: Grammar) -> Grammar:
        return Grammar({**self.rules, **other.rules})

    def options(self, field: Field, side: str) -> tuple[tuple[Template, ...], str]:
        """What may stand in place of ``field``, and the side on which that is filled.

        Raises:
            ValueError: there is no such rule.
        """
        inner = {"=": side, "!": _OTHER.get(side, "")}.get(field.mark, field.mark or side)
        names = (field.name + inner, field.name + "=") if field.mark else (field.name,)
        for name in names:
            if name in self.rules:
                return self.rules[name], inner
        raise ValueError(f"No rule is named {' or '.join(names)}. Add it to the lexicon or family.")

    def fill(self, template: Template, side: str, random: np.random.Generator) -> str:
        """One text of ``template``, spelt as a sentence but for its final mark."""
        return sentence("".join(self._filled(template, side, random, set())))

    def _filled(
        self, template: Template, side: str, random: np.random.Generator, used: set[Template]
    ) -> Iterator[str]:
        for part in template:
            if isinstance(part, str):
                yield part
                continue
            options, inner = (
                (part.options, side) if isinstance(part, Choice) else self.options(part, side)
            )
            option = drawn(options, random)
            for _ in range(_REDRAWS):
                if option not in used:
                    break
                option = drawn(options, random)
            if isinstance(part, Field):
                used.add(option)
            yield from self._filled(option, inner, random, used)


def listed(words: str) -> list[str]:
    """The words between the commas of ``words``; one that ends in `` *3`` three times."""
    return list(_times(words.split(",")))


def weighted(lines: str) -> tuple[Template, ...]:
    """The templates of ``lines``; one that ends in `` *3`` three times."""
    return tuple(map(parsed, _times(lines.splitlines())))


def _times(options: Iterable[str]) -> Iterator[str]:
    for option in filter(None, map(str.strip, options)):
        text, _, times = option.rpartition(" *")
        if text and times.isdecimal():
            yield from [text] * int(times)
        else:
            yield option


def drawn(options: Sequence[Item], random: np.random.Generator) -> Item:
    """One of ``options``, each as likely."""
    return options[int(random.random() * len(options))]


def sentence(text: str) -> str:
    """``text`` with single blanks, none before a mark, "an" where it is due, and capitals."""
    text = re.sub(r" +(?=[ ,.!?;:](?:\s|$))", "", " ".join(text.split()))
    text = _AN.sub(r"\1n ", text)
    return _SENTENCE_START.sub(lambda start: start[0].upper(), text)
