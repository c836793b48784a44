"""Labelled texts as the data folder holds them. Also serves, so it needs no torch."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, cast

from pipelines.data.folder import read_split
from pipelines.data.sets import DataSet
from pipelines.tasks.sentiment.sources import IMDB, SST


class LabelledTexts(NamedTuple):
    """Texts in their original spelling, and 1 for each that is positive, else 0."""

    texts: list[str]
    labels: list[int]


def load_tests(folder: Path) -> dict[str, LabelledTexts]:
    """All that models are scored on, by name, in row order.

    Raises:
        DataError: a file of the data folder cannot be used.
    """
    return {"imdb_test": load_imdb_test(folder), "sst2_test": load_sst2(folder, "test")}


def load_imdb_test(folder: Path) -> LabelledTexts:
    """The official test part, in row order."""
    return load_labelled(folder, IMDB, "test")


def load_sst2(folder: Path, split: str) -> LabelledTexts:
    """The sentences of an SST part that take a side: label 2 is dropped, above it is positive."""
    rows = zip(*load_labelled(folder, SST, split), strict=True)
    sided = [(text, int(label > 2)) for text, label in rows if label != 2]
    return LabelledTexts([text for text, _ in sided], [label for _, label in sided])


def load_labelled(folder: Path, dataset: DataSet, split: str) -> LabelledTexts:
    """One split with its own labels."""
    columns = read_split(folder, dataset, split, ("text", "label"))
    return LabelledTexts(cast(list[str], columns["text"]), cast(list[int], columns["label"]))
