"""IMDB reviews and SST sentences as word lists with soft targets."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

import numpy as np
from sklearn.model_selection import train_test_split

from pipelines.data.folder import read_split, split_path
from pipelines.errors import DataError
from pipelines.tasks.sentiment.behaviour import load_cases
from pipelines.tasks.sentiment.kept_back import Part, load_kept_back, load_neutral
from pipelines.tasks.sentiment.labelled import (
    LabelledTexts,
    load_imdb_test,
    load_labelled,
    load_sst2,
)
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.text import words

# The validation reviews stay the same whatever seed a model is trained with.
VALIDATION_SEED = 2011
SENTENCES_SEED = 2026
LEAST_REVIEWS = 10  # Of either side; fewer cannot be split.
SENTENCE_TOKENS = range(4, 41)
SENTENCES = 120_000  # As many as a student draws in a few epochs; there are half a million.
MANY_TEXTS, TEXTS_AT_ONCE = 10_000, 1_000  # To start processes takes as long as to read some.

DOMAINS = ("reviews", "sentences")
# Product opinions, reviews that people turned, captions of photos, and what grammars compose.
Kind = Literal["opinions", "counterfactual", "captions", "composed"]


class Target(NamedTuple):
    """What is to be said of a text: both are probabilities.

    Attributes:
        positive: that it is positive.
        opinion: that it is an opinion at all.
    """

    positive: float
    opinion: float = 1.0


NO_OPINION = Target(0.5, 0.0)
# Of SST's five labels. Phrases of the middle one, such as “the second half”, mostly say nothing.
_SST_TARGETS = (Target(0.0), Target(0.25), Target(0.5, 0.2), Target(0.75), Target(1.0))


@dataclass(frozen=True)
class Texts:
    """Texts as word lists, and what is to be said of each."""

    tokens: list[list[str]]
    targets: list[Target]

    @classmethod
    def of(cls, labelled: LabelledTexts) -> Texts:
        """The words of ``labelled``; texts without any go, as their mean would be no number."""
        read = zip(words_of(labelled.texts), map(float, labelled.labels), strict=True)
        spoken = [(tokens, Target(label)) for tokens, label in read if tokens]
        return cls([tokens for tokens, _ in spoken], [target for _, target in spoken])

    def __add__(self, other: Texts) -> Texts:
        return Texts(self.tokens + other.tokens, self.targets + other.targets)

    def __len__(self) -> int:
        return len(self.tokens)

    def rows(self, rows: Iterable[int]) -> Texts:
        """Some of them."""
        kept = list(rows)
        return Texts([self.tokens[row] for row in kept], [self.targets[row] for row in kept])

    def without(self, keys: Collection[str]) -> Texts:
        """Those that have words which, joined by blanks, are none of ``keys``."""
        joined = (" ".join(tokens) for tokens in self.tokens)
        return self.rows(row for row, key in enumerate(joined) if key and key not in keys)


def words_of(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, by all processors at once where there are many."""
    if len(texts) < MANY_TEXTS:
        return [words(text) for text in texts]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        return list(processes.map(words, texts, chunksize=TEXTS_AT_ONCE))


@cache
def held_out_words(folder: Path) -> frozenset[str]:
    """The short texts that models are chosen by or tested on, as words joined by blanks.

    Raises:
        DataError: a file of the data folder cannot be used.
    """
    texts = [text for case in load_cases() for text in (case.text, case.variant) if text]
    for part in get_args(Part):
        texts += load_neutral(part)
        texts += [text for found in load_kept_back(part).values() for text in found.texts]
    for split in ("validation", "test"):
        texts += load_labelled(folder, SST, split).texts
    return frozenset(" ".join(tokens) for tokens in words_of(texts))


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
    """The words of the unsupervised reviews, less those of the validation and the test part.

    Raises:
        DataError: a file of the data folder cannot be used, or nothing is left.
    """
    texts = cast(list[str], read_split(folder, IMDB, "unsupervised", ("text",))["text"])
    seen = {*load_imdb_test(folder).texts, *_split_imdb_train(folder)[1].texts}
    found = words_of([text for text in dict.fromkeys(texts) if text not in seen])
    reviews = [tokens for tokens in found if any(map(str.isalnum, "".join(tokens)))]
    if not reviews:
        raise DataError(
            "{path} has no review with words that is not in the validation or the test part.",
            path=split_path(folder, IMDB, "unsupervised"),
        )
    return reviews


def load_unlabelled_texts(folder: Path) -> dict[str, list[list[str]]]:
    """The unsupervised reviews, and single sentences of them, none twice, by domain."""
    reviews = load_unlabelled_reviews(folder)
    found = (sentence for review in reviews for sentence in _sentences(review))
    sentences = list({" ".join(sentence): sentence for sentence in found}.values())
    drawn = np.random.default_rng(SENTENCES_SEED).permutation(len(sentences))[:SENTENCES]
    some = [sentences[place] for place in sorted(drawn)]
    return dict(zip(DOMAINS, (reviews, some), strict=True))


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
    """Sentences and shorter phrases, each word list once, none of them tested on."""
    columns = read_split(folder, SST, "train", ("text", "label", "is_sentence"))
    tokens_of = words_of(cast(list[str], columns["text"]))
    rows = zip(tokens_of, columns["label"], columns["is_sentence"], strict=True)
    parts: dict[bool, Texts] = {True: Texts([], []), False: Texts([], [])}
    seen = set(held_out_words(folder))
    # Sentences come first, so that a phrase equal to a sentence is the duplicate.
    for tokens, label, is_sentence in sorted(rows, key=lambda row: not row[2]):
        key = " ".join(tokens)
        if tokens and key not in seen:
            seen.add(key)
            part = parts[bool(is_sentence)]
            part.tokens.append(tokens)
            part.targets.append(_SST_TARGETS[cast(int, label)])
    return parts[True], parts[False]
