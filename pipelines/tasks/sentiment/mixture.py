"""What an epoch of a training is drawn from: reviews, treebank, products, grammars, teachers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast, get_args

import numpy as np

from pipelines.data.folder import read_split, revision
from pipelines.tasks.sentiment.behaviour import load_cases
from pipelines.tasks.sentiment.composed.compose import compose
from pipelines.tasks.sentiment.composed.noise import noisy
from pipelines.tasks.sentiment.data import (
    NO_OPINION,
    Kind,
    Target,
    Texts,
    load_training_texts,
    words_of,
)
from pipelines.tasks.sentiment.kept_back import Part, load_kept_back, load_neutral
from pipelines.tasks.sentiment.labelled import LabelledTexts, load_imdb_test, load_labelled
from pipelines.tasks.sentiment.sources import COUNTERFACTUAL, MULTI30K, OPINIONS, SST
from pipelines.tasks.sentiment.subwords import written
from pipelines.tasks.sentiment.training import SentimentTraining

COMPOSED, COMPOSED_SEED = 120_000, 2026

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
    held_out = _held_out(folder)
    phrases, sentences = texts.phrases.without(held_out), texts.sentences.without(held_out)
    labels = np.array(phrases.targets)[:, 0]
    pools = [Pool(texts.reviews + sentences)]
    short = [
        Pool(phrases.rows(np.flatnonzero(labels == label)), training.phrases_per_label)
        for label in np.unique(labels)
    ]
    for name, amount in training.more.items():
        more = load_more_texts(folder, name)
        (pools if name == "counterfactual" else short).append(Pool(more, amount))
    if distilled:
        pools.append(Pool(distilled["reviews"], training.distilled_reviews))
        taught = distilled["sentences"].without(held_out)
        short.append(Pool(taught, training.distilled_sentences))
    random = np.random.default_rng(training.seed)
    return pools + [
        Pool(_misspelt(texts, training.misspelt, random), drawn) for texts, drawn in short
    ]


def load_more_texts(folder: Path, name: Kind) -> Texts:
    """What stands under one name of ``SentimentTraining.more``, less all that models are tested on.

    Raises:
        DataError: a file of the data folder cannot be used.
    """
    held_out = _held_out(folder)
    if name == "composed":
        found = compose(COMPOSED, COMPOSED_SEED, without=held_out)
        targets = [Target(one.positive, one.opinion) for one in found]
        texts = Texts(words_of([one.text for one in found]), targets)
    elif name == "captions":
        captions = cast(list[str], read_split(folder, _DATASETS[name], "train", ("en",))["en"])
        texts = Texts(words_of(captions), [NO_OPINION] * len(captions))
    else:
        dataset = _DATASETS[name]
        tests = set(load_imdb_test(folder).texts)
        rows = zip(*load_labelled(folder, dataset, "train"), strict=True)
        kept = [(text, label) for text, label in rows if text not in tests]
        texts = Texts.of(LabelledTexts([text for text, _ in kept], [label for _, label in kept]))
    return texts.without(held_out)


def more_digests(folder: Path, kinds: Iterable[Kind]) -> dict[str, str]:
    """Digests of the files of further kinds of texts; grammars have none.

    Raises:
        DataError: one of them is missing.
    """
    datasets = (_DATASETS[kind] for kind in kinds if kind in _DATASETS)
    return {name: sha for one in datasets for name, sha in revision(folder, one, ["train"]).items()}


@cache
def _held_out(folder: Path) -> frozenset[str]:
    """The words of the short texts that models are chosen by or tested on."""
    texts = [text for case in load_cases() for text in (case.text, case.variant) if text]
    for part in get_args(Part):
        texts += load_neutral(part)
        texts += [text for found in load_kept_back(part).values() for text in found.texts]
    for split in ("validation", "test"):
        texts += load_labelled(folder, SST, split).texts
    return frozenset(" ".join(tokens) for tokens in words_of(texts))


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
