"""Trains a sentiment model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from jsonargparse import ArgumentParser, Namespace
from torch.utils.data import DataLoader

from pipelines.command_line import as_path, called
from pipelines.data.folder import revision
from pipelines.errors import InputError, ModelError
from pipelines.models.files import HISTORY
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.sentiment.calibrate import calibrate
from pipelines.tasks.sentiment.calibration import Calibration
from pipelines.tasks.sentiment.data import (
    DOMAINS,
    Batch,
    EncodedTexts,
    Texts,
    TrainingTexts,
    load_training_texts,
    load_validation_texts,
)
from pipelines.tasks.sentiment.label import distilled_texts, load_labels
from pipelines.tasks.sentiment.loading import architecture_of, build_network
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.pipeline import require_golden_words
from pipelines.tasks.sentiment.pretrain import load_pretrained
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.tasks.sentiment.training import SentimentModule, SentimentTraining, Sources
from pipelines.tasks.sentiment.window import WindowConfig
from pipelines.text import Vocabulary
from pipelines.training.batching import BucketSampler
from pipelines.training.fitting import begin, training_loader, validation_loader
from pipelines.training.settings import (
    Run,
    add_training_arguments,
    is_main_process,
    rounded_state,
    run_of,
    seed_everything,
)

COMMAND = "train sentiment"


def train(
    run: Run,
    network: SentimentConfig | WindowConfig,
    training: SentimentTraining,
    sources: Sources,
) -> None:
    """Train a network, calibrate it, and write its model folder.

    Raises:
        PipelineError: the data or a source cannot be used.
    """
    require_writable(run.output)
    labels = load_labels(sources.distillation) if sources.distillation else {}
    pretrained = load_pretrained(sources.start) if sources.start else None
    if pretrained:
        if isinstance(network, WindowConfig):
            raise InputError("A perceptron has no recurrent layers to start with. Drop one option.")
        network = replace(network, **pretrained.sizes)
    data = _data(run.data) | sources.revision()
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        texts = load_training_texts(run.data)
        distilled = (
            distilled_texts(labels, run.data, sources.distillation) if sources.distillation else {}
        )
        validation = load_validation_texts(run.data)
        seen = texts.reviews.tokens + texts.sentences.tokens
        vocabulary = (
            pretrained.vocabulary
            if pretrained
            else Vocabulary.build(seen, max_size=training.vocabulary_size)
        )
        require_golden_words(vocabulary.__contains__, len(vocabulary))
        built = build_network(network, len(vocabulary))
        first_weights = pretrained.weights if pretrained else {}
        try:
            built.load_state_dict(first_weights, strict=False)
        except RuntimeError as error:
            raise ModelError(
                "{start} has other weights than it says.", start=sources.start
            ) from error
        module = SentimentModule(built, training, set(first_weights))
        loader = _training_loader(texts, distilled, vocabulary, training)
        encoded = [EncodedTexts(Texts.of(validation[d]), vocabulary) for d in DOMAINS]
        held_out = [validation_loader(rows, rows.lengths) for rows in encoded]
        session.fit(module, loader, held_out, vocabulary)
        if is_main_process():
            with staged(run.output, f"What was trained is kept in {run.folder}.") as folder:
                _save(folder, run, network, module, vocabulary, data)
                calibrate(folder, run.data)


def _data(folder: Path) -> dict[str, str]:
    """Digests of all files that weights hang on: no text of a test part is learnt from."""
    return revision(folder, IMDB, ["train", "test"]) | revision(
        folder, SST, ["train", "validation"]
    )


def _save(
    folder: Path,
    run: Run,
    network: SentimentConfig | WindowConfig,
    module: SentimentModule,
    vocabulary: Vocabulary,
    data: Mapping[str, str],
) -> None:
    save_model(
        folder,
        config={
            "task": "sentiment",
            "architecture": architecture_of(network),
            "network": asdict(network),
            "calibration": asdict(Calibration()),
            "training": asdict(module.config),
            "command": called(),
            "data": dict(data),
        },
        weights=rounded_state(module.network),
        vocabulary=vocabulary.entries,
        history=run.folder / HISTORY,
    )


def _training_loader(
    texts: TrainingTexts,
    distilled: dict[str, Texts],
    vocabulary: Vocabulary,
    training: SentimentTraining,
) -> DataLoader[Batch]:
    always = texts.reviews + texts.sentences
    labels = np.array(texts.phrases.targets)
    pools = [
        (len(always) + np.flatnonzero(labels == label), training.phrases_per_label)
        for label in np.unique(labels)
    ]
    drawn = {"reviews": training.distilled_reviews, "sentences": training.distilled_sentences}
    whole = always + texts.phrases
    for domain, found in distilled.items():
        pools.append((len(whole) + np.arange(len(found)), drawn[domain]))
        whole = whole + found
    ends = [tokens[-training.max_tokens :] for tokens in whole.tokens]
    dataset = EncodedTexts(Texts(ends, whole.targets), vocabulary)
    sampler = BucketSampler(
        dataset.lengths,
        training.batch_size,
        training.seed,
        always=np.arange(len(always)),
        pools=pools,
    )
    return training_loader(dataset, sampler)


def _network(options: Namespace) -> SentimentConfig | WindowConfig:
    network: SentimentConfig = options.network
    if options.window is None:
        return network
    if network != SentimentConfig():
        raise InputError("--window takes the place of all --network options. Drop one or these.")
    try:
        return WindowConfig(options.window)
    except ValueError as error:
        raise InputError("--{error}", error=str(error)) from error


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/sentiment-lstm")
    parser.add_argument("--network", type=SentimentConfig, default=SentimentConfig())
    parser.add_argument(
        "--window",
        type=int | None,
        metavar="N",
        help="instead of --network, a perceptron over N last words",
    )
    parser.add_argument("--training", type=SentimentTraining, default=SentimentTraining())
    parser.add_argument(
        "--start",
        type=as_path,
        metavar="PATH",
        help="first weights and words: a file written by pretrain, or a model folder",
    )
    parser.add_argument(
        "--distillation", type=as_path, metavar="FILE",
        help="what teachers say of unlabelled reviews: a file written by label",
    )  # fmt: skip


def run(options: Namespace) -> None:
    """Train a sentiment model on IMDB and SST."""
    sources = Sources(options.start, options.distillation)
    train(run_of(options), _network(options), options.training, sources)
