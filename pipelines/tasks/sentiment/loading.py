"""From a model folder to what stands behind its pipeline."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG, VOCABULARY, WEIGHTS
from pipelines.models.weights import load_network, load_weights
from pipelines.tasks.sentiment.baselines import (
    COEFFICIENTS,
    IDF,
    INTERCEPT,
    NgramScorer,
    VaderScorer,
)
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.scorers import NetworkScorer, Scorer
from pipelines.tasks.sentiment.window import WindowConfig, WindowNetwork
from pipelines.text import Vocabulary

Network = SentimentNetwork | WindowNetwork
CONFIGS: Mapping[str, type[SentimentConfig] | type[WindowConfig]] = {
    "recurrent": SentimentConfig,
    "window": WindowConfig,
}
NGRAMS = ("tfidf", "nbsvm")


def load_scorer(directory: ModelDirectory) -> Scorer:
    """Read weights and vocabulary, their hashes verified first.

    Raises:
        ModelError: a file is missing, damaged or inconsistent, or the architecture is unknown.
    """
    architecture = str(directory.config.get("architecture"))
    if architecture == "vader":
        return VaderScorer()
    directory.verify()
    vocabulary = directory.vocabulary()
    if architecture in NGRAMS:
        return _load_ngrams(directory, vocabulary)
    if architecture not in CONFIGS:
        raise ModelError(
            "{file} names the architecture {architecture:.40}, none of {known}. Restore the file.",
            file=f"{directory.name}/{CONFIG}",
            architecture=architecture,
            known=", ".join([*CONFIGS, *NGRAMS, "vader"]),
        )
    kind = CONFIGS[architecture]
    network = load_network(
        directory, lambda: build_network(kind(**directory.section("network")), len(vocabulary))
    )
    return NetworkScorer(network, vocabulary)


def build_network(config: SentimentConfig | WindowConfig, vocabulary_size: int) -> Network:
    """The untrained network that ``config`` describes."""
    if isinstance(config, WindowConfig):
        return WindowNetwork(config, vocabulary_size)
    return SentimentNetwork(config, vocabulary_size)


def architecture_of(config: SentimentConfig | WindowConfig) -> str:
    """What ``config.json`` calls the kind of network that ``config`` describes."""
    return next(name for name, kind in CONFIGS.items() if isinstance(config, kind))


def _load_ngrams(directory: ModelDirectory, vocabulary: Vocabulary) -> NgramScorer:
    ngrams = vocabulary.entries[2:]  # The first two are padding and the unknown word.
    stored = load_weights(directory)
    shapes = {name: tuple(value.shape) for name, value in stored.items()}
    if shapes != {IDF: (len(ngrams),), COEFFICIENTS: (len(ngrams),), INTERCEPT: (1,)}:
        raise ModelError(
            "{file} does not fit the {n:,} n-grams of {vocabulary}. Restore both files from the "
            "repository.",
            file=f"{directory.name}/{WEIGHTS}",
            n=len(ngrams),
            vocabulary=VOCABULARY,
        )
    idf, coefficients, intercept = (
        stored[name].double().numpy() for name in (IDF, COEFFICIENTS, INTERCEPT)
    )
    return NgramScorer(ngrams, idf, coefficients, float(intercept[0]))
