"""Trains a tagger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import called
from pipelines.data.folder import revision
from pipelines.data.own import add_own_arguments
from pipelines.language import _
from pipelines.models.files import HISTORY
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.tagging.calibrate import calibrate
from pipelines.tasks.tagging.calibration import Calibration
from pipelines.tasks.tagging.data import (
    EncodedRequests,
    load_requests,
    load_training_requests,
)
from pipelines.tasks.tagging.labels import Labels
from pipelines.tasks.tagging.loading import Config, build_network, described
from pipelines.tasks.tagging.network import TaggingConfig
from pipelines.tasks.tagging.own import OWN
from pipelines.tasks.tagging.sources import SNIPS
from pipelines.tasks.tagging.training import TaggingModule, TaggingTraining
from pipelines.tasks.tagging.window import WindowConfig
from pipelines.tasks.tagging.words import Encoder
from pipelines.text import Vocabulary
from pipelines.training.batching import BucketSampler
from pipelines.training.fitting import begin, training_loader, validation_loader
from pipelines.training.networks import add_network_arguments, network_of
from pipelines.training.settings import (
    Run,
    add_training_arguments,
    is_main_process,
    rounded_state,
    run_of,
    seed_everything,
)

COMMAND = "train tagging"
MOST_WORDS = 1_000_000


def train(run: Run, network: Config, training: TaggingTraining) -> None:
    """Train a network, calibrate it, and write its model folder.

    Raises:
        PipelineError: the data cannot be used.
    """
    require_writable(run.output)
    # The validation and test parts count as well: what stands there is not learnt from.
    data = revision(run.data, SNIPS, ["train", "validation", "test"])
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        learnt = load_training_requests(run.data)
        held_out = load_requests(run.data, "validation")
        labels = Labels.found(learnt.tags, learnt.intents)
        vocabulary = Vocabulary.build(
            learnt.words, max_size=MOST_WORDS, min_count=training.min_count
        )
        encoder = Encoder(vocabulary)
        module = TaggingModule(build_network(network, encoder, labels), training, labels)
        rows = EncodedRequests(learnt, encoder, labels)
        sampler = BucketSampler(
            rows.lengths, training.batch_size, training.seed, always=np.arange(len(rows))
        )
        validation = EncodedRequests(held_out, encoder, labels)
        held_out_loader = validation_loader(validation, validation.lengths)
        session.fit(module, training_loader(rows, sampler), [held_out_loader], vocabulary)
        if is_main_process():
            with staged(run.output, run.kept) as folder:
                _save(folder, run, described(network, labels), module, vocabulary, data)
                calibrate(folder, run.data)


def _save(
    folder: Path,
    run: Run,
    network: Mapping[str, object],
    module: TaggingModule,
    vocabulary: Vocabulary,
    data: Mapping[str, str],
) -> None:
    save_model(
        folder,
        config={
            "task": "tagging",
            **network,
            "calibration": asdict(Calibration()),
            "training": asdict(module.config),
            "command": called(),
            "data": dict(data),
        },
        weights=rounded_state(module.network),
        vocabulary=vocabulary.entries,
        history=run.folder / HISTORY,
    )


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/tagging-lstm")
    add_own_arguments(parser, OWN)
    add_network_arguments(
        parser,
        TaggingConfig,
        WindowConfig,
        _("instead of --network, a perceptron over each word and its neighbours"),
    )
    parser.add_argument("--training", type=TaggingTraining, default=TaggingTraining())


def run(options: Namespace) -> None:
    """Train a tagger on the SNIPS requests.

    Raises:
        InputError: both kinds of network are described.
    """
    train(run_of(options, "tagging"), network_of(options), options.training)
