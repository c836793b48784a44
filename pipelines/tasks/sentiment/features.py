"""What stands in a review and can be named: what the cells of a reader may follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from pipelines.text import Token

RECENT = 3  # Words; what stands among the last ones was just read.
CLEAR = 1.0  # Of VADER's valences, from -4 to 4.
_NEGATIONS = """
not n't no never nothing nobody nowhere none neither nor without cannot hardly
"""
_FIRST_PERSON = "i me my mine myself we us our ours ourselves"
NEGATIONS, FIRST_PERSON = frozenset(_NEGATIONS.split()), frozenset(_FIRST_PERSON.split())
_ENDS = frozenset([".", "!", "?", ":", "...", "--", "(", ")", '"'])


def features_of(text: str, tokens: Sequence[Token]) -> dict[str, np.ndarray]:
    """The features of a text by name, each ``(T,)``.

    Args:
        text: in its original spelling, as names have capitals.
        tokens: of the text, in order.
    """
    words = [token.text for token in tokens]
    valences = np.array([_lexicon().get(word, 0.0) for word in words])
    return {
        "praise": _just_read(valences >= CLEAR),
        "blame": _just_read(valences <= -CLEAR),
        "negation": _just_read(_among(words, NEGATIONS)),
        "quoted": _enclosed(words),
        "position": np.arange(len(words)),
        "name": _just_read(_names(text, tokens)),
        "exclamation": _just_read(_among(words, ("!",))),
        "first_person": _just_read(_among(words, FIRST_PERSON)),
    }


@cache
def _lexicon() -> dict[str, float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    words: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    return words


def _among(words: Sequence[str], some: Collection[str]) -> np.ndarray:
    return np.array([word in some for word in words])


def _just_read(there: np.ndarray) -> np.ndarray:
    """Whether it stands among the last words up to each of them."""
    found: np.ndarray = np.convolve(there, np.ones(RECENT))[: len(there)] > 0
    return found


def _enclosed(words: Sequence[str]) -> np.ndarray:
    """Whether a word stands in brackets, or in quotes that are closed again."""
    inside = np.zeros(len(words), bool)
    quotes = [place for place, word in enumerate(words) if word == '"']
    for begin, end in zip(quotes[::2], quotes[1::2], strict=False):
        inside[begin + 1 : end] = True
    opened = None
    for place, word in enumerate(words):
        if word == "(":
            opened = place
        elif word == ")" and opened is not None:
            inside[opened + 1 : place] = True
            opened = None
    return inside


def _names(text: str, tokens: Sequence[Token]) -> np.ndarray:
    """Whether a word within a sentence has a capital, as those of names and titles have."""
    capital = np.zeros(len(tokens), bool)
    for place, (before, token) in enumerate(pairwise(tokens), start=1):
        spelt = text[token.start : token.end]
        begins = before.text in _ENDS
        capital[place] = not begins and spelt[:1].isupper() and spelt[1:].islower()
    return capital
