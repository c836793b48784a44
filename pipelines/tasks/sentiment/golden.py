"""Texts of our own, by whose answers every model is checked."""

from __future__ import annotations

from pipelines.errors import DataError, InputError
from pipelines.tasks.sentiment.reading import Reader, read

GOLDEN_TOLERANCE = 0.005
GOLDEN_TEXTS = (
    "A small, warm film that never says more than it must. I wanted to stay in it.",
    "The trailer was the best part. Two hours of noise, and not one person I believed.",
)


def require_golden_words(reader: Reader, words: int) -> None:
    """See that a vocabulary of so many ``words`` can read the texts that every model is checked by.

    Raises:
        DataError: it knows nothing of one of them.
    """
    for text in GOLDEN_TEXTS:
        try:
            read(text, reader)
        except InputError as error:
            raise DataError(
                "The data gives a vocabulary of {words:,} words, none of which stands in "
                "“{text:.40}…”, which a model is checked by. Give more texts, or English ones.",
                words=words,
                text=text,
            ) from error
