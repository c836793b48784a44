"""Pairs of sentences of the Multi30k data set, word by word as users' sentences are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from pipelines.data.folder import read_split, split_path
from pipelines.data.multi30k import MULTI30K, Language
from pipelines.errors import DataError
from pipelines.generation.strategies import END, START
from pipelines.tasks.translation.network import Sentences
from pipelines.tasks.translation.reading import cut
from pipelines.tasks.translation.sources import other
from pipelines.text import Vocabulary
from pipelines.training.movable import Movable


@dataclass(frozen=True)
class Pairs:
    """Sentences and their translations, as they are written and as words.

    Attributes:
        texts: sentences of the source.
        references: what people wrote for each.
        source: words of each sentence, in lower case.
        target: words of each reference, as they are written.
    """

    texts: list[str]
    references: list[str]
    source: list[list[str]]
    target: list[list[str]]

    def __len__(self) -> int:
        return len(self.texts)


def load_pairs(folder: Path, split: str, language: Language) -> Pairs:
    """One part of the data set, to be translated from ``language``; nothing without a word stays.

    Raises:
        DataError: the file cannot be used, or holds no pair with words.
    """
    columns = read_split(folder, MULTI30K, split, (language, other(language)))
    found = Pairs([], [], [], [])
    for text, reference in zip(*columns.values(), strict=True):
        said, meant = cast(str, text), cast(str, reference)
        source, target = ([token.text for token in cut(one)] for one in (said, meant))
        if source and target:
            found.texts.append(said)
            found.references.append(meant)
            found.source.append([word.lower() for word in source])
            found.target.append(target)
    if not found:
        raise DataError(
            "{path} has no pair of sentences with words.", path=split_path(folder, MULTI30K, split)
        )
    return found


def items(pairs: Pairs, language: Language) -> list[tuple[str, str]]:
    """What a test set of pairs from ``language`` is known by, English first: one test for both."""
    columns = (pairs.texts, pairs.references)
    return list(zip(*(columns if language == "en" else reversed(columns)), strict=True))


@dataclass(frozen=True)
class Batch(Movable):
    """Sentences with their translations.

    Attributes:
        rows: which pairs of the data set they are, ``(B,)``.
        source: what is translated.
        words: ids from start to end marker, ``(B, T)``, padded with 0.
    """

    rows: Tensor
    source: Sentences
    words: Tensor


class EncodedPairs(Dataset[Batch]):
    """Pairs as ids, indexed by the rows of a whole batch, as ``BucketSampler`` yields them."""

    def __init__(self, pairs: Pairs, source: Vocabulary, target: Vocabulary) -> None:
        self._source = [source.encode(words) for words in pairs.source]
        self._target = [torch.tensor(target.encode([START, *words, END])) for words in pairs.target]
        self.lengths = np.array([len(ids) for ids in self._target])

    def __len__(self) -> int:
        return len(self._source)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        return Batch(
            torch.as_tensor(rows),
            Sentences.of([self._source[row] for row in rows]),
            pad_sequence([self._target[row] for row in rows], batch_first=True),
        )
