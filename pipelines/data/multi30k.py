"""Sentences about photos in two languages: a data set that more than one task is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pipelines.data.sets import TEXT, DataSet, Load, Row

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")
ON_HUB = "bentrevett/multi30k"


def multi30k_rows(load: Load, _split: str) -> Iterator[Row]:
    """Each sentence in both languages, as people wrote it."""
    for row in load(ON_HUB):
        yield {language: row[language] for language in LANGUAGES}


MULTI30K = DataSet(
    "multi30k",
    ("train", "validation", "test"),
    dict.fromkeys(LANGUAGES, TEXT),
    multi30k_rows,
)
