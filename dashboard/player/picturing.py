"""Drawings as the player shows them, with what they tell, and what is guessed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.player.payload import Payload, fingerprint


@dataclass(frozen=True)
class Picture:
    """A drawing.

    Attributes:
        svg: itself; what has the colour of text or of a model follows the theme.
        alt: what it says, in words.
    """

    svg: str
    alt: str


@dataclass(frozen=True)
class Guess:
    """What is asked before the drawings are seen.

    Attributes:
        asked: the question.
        choices: the answers to choose from.
        right: the place of the right one.
    """

    asked: str
    choices: Sequence[str]
    right: int


def photograph(address: str) -> str:
    """A photo as a drawing.

    Args:
        address: of a picture, in itself.
    """
    image = f'<image href="{escape(address)}" width="100" height="100"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{image}</svg>'


def picture_show(
    pictures: Sequence[Picture],
    told: Sequence[str],
    noted: Sequence[str],
    guess: Guess | None = None,
) -> bytes:
    """Drawings, at once, or at the second of two steps where something is asked at the first.

    Args:
        told: sentences with what was found out.
        noted: sentences on how the drawings are to be read.
    """
    shown = [{"svg": one.svg, "alt": one.alt} for one in pictures]
    return Payload().packed(
        {
            "show": "picturing",
            "id": fingerprint([one.svg for one in pictures]),
            "start": 0,
            "steps": 2 if guess else 1,
            "pace": 1,
            "pictures": shown,
            "told": list(told),
            "noted": list(noted),
            "asks": guess
            and {
                "asked": guess.asked,
                "choices": list(guess.choices),
                "right": guess.choices[guess.right],
            },
        }
    )
