"""The data set that taggers are made of, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.data.sets import TEXT, TEXTS, DataSet, Load, Row

# The parts of Goo et al. (2018), whose repository holds them as lines of text.
_ORIGINAL = "https://raw.githubusercontent.com/MiuLab/SlotGated-SLU/master/data/snips"
_PARTS = {"train": "train", "validation": "valid", "test": "test"}
_FILES = {"tokens": "seq.in", "tags": "seq.out", "intent": "label"}


def snips_rows(load: Load, split: str) -> Iterator[Row]:
    """The requests as they are, word by word."""
    lines = [load(f"{_ORIGINAL}/{_PARTS[split]}/{file}") for file in _FILES.values()]
    for tokens, tags, intent in zip(*lines, strict=True):
        yield {
            "tokens": tokens["text"].split(),
            "tags": tags["text"].split(),
            "intent": intent["text"].strip(),
        }


SNIPS = DataSet(
    "snips",
    ("train", "validation", "test"),
    {"tokens": TEXTS, "tags": TEXTS, "intent": TEXT},
    snips_rows,
)
DATASETS = (SNIPS,)
