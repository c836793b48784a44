"""Requests of the SNIPS data set, word by word as users' requests are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from pipelines.data.folder import read_split, split_path
from pipelines.errors import DataError
from pipelines.tasks.tagging.labels import Labels, places
from pipelines.tasks.tagging.reading import as_read
from pipelines.tasks.tagging.sources import SNIPS
from pipelines.tasks.tagging.words import Encoder, Words
from pipelines.training.movable import Movable


@dataclass(frozen=True)
class Requests:
    """Requests as word lists, with a tag for each word and an intent for each request."""

    words: list[list[str]]
    tags: list[list[str]]
    intents: list[str]

    def __len__(self) -> int:
        return len(self.words)


def load_requests(folder: Path, split: str) -> Requests:
    """One part of the data set; requests without any word go.

    Raises:
        DataError: the file cannot be used, holds a request with more or fewer tags than words, or
            none with words.
    """
    columns = read_split(folder, SNIPS, split, ("tokens", "tags", "intent"))
    found = Requests([], [], [])
    rows = zip(columns["tokens"], columns["tags"], columns["intent"], strict=True)
    for row, (tokens, tags, intent) in enumerate(rows):
        given, wanted = cast(list[str], tokens), cast(list[str], tags)
        if len(given) != len(wanted) or None in given or None in wanted:
            raise DataError(
                "{path}, row {row}: not every word has a tag. "
                "Fill the folder again with: make data",
                path=split_path(folder, SNIPS, split),
                row=row + 1,
            )
        words, their_tags = as_read(given, wanted)
        if words:
            found.words.append(words)
            found.tags.append(their_tags)
            found.intents.append(cast(str, intent))
    if not found:
        raise DataError("{path} has no request with words.", path=split_path(folder, SNIPS, split))
    return found


def load_training_requests(folder: Path) -> Requests:
    """What is learnt from: the training part without what stands in the two others.

    Raises:
        DataError: a file cannot be used, or nothing is left.
    """
    held_out = {
        tuple(words)
        for split in ("validation", "test")
        for words in load_requests(folder, split).words
    }
    found = load_requests(folder, "train")
    kept = [row for row, words in enumerate(found.words) if tuple(words) not in held_out]
    if not kept:
        raise DataError(
            "{path} has no request that is not in another part.",
            path=split_path(folder, SNIPS, "train"),
        )
    return Requests(
        [found.words[row] for row in kept],
        [found.tags[row] for row in kept],
        [found.intents[row] for row in kept],
    )


def items(requests: Requests) -> list[tuple[str, str, str]]:
    """What a test set of them is known by: words, tags and intent of each."""
    rows = zip(requests.words, requests.tags, requests.intents, strict=True)
    return [(" ".join(words), " ".join(tags), intent) for words, tags, intent in rows]


@dataclass(frozen=True)
class Batch(Movable):
    """Words, the places of their tags ``(B, T)``, -100 behind the end, and of intents ``(B,)``."""

    words: Words
    tags: Tensor
    intents: Tensor


class EncodedRequests(Dataset[Batch]):
    """Requests as ids, indexed by the rows of a whole batch, as ``BucketSampler`` yields them.

    Raises:
        DataError: a label is none of ``labels``.
    """

    def __init__(self, requests: Requests, encoder: Encoder, labels: Labels) -> None:
        self._words, self._encoder = requests.words, encoder
        self._tags = [torch.tensor(places(labels.tags, tags)) for tags in requests.tags]
        self._intents = torch.tensor(places(labels.intents, requests.intents))
        self.lengths = np.array([len(words) for words in requests.words])

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        return Batch(
            self._encoder.encode([self._words[row] for row in rows]),
            torch.nn.utils.rnn.pad_sequence(
                [self._tags[row] for row in rows], batch_first=True, padding_value=-100
            ),
            self._intents[torch.as_tensor(rows)],
        )
