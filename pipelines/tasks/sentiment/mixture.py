"""What an epoch of a training is drawn from: reviews, treebank, products, grammars, teachers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from pipelines.data.folder import read_split, revision
from pipelines.data.multi30k import MULTI30K
from pipelines.tasks.sentiment.composed.compose import compose
from pipelines.tasks.sentiment.composed.noise import noisy
from pipelines.tasks.sentiment.data import (
    NO_OPINION,
    Kind,
    Target,
    Texts,
    held_out_words,
    load_training_texts,
    load_validation_texts,
    words_of,
)
from pipelines.tasks.sentiment.labelled import load_labelled
from pipelines.tasks.sentiment.sources import COUNTERFACTUAL, OPINIONS
from pipelines.tasks.sentiment.subwords import written
from pipelines.tasks.sentiment.training import SentimentTraining

COMPOSED, COMPOSED_SEED = 180_000, 2026
TWIN_GRAMS = 20  # Runs of eight words; two reviews by chance share one or two.

_DATASETS = {"opinions": OPINIONS, "counterfactual": COUNTERFACTUAL, "captions": MULTI30K}


class Pool(NamedTuple):
    """Texts of one kind, and how many of them every epoch draws anew; None draws all."""

    texts: Texts
    drawn: int | None = None


def load_pools(
    folder: Path, training: SentimentTraining, distilled: Mapping[str, Texts]
) -> list[Pool]:
    """All that a training draws from; short texts misspelt in part.

    Raises:
        DataError: a file of the data folder that is drawn from cannot be used.
    """
    texts = load_training_texts(folder)
    labels = np.array(texts.phrases.targets)[:, 0]
    pools = [Pool(texts.reviews, training.reviews), Pool(texts.sentences)]
    short = [
        Pool(texts.phrases.rows(np.flatnonzero(labels == label)), training.phrases_per_label)
        for label in np.unique(labels)
    ]
    for name, amount in training.more.items():
        more = load_more_texts(folder, name)
        (pools if name == "counterfactual" else short).append(Pool(more, amount))
    if distilled:
        pools.append(Pool(distilled["reviews"], training.distilled_reviews))
        short.append(Pool(distilled["sentences"], training.distilled_sentences))
    random, held_out = np.random.default_rng(training.seed), held_out_words(folder)
    return pools + [
        Pool(_misspelt(texts, training.misspelt, random).without(held_out), drawn)
        for texts, drawn in short
    ]


def load_more_texts(folder: Path, name: Kind) -> Texts:
    """What stands under one name of ``SentimentTraining.more``, less all that models are tested on.

    Raises:
        DataError: a file of the data folder cannot be used.
    """
    held_out = held_out_words(folder)
    if name == "composed":
        found = compose(COMPOSED, COMPOSED_SEED, without=held_out)
        targets = [Target(one.positive, one.opinion) for one in found]
        texts = Texts(words_of([one.text for one in found]), targets)
    elif name == "captions":
        captions = cast(list[str], read_split(folder, _DATASETS[name], "train", ("en",))["en"])
        texts = Texts(words_of(captions), [NO_OPINION] * len(captions))
    else:
        texts = Texts.of(load_labelled(folder, _DATASETS[name], "train"))
    if name == "counterfactual":
        twins = _turned_twins(texts, folder)
        texts = texts.rows(row for row in range(len(texts)) if row not in twins)
    return texts.without(held_out)


def more_digests(folder: Path, kinds: Iterable[Kind]) -> dict[str, str]:
    """Digests of the files of further kinds of texts; grammars have none.

    Raises:
        DataError: one of them is missing.
    """
    datasets = (_DATASETS[kind] for kind in kinds if kind in _DATASETS)
    return {name: sha for one in datasets for name, sha in revision(folder, one, ["train"]).items()}


def _turned_twins(texts: Texts, folder: Path) -> set[int]:
    """Rows of ``texts`` that were made of validation reviews, most of whose words they share."""
    reviews = words_of(load_validation_texts(folder)["reviews"].texts)
    known = {gram for tokens in reviews for gram in _grams(tokens)}
    return {
        row
        for row, tokens in enumerate(texts.tokens)
        if sum(gram in known for gram in _grams(tokens)) >= TWIN_GRAMS
    }


def _grams(tokens: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(tokens[start : start + 8]) for start in range(len(tokens) - 7)}


def _misspelt(texts: Texts, share: float, random: np.random.Generator) -> Texts:
    """``texts``, so many of which are spelt as people type."""
    rows = np.flatnonzero(random.random(len(texts)) < share)
    typed = words_of(
        [noisy(written(texts.tokens[row]), random, texts.targets[row].positive) for row in rows]
    )
    tokens = list(texts.tokens)
    for row, found in zip(rows, typed, strict=True):
        tokens[row] = found or tokens[row]
    return Texts(tokens, texts.targets)
