"""IMDB reviews and SST sentences as batches of token ids with soft targets."""

from __future__ import annotations

import itertools
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

from pipelines.data.folder import read_split, split_path
from pipelines.errors import DataError
from pipelines.tasks.sentiment.labelled import (
    LabelledTexts,
    load_imdb_test,
    load_labelled,
    load_sst2,
)
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.text import Vocabulary, words
from pipelines.training.movable import Movable

# The validation reviews stay the same whatever seed a model is trained with.
VALIDATION_SEED = 2011
SENTENCE_SEED = 2013
LEAST_REVIEWS = 10  # Of either side; fewer cannot be split.
SENTENCE_TOKENS = range(4, 41)

DOMAINS = ("reviews", "sentences")


@dataclass(frozen=True)
class Texts:
    """Texts as word lists, and the probability that each is positive."""

    tokens: list[list[str]]
    targets: list[float]

    @classmethod
    def of(cls, labelled: LabelledTexts) -> Texts:
        """The words of ``labelled``; texts without any go, as their mean would be no number."""
        spoken = [
            (tokens, float(label))
            for text, label in zip(*labelled, strict=True)
            if (tokens := words(text))
        ]
        return cls([tokens for tokens, _ in spoken], [target for _, target in spoken])

    def __add__(self, other: Texts) -> Texts:
        return Texts(self.tokens + other.tokens, self.targets + other.targets)

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(frozen=True)
class TrainingTexts:
    """What a sentiment model learns from."""

    reviews: Texts
    sentences: Texts
    phrases: Texts


def load_training_texts(folder: Path) -> TrainingTexts:
    """IMDB train less the validation reviews, SST train; no duplicates, no text of a test part.

    Raises:
        DataError: a file of the data folder cannot be used, or has too few reviews of either side.
    """
    return TrainingTexts(Texts.of(_split_imdb_train(folder)[0]), *_sst_train(folder))


def load_validation_texts(folder: Path) -> dict[str, LabelledTexts]:
    """What models are chosen and calibrated on, for each of the two domains.

    Raises:
        DataError: a file of the data folder cannot be used, or has no text that takes a side.
    """
    domains = {
        "reviews": _split_imdb_train(folder)[1],
        "sentences": load_sst2(folder, "validation"),
    }
    for domain, labelled in domains.items():
        if not any(map(str.isalnum, "".join(labelled.texts))):
            raise DataError(
                "The validation part of {folder} has no {domain} with words that take a side. "
                "Give more data.",
                folder=folder,
                domain=domain,
            )
    return domains


def load_unlabelled_reviews(folder: Path) -> list[list[str]]:
    """The words of the unsupervised reviews, less those that stand in the test part.

    Raises:
        DataError: a file of the data folder cannot be used, or nothing is left.
    """
    texts = cast(list[str], read_split(folder, IMDB, "unsupervised", ("text",))["text"])
    seen = set(load_imdb_test(folder).texts)
    found = (words(text) for text in dict.fromkeys(texts) if text not in seen)
    reviews = [tokens for tokens in found if any(map(str.isalnum, "".join(tokens)))]
    if not reviews:
        raise DataError(
            "{path} has no review with words that is not in the test part.",
            path=split_path(folder, IMDB, "unsupervised"),
        )
    return reviews


def load_unlabelled_texts(folder: Path) -> dict[str, list[list[str]]]:
    """The unsupervised reviews, and of each that has one a sentence drawn once, by domain."""
    reviews = load_unlabelled_reviews(folder)
    random = np.random.default_rng(SENTENCE_SEED)
    found = (_sentences(review) for review in reviews)
    drawn = [some[random.integers(len(some))] for some in found if some]
    return dict(zip(DOMAINS, (reviews, drawn), strict=True))


def _sentences(review: list[str]) -> list[list[str]]:
    """The sentences of a review that are as long as those of the treebank."""
    ends = [0, *(place for place, word in enumerate(review, 1) if word in (".", "?", "!"))]
    return [review[a:b] for a, b in itertools.pairwise(ends) if b - a in SENTENCE_TOKENS]


def _split_imdb_train(folder: Path) -> tuple[LabelledTexts, LabelledTexts]:
    """Nine tenths to learn from and one to validate on, without duplicates and test texts."""
    seen = set(load_imdb_test(folder).texts)
    kept = LabelledTexts([], [])
    for text, label in zip(*load_labelled(folder, IMDB, "train"), strict=True):
        if text not in seen and any(map(str.isalnum, text)):
            seen.add(text)
            kept.texts.append(text)
            kept.labels.append(label)
    counts = [kept.labels.count(label) for label in (0, 1)]
    if min(counts) < LEAST_REVIEWS:
        raise DataError(
            "{path} has {negative:,} negative and {positive:,} positive reviews with words that "
            "are no duplicates and not in the test part; {least} of each are needed.",
            path=split_path(folder, IMDB, "train"),
            negative=counts[0],
            positive=counts[1],
            least=LEAST_REVIEWS,
        )
    parts = train_test_split(
        np.arange(len(kept.texts)),
        test_size=0.1,
        random_state=VALIDATION_SEED,
        stratify=kept.labels,
    )
    fit, held_out = (
        LabelledTexts([kept.texts[row] for row in rows], [kept.labels[row] for row in rows])
        for rows in parts
    )
    return fit, held_out


def _sst_train(folder: Path) -> tuple[Texts, Texts]:
    """Sentences and shorter phrases, each word list once, with label / 4 as soft target."""
    columns = read_split(folder, SST, "train", ("text", "label", "is_sentence"))
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
class Batch(Movable):
    """Token ids ``(B, T)`` padded on the right with 0, lengths ``(B,)``, targets ``(B,)``."""

    tokens: Tensor
    lengths: Tensor
    targets: Tensor


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
