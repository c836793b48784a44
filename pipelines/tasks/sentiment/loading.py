"""From a model folder to what stands behind its pipeline."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.errors import ModelError
from pipelines.models.architectures import architecture_in
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import VOCABULARY, WEIGHTS
from pipelines.models.weights import load_network, load_weights
from pipelines.tasks.sentiment.baselines import (
    COEFFICIENTS,
    IDF,
    INTERCEPT,
    NgramScorer,
    VaderScorer,
)
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.scorers import NetworkScorer, Scorer, TransformerScorer
from pipelines.tasks.sentiment.subwords import MARKS, Encode, WordEncoder, WordPieceEncoder
from pipelines.tasks.sentiment.transformer import TransformerConfig, TransformerNetwork
from pipelines.tasks.sentiment.window import WindowConfig, WindowNetwork
from pipelines.text import Vocabulary

Network = SentimentNetwork | WindowNetwork | TransformerNetwork
NetworkConfig = SentimentConfig | WindowConfig | TransformerConfig
CONFIGS: Mapping[str, type[NetworkConfig]] = {
    "recurrent": SentimentConfig,
    "window": WindowConfig,
    "transformer": TransformerConfig,
}
NGRAMS = ("tfidf", "nbsvm")


def load_scorer(directory: ModelDirectory) -> Scorer:
    """Read weights and vocabulary, their hashes verified first.

    Raises:
        ModelError: a file is missing, damaged or inconsistent, or the architecture is unknown.
    """
    architecture = architecture_in(directory, [*CONFIGS, *NGRAMS, "vader"])
    if architecture == "vader":
        return VaderScorer()
    directory.verify()
    vocabulary = directory.vocabulary()
    if architecture in NGRAMS:
        return _load_ngrams(directory, vocabulary)
    kind = CONFIGS[architecture]
    network = load_network(
        directory, lambda: build_network(kind(**directory.section("network")), len(vocabulary))
    )
    if architecture == "transformer" and not set(MARKS) <= set(vocabulary.entries):
        raise ModelError(
            "{model}/{file} lacks {marks}, between which a text stands. Restore the file.",
            model=directory.name,
            file=VOCABULARY,
            marks=" or ".join(MARKS),
        )
    return scorer_of(network, vocabulary)


def scorer_of(network: Network, vocabulary: Vocabulary) -> NetworkScorer | TransformerScorer:
    """What answers by such a network."""
    if isinstance(network, TransformerNetwork):
        return TransformerScorer(network, WordPieceEncoder(vocabulary, network.config.positions))
    buckets = network.config.piece_buckets if isinstance(network, SentimentNetwork) else 0
    return NetworkScorer(network, WordEncoder(vocabulary, buckets))


def build_network(config: NetworkConfig, vocabulary_size: int) -> Network:
    """The untrained network that ``config`` describes."""
    if isinstance(config, WindowConfig):
        return WindowNetwork(config, vocabulary_size)
    if isinstance(config, TransformerConfig):
        return TransformerNetwork(config, vocabulary_size)
    return SentimentNetwork(config, vocabulary_size)


def training_encoder(config: NetworkConfig, vocabulary: Vocabulary) -> Encode:
    """What turns words into the tokens that such a network learns from."""
    if isinstance(config, TransformerConfig):
        return WordPieceEncoder(vocabulary, config.positions)
    buckets = config.piece_buckets if isinstance(config, SentimentConfig) else 0
    return WordEncoder(vocabulary, buckets, spell_known=True)


def architecture_of(config: NetworkConfig) -> str:
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
