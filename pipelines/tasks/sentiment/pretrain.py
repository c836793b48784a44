"""Pretrains without labels.

A language model learns to say the next word; a classifier then starts from its word vectors and
recurrent weights (Dai & Le 2015).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from jsonargparse import ArgumentParser, Namespace
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor
from torch.utils.data import DataLoader

from pipelines.command_line import called
from pipelines.data.folder import revision
from pipelines.errors import ModelError
from pipelines.models.directory import ModelDirectory
from pipelines.models.staging import require_writable, write_bytes
from pipelines.models.weights import load_weights, require_finite
from pipelines.tasks.sentiment.data import (
    Batch,
    EncodedTexts,
    Texts,
    load_training_texts,
    load_unlabelled_reviews,
    load_validation_texts,
)
from pipelines.tasks.sentiment.language import (
    LanguageConfig,
    LanguageModule,
    LanguageNetwork,
    LanguageTraining,
)
from pipelines.tasks.sentiment.sources import IMDB, SST
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

COMMAND = "pretrain sentiment"
# What the file holds beside the weights, and what of its sizes a classifier must share.
CONFIG, VOCABULARY = "config", "vocabulary"
SHARED_SIZES = ("cell", "embedding_size", "hidden_size", "layers")


class Pretrained(NamedTuple):
    """What a classifier takes over.

    Attributes:
        vocabulary: of the language model.
        sizes: the fields of a network's config that must be those of the language model.
        weights: word vectors and recurrent weights by their names in either network.
    """

    vocabulary: Vocabulary
    sizes: dict[str, Any]
    weights: dict[str, Tensor]


def load_pretrained(path: Path) -> Pretrained:
    """Read a file that ``pretrain`` wrote, or a trained model folder that is to learn on.

    Raises:
        ModelError: it is neither, or is damaged.
    """
    if path.is_dir():
        return _of_model(ModelDirectory.open(path))
    if not path.is_file():
        raise ModelError(
            "There is no pretrained network {path}. Pretrain one, or check the name.", path=path
        )
    try:
        with safe_open(path, "pt") as file:
            config = json.loads(file.metadata()[CONFIG])
            vocabulary = Vocabulary(json.loads(file.metadata()[VOCABULARY]))
            weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        sizes = _sizes(config["network"])
    except (OSError, SafetensorError, TypeError, KeyError, ValueError) as error:
        raise ModelError(
            "{path} holds no pretrained network: {error}. Pretrain one.",
            path=path,
            error=repr(error),
        ) from error
    require_finite(path.name, weights)
    return Pretrained(vocabulary, sizes, weights)


def _sizes(network: Mapping[str, Any]) -> dict[str, Any]:
    sizes = {name: network[name] for name in SHARED_SIZES}
    LanguageConfig(**sizes)  # Looks at them.
    return sizes


def _of_model(directory: ModelDirectory) -> Pretrained:
    if directory.config.get("architecture") != "recurrent":
        raise ModelError(
            "{model} is no recurrent sentiment model. Start from one.", model=directory.name
        )
    directory.verify()
    network = directory.section("network")
    try:
        sizes = _sizes(network)
    except (KeyError, ValueError) as error:
        raise ModelError(
            "{model} does not say what its network is: {error}",
            model=directory.name,
            error=str(error),
        ) from error
    weights = {name: value.float() for name, value in load_weights(directory).items()}
    return Pretrained(directory.vocabulary(), sizes, weights)


def pretrain(run: Run, network: LanguageConfig, training: LanguageTraining) -> None:
    """Train a language model and write its word vectors and recurrent weights."""
    require_writable(run.output, file=True)
    data = revision(run.data, IMDB, ["train", "test", "unsupervised"])
    data |= revision(run.data, SST, ["train"])
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        texts = load_training_texts(run.data)
        # Validation reviews stay unseen, so that validation accuracies keep their meaning.
        held_out = Texts.of(load_validation_texts(run.data)["reviews"]).tokens
        seen = texts.reviews.tokens + load_unlabelled_reviews(run.data) + texts.sentences.tokens
        vocabulary = Vocabulary.build(seen, max_size=training.vocabulary_size)
        module = LanguageModule(LanguageNetwork(network, len(vocabulary)), training)
        learnt, validation = (
            _beginnings(tokens, vocabulary, training.max_tokens) for tokens in (seen, held_out)
        )
        session.fit(
            module,
            _training_loader(learnt, training),
            [validation_loader(validation, validation.lengths, 64)],
            vocabulary,
        )
        if is_main_process():
            _save(run, network, module, vocabulary, data)


def _training_loader(learnt: EncodedTexts, training: LanguageTraining) -> DataLoader[Batch]:
    sampler = BucketSampler(
        learnt.lengths,
        training.batch_size,
        training.seed,
        always=np.arange(0),
        pools=[(np.arange(len(learnt)), training.texts_per_epoch)],
    )
    return training_loader(learnt, sampler)


def _save(
    run: Run,
    network: LanguageConfig,
    module: LanguageModule,
    vocabulary: Vocabulary,
    data: dict[str, str],
) -> None:
    kept = {
        name: value
        for name, value in rounded_state(module.network).items()
        if name.startswith(("embedding.", "recurrent."))
    }
    config = {
        "network": asdict(network),
        "training": asdict(module.config),
        "command": called(),
        "data": data,
    }
    metadata = {CONFIG: json.dumps(config), VOCABULARY: json.dumps(vocabulary.entries)}
    require_finite(run.output.name, kept)
    write_bytes(run.output, save(kept, metadata))


def _beginnings(texts: list[list[str]], vocabulary: Vocabulary, max_tokens: int) -> EncodedTexts:
    # A text of one word has no next word to say.
    cut = [tokens[:max_tokens] for tokens in texts if len(tokens) > 1]
    return EncodedTexts(Texts(cut, [0.5] * len(cut)), vocabulary)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "pretrained/language.safetensors")
    parser.add_argument("--network", type=LanguageConfig, default=LanguageConfig())
    parser.add_argument("--training", type=LanguageTraining, default=LanguageTraining())


def run(options: Namespace) -> None:
    """Pretrain a language model on IMDB reviews."""
    pretrain(run_of(options), options.network, options.training)
