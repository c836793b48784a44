"""Trains a translator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import called
from pipelines.data.folder import revision
from pipelines.data.multi30k import MULTI30K, Language
from pipelines.data.own import add_own_arguments
from pipelines.generation.stored import decoding_section
from pipelines.generation.strategies import END, START, Beam
from pipelines.language import _
from pipelines.models.files import HISTORY
from pipelines.models.quantization import quantized
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.translation.calibrate import calibrate
from pipelines.tasks.translation.data import EncodedPairs, Pairs, load_pairs
from pipelines.tasks.translation.network import TranslationConfig, TranslationNetwork
from pipelines.tasks.translation.own import OWN
from pipelines.tasks.translation.sources import other
from pipelines.tasks.translation.training import (
    MAX_WORDS,
    TranslationModule,
    TranslationTraining,
)
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

COMMAND = "train translation"
MOST_WORDS = 1_000_000


def train(
    run: Run, source: Language, network: TranslationConfig, training: TranslationTraining
) -> None:
    """Train a network, choose its beam, and write its model folder.

    Args:
        run: where data, checkpoints and model lie.
        source: the language that is read.
        network: what reads and writes.
        training: how.

    Raises:
        PipelineError: the data cannot be used.
    """
    require_writable(run.output)
    data = revision(run.data, MULTI30K, ["train", "validation"])
    what = {"source": source, "network": asdict(network), "data": data}
    with begin(run, COMMAND, training, **what) as session:
        seed_everything(training.seed)
        learnt = load_pairs(run.data, "train", source)
        held_out = load_pairs(run.data, "validation", source)
        read, written = vocabularies(learnt, training.min_count)
        rows = EncodedPairs(learnt, read, written)
        sampler = BucketSampler(
            rows.lengths, training.batch_size, training.seed, always=np.arange(len(rows))
        )
        validation = EncodedPairs(held_out, read, written)
        module = TranslationModule(
            TranslationNetwork(network, len(read), len(written)),
            training,
            written,
            held_out.references,
        )
        held_out_loader = validation_loader(validation, validation.lengths)
        session.fit(module, training_loader(rows, sampler), [held_out_loader], written)
        if is_main_process():
            with staged(run.output, run.kept) as folder:
                _save(folder, run, source, module, (read, written), data)
                calibrate(folder, run.data)


def vocabularies(pairs: Pairs, min_count: int) -> tuple[Vocabulary, Vocabulary]:
    """The words that are read, and those that are written, each seen often enough."""
    read = Vocabulary.build(pairs.source, max_size=MOST_WORDS, min_count=min_count)
    written = Vocabulary.build(
        pairs.target, max_size=MOST_WORDS, min_count=min_count, markers=(START, END)
    )
    return read, written


def _save(
    folder: Path,
    run: Run,
    source: Language,
    module: TranslationModule,
    words: tuple[Vocabulary, Vocabulary],
    data: Mapping[str, str],
) -> None:
    read, written = words
    save_model(
        folder,
        config={
            "task": "translation",
            "source": source,
            "target": other(source),
            "network": asdict(module.network.config),
            "decoding": decoding_section(Beam(), MAX_WORDS),
            "training": asdict(module.config),
            "command": called(),
            "data": dict(data),
        },
        weights=quantized(rounded_state(module.network)),
        vocabulary=written.entries,
        source_vocabulary=read.entries,
        history=run.folder / HISTORY,
    )


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/translation-de-en")
    add_own_arguments(parser, OWN)
    parser.add_argument(
        "--source", type=Language, default="de", help=_("the language that is read")
    )
    parser.add_argument("--network", type=TranslationConfig, default=TranslationConfig())
    parser.add_argument("--training", type=TranslationTraining, default=TranslationTraining())


def run(options: Namespace) -> None:
    """Train a translator on Multi30k."""
    train(run_of(options, "translation"), options.source, options.network, options.training)
