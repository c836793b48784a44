"""IMDB reviews and SST sentences as batches of token ids with soft targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from pipelines.data_folder import read_split
from pipelines.text import Vocabulary, words

VALIDATION_SEED = (
    2011  # The validation reviews stay the same whatever seed a model is trained with.
)


@dataclass(frozen=True)
class Texts:
    """Texts as word lists, and the probability that each is positive."""

    tokens: list[list[str]]
    targets: list[float]


@dataclass(frozen=True)
class TrainingTexts:
    """What a sentiment model learns from and is chosen on."""

    reviews: Texts
    sentences: Texts
    phrases: Texts
    validation_reviews: Texts
    validation_sentences: Texts


def load_training_texts(folder: Path) -> TrainingTexts:
    """IMDB train less duplicates and texts of the test part, SST train less duplicates."""
    reviews, labels = _imdb_train_without_leaks(folder)
    fit, held_out = train_test_split(
        np.arange(len(reviews)), test_size=0.1, random_state=VALIDATION_SEED, stratify=labels
    )
    tokens = [words(text) for text in reviews]

    def subset(rows: Sequence[int]) -> Texts:
        spoken = [row for row in rows if tokens[row]]  # The mean over no word is not a number.
        return Texts([tokens[row] for row in spoken], [float(labels[row]) for row in spoken])

    sentences, phrases = _sst_train(folder)
    texts, sides = load_sst2(folder, "validation")
    validation_sentences = Texts([words(text) for text in texts], [float(side) for side in sides])
    return TrainingTexts(subset(fit), sentences, phrases, subset(held_out), validation_sentences)


def load_imdb_test(folder: Path) -> tuple[list[str], list[int]]:
    """The texts and labels (1 positive) of the official test part, in row order."""
    return _labelled(folder, "imdb", "test")


def load_sst2(folder: Path, split: str) -> tuple[list[str], list[int]]:
    """The sentences of an SST part that take a side (label 2 dropped), and 1 for positive."""
    texts, labels = _labelled(folder, "sst", split)
    sided = [
        (text, int(label > 2)) for text, label in zip(texts, labels, strict=True) if label != 2
    ]
    return [text for text, _ in sided], [label for _, label in sided]


def _labelled(folder: Path, dataset: str, split: str) -> tuple[list[str], list[int]]:
    columns = read_split(folder, dataset, split, ("text", "label"))
    return cast(list[str], columns["text"]), cast(list[int], columns["label"])


def _imdb_train_without_leaks(folder: Path) -> tuple[list[str], list[int]]:
    texts, labels = _labelled(folder, "imdb", "train")
    seen = set(_labelled(folder, "imdb", "test")[0])
    kept = []
    for text, label in zip(texts, labels, strict=True):
        if text not in seen:
            seen.add(text)
            kept.append((text, label))
    return [text for text, _ in kept], [label for _, label in kept]


def _sst_train(folder: Path) -> tuple[Texts, Texts]:
    """Sentences and shorter phrases, each word list once, with label / 4 as soft target."""
    columns = read_split(folder, "sst", "train", ("text", "label", "is_sentence"))
    rows = zip(columns["text"], columns["label"], columns["is_sentence"], strict=True)
    parts: dict[bool, Texts] = {True: Texts([], []), False: Texts([], [])}
    seen: set[str] = set()
    # Sentences come first, so that a phrase equal to a sentence is the duplicate.
    for text, label, is_sentence in sorted(rows, key=lambda row: not row[2]):
        tokens = words(cast(str, text))
        key = " ".join(tokens)
        if tokens and key not in seen:
            seen.add(key)
            part = parts[bool(is_sentence)]
            part.tokens.append(tokens)
            part.targets.append(cast(int, label) / 4)
    return parts[True], parts[False]


@dataclass(frozen=True)
class Batch:
    """Token ids ``(B, T)`` padded on the right with 0, lengths ``(B,)``, targets ``(B,)``."""

    tokens: Tensor
    lengths: Tensor
    targets: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on ``device``."""
        return Batch(
            self.tokens.to(device, non_blocking=True),
            self.lengths.to(device, non_blocking=True),
            self.targets.to(device, non_blocking=True),
        )


class EncodedTexts(Dataset[Batch]):
    """Texts as ids, indexed by the rows of a whole batch, as ``BucketSampler`` yields them."""

    def __init__(self, texts: Texts, vocabulary: Vocabulary) -> None:
        self._ids = [torch.tensor(vocabulary.encode(t), dtype=torch.int32) for t in texts.tokens]
        self._targets = torch.tensor(texts.targets)
        self.lengths = np.array([len(ids) for ids in self._ids])

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, rows: Sequence[int]) -> Batch:
        ids = [self._ids[row] for row in rows]
        lengths = torch.tensor([len(row) for row in ids])
        padded = pad_sequence(ids, batch_first=True)
        return Batch(padded.long(), lengths, self._targets[torch.as_tensor(rows)])
