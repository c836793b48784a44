"""Long work in pieces: whoever waits sees it go on, can stop it, and lets others through."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")

# Yields, before each piece but the first, the share that is done; returns the result at the end.
Pieces = Generator[float, None, Result]


def finished(pieces: Pieces[Result]) -> Result:
    """The result of all the pieces, done one after the other."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            result: Result = end.value
            return result


def part(pieces: Pieces[Result], begin: float, end: float) -> Pieces[Result]:
    """The same pieces as a part of longer work: from its share ``begin`` to its share ``end``."""
    if begin > 0:
        yield begin
    while True:
        try:
            share = next(pieces)
        except StopIteration as stop:
            result: Result = stop.value
            return result
        yield begin + share * (end - begin)
