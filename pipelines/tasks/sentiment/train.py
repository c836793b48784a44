"""Trains a sentiment model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from jsonargparse import ArgumentParser, Namespace
from torch import Tensor
from torch.utils.data import DataLoader

from pipelines.command_line import as_path, called
from pipelines.data.folder import revision
from pipelines.data.own import add_own_arguments
from pipelines.errors import InputError, ModelError
from pipelines.language import _
from pipelines.models.files import HISTORY
from pipelines.models.quantization import quantized
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.sentiment.batches import Batch, EncodedTexts
from pipelines.tasks.sentiment.calibrate import calibrate
from pipelines.tasks.sentiment.calibration import Calibration
from pipelines.tasks.sentiment.data import DOMAINS, Texts, load_validation_texts
from pipelines.tasks.sentiment.label import distilled_texts, load_labels
from pipelines.tasks.sentiment.loading import (
    Network,
    NetworkConfig,
    architecture_of,
    build_network,
    training_encoder,
)
from pipelines.tasks.sentiment.mixture import Pool, load_pools, more_digests
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.own import OWN
from pipelines.tasks.sentiment.pretrained import Pretrained, load_pretrained
from pipelines.tasks.sentiment.sources import IMDB, SST
from pipelines.tasks.sentiment.subwords import Encode
from pipelines.tasks.sentiment.training import SentimentModule, SentimentTraining, Sources
from pipelines.tasks.sentiment.transformer import TransformerConfig
from pipelines.tasks.sentiment.window import WindowConfig
from pipelines.text import Vocabulary
from pipelines.training.batching import BucketSampler
from pipelines.training.bounds import SettingError
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
# How an answer is read, and of what unknown words are made, may differ from what it starts from.
ANEW = ("head.", "embedding.pieces.")


def train(
    run: Run,
    network: NetworkConfig,
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
    network = _with_sizes(network, pretrained)
    data = _data(run.data, training) | sources.revision()
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        distilled = (
            distilled_texts(labels, run.data, sources.distillation) if sources.distillation else {}
        )
        pools = load_pools(run.data, training, distilled)
        validation = load_validation_texts(run.data)
        words = pools[0].texts.tokens + pools[1].texts.tokens
        vocabulary = (
            pretrained.vocabulary
            if pretrained
            else Vocabulary.build(words, max_size=training.vocabulary_size)
        )
        built = build_network(network, len(vocabulary))
        first_weights = _fitting(pretrained.weights if pretrained else {}, built)
        try:
            built.load_state_dict(first_weights, strict=False)
        except RuntimeError as error:
            raise ModelError(
                "{start} has other weights than it says. Restore it, or start from another.",
                start=sources.start,
            ) from error
        module = SentimentModule(built, training, set(first_weights))
        encode = training_encoder(network, vocabulary)
        encoded = [EncodedTexts(Texts.of(validation[d]), encode) for d in DOMAINS]
        held_out = [validation_loader(rows, rows.lengths) for rows in encoded]
        session.fit(module, _training_loader(pools, encode, training), held_out, vocabulary)
        if is_main_process():
            with staged(run.output, run.kept) as folder:
                _save(folder, run, network, module, vocabulary, data)
                calibrate(folder, run.data)


def _with_sizes(network: NetworkConfig, pretrained: Pretrained | None) -> NetworkConfig:
    """``network``, in the sizes of what it starts from."""
    if pretrained is None:
        if isinstance(network, TransformerConfig):
            raise InputError("A transformer starts from word pieces. Name them with --start.")
        return network
    if isinstance(network, WindowConfig):
        raise InputError("A perceptron has no recurrent layers to start with. Drop one option.")
    if isinstance(network, TransformerConfig) != pretrained.is_transformer:
        raise InputError(
            "A transformer cannot start from recurrent layers, nor these from one. "
            "Name another --start."
        )
    return replace(network, **pretrained.sizes)


def _fitting(weights: Mapping[str, Tensor], network: Network) -> dict[str, Tensor]:
    """``weights`` less those of a part that this network has in another shape, and learns anew."""
    shapes = {name: value.shape for name, value in network.state_dict().items()}
    return {
        name: value
        for name, value in weights.items()
        if not name.startswith(ANEW) or value.shape == shapes.get(name)
    }


def _data(folder: Path, training: SentimentTraining) -> dict[str, str]:
    """Digests of all files that weights hang on: no text of a test part is learnt from."""
    return (
        revision(folder, IMDB, ["train", "test"])
        | revision(folder, SST, ["train", "validation", "test"])
        | more_digests(folder, training.more)
    )


def _save(
    folder: Path,
    run: Run,
    network: NetworkConfig,
    module: SentimentModule,
    vocabulary: Vocabulary,
    data: Mapping[str, str],
) -> None:
    state = rounded_state(module.network)
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
        weights=quantized(state) if isinstance(network, TransformerConfig) else state,
        vocabulary=vocabulary.entries,
        history=run.folder / HISTORY,
    )


def _training_loader(
    pools: Sequence[Pool], encode: Encode, training: SentimentTraining
) -> DataLoader[Batch]:
    """The ends of all texts; every epoch holds those of the pools that are drawn whole."""
    tokens = [words[-training.max_tokens :] for pool in pools for words in pool.texts.tokens]
    targets = [target for pool in pools for target in pool.texts.targets]
    dataset = EncodedTexts(Texts(tokens, targets), encode)
    ends = np.cumsum([len(pool.texts) for pool in pools])
    rows = [np.arange(end - len(pool.texts), end) for pool, end in zip(pools, ends, strict=True)]
    sampler = BucketSampler(
        dataset.lengths,
        training.batch_size,
        training.seed,
        always=np.concatenate(
            [r for r, pool in zip(rows, pools, strict=True) if pool.drawn is None]
        ),
        pools=[(r, p.drawn) for r, p in zip(rows, pools, strict=True) if p.drawn is not None],
    )
    return training_loader(dataset, sampler)


def _network(options: Namespace) -> NetworkConfig:
    network: SentimentConfig = options.network
    others = [name for name in ("window", "transformer") if options[name] is not None]
    if len(others) + (network != SentimentConfig()) > 1:
        raise InputError(
            "--{others} takes the place of all other options of the network. Drop one or these.",
            others=others[0],
        )
    if options.window is None:
        return options.transformer or network
    try:
        return WindowConfig(options.window)
    except SettingError as error:
        raise InputError("--{error}. See --help.", error=error.message) from error


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/sentiment-lstm")
    add_own_arguments(parser, OWN)
    parser.add_argument("--network", type=SentimentConfig, default=SentimentConfig())
    parser.add_argument(
        "--window",
        type=int | None,
        metavar="N",
        help=_("instead of --network, a perceptron over N last words"),
    )
    parser.add_argument(
        "--transformer",
        type=TransformerConfig | None,
        help=_("instead of --network, a transformer"),
    )
    parser.add_argument("--training", type=SentimentTraining, default=SentimentTraining())
    parser.add_argument(
        "--start",
        type=as_path,
        metavar="PATH",
        help=_("first weights and words: a file written by pretrain, or a model folder"),
    )
    parser.add_argument(
        "--distillation", type=as_path, metavar="FILE",
        help=_("what teachers say of unlabelled reviews: a file written by label"),
    )  # fmt: skip


def run(options: Namespace) -> None:
    """Train a sentiment model on IMDB and SST."""
    sources = Sources(options.start, options.distillation)
    train(run_of(options, "sentiment"), _network(options), options.training, sources)
