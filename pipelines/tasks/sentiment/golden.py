"""Texts of our own, by whose answers every model is checked."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.reading import Reader
from pipelines.text import is_word, tokenize

GOLDEN_TOLERANCE = 0.005
GOLDEN_TEXTS = (
    "A small, warm film that never says more than it must. I wanted to stay in it.",
    "The trailer was the best part. Two hours of noise, and not one person I believed.",
)
_WORDS = 16  # As many as the longer one has, about.


def golden_texts(reader: Reader, directory: ModelDirectory) -> Sequence[str]:
    """Those texts, or the commonest words of a model that learnt none of theirs."""
    if all(_reads(reader, text) for text in GOLDEN_TEXTS):
        return GOLDEN_TEXTS
    words = list(filter(is_word, directory.vocabulary().entries[2:]))
    texts = (" ".join(words[start : start + _WORDS]) for start in (0, _WORDS))
    return [text for text in texts if _reads(reader, text)]


def _reads(reader: Reader, text: str) -> bool:
    return any(is_word(token.text) and reader.reads(token.text) for token in tokenize(text))
