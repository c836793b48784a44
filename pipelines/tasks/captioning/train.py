"""Trains a captioner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, called
from pipelines.data.folder import revision
from pipelines.data.own import add_own_arguments
from pipelines.errors import DataError, InputError
from pipelines.generation.stored import decoding_section
from pipelines.generation.strategies import END, SPECIAL_TOKENS, START, Beam
from pipelines.language import _
from pipelines.models.files import HISTORY
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.captioning.calibrate import calibrate
from pipelines.tasks.captioning.data import CaptionedPhotos, load_features, load_references
from pipelines.tasks.captioning.encoder import ImageEncoder, encoder_hashes
from pipelines.tasks.captioning.metrics import References
from pipelines.tasks.captioning.network import CaptionConfig
from pipelines.tasks.captioning.own import OWN
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.sources import FLICKR8K
from pipelines.tasks.captioning.starting import build_decoder, extended, known_captioner, teacher
from pipelines.tasks.captioning.training import CaptionModule, CaptionTraining, Sources
from pipelines.tasks.captioning.trust import Trust
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

COMMAND = "train captioning"


def train(
    run: Run,
    encoders: Sequence[Path],
    network: CaptionConfig,
    training: CaptionTraining,
    sources: Sources,
) -> None:
    """Train a decoder on cached features and write its model folder.

    Args:
        run: where data, checkpoints and model lie.
        encoders: folders of the image encoders, whose features stand side by side.
        network: the decoder; of one to start from, all but what is dropped is kept.
        training: how.
        sources: what else it learns from.

    Raises:
        InputError: an encoder does not lie beside the output, or nothing can be resumed.
        ModelError: a model folder is damaged, or does not fit.
        DataError: a file of the data folder cannot be used.
    """
    require_beside(encoders, run.output)
    require_writable(run.output)
    eyes = [ImageEncoder.load(encoder) for encoder in encoders]
    data = trained_on(run.data) | sources.revision()
    what = {"network": asdict(network), "encoders": encoder_hashes(encoders), "data": data}
    with begin(run, COMMAND, training, **what) as session:
        references = {split: load_references(run.data, split) for split in ("train", "validation")}
        vocabulary = caption_vocabulary(references["train"], training.min_count)
        # Before photos are encoded, which takes minutes.
        start = known_captioner(sources.start, encoders) if sources.start else None
        if start:
            vocabulary = extended(start.vocabulary, vocabulary)
        teachers = [teacher(path, vocabulary, encoders) for path in sources.teachers]
        cache = run.folder.parent / "features"
        features = load_features(run.data, "train", encoders, cache, training.views)
        held_out = load_features(run.data, "validation", encoders, cache)
        seed_everything(
            training.seed
        )  # Not before, because it counts whether features had to be computed.
        network = replace(network, feature_size=features.shape[-1])
        decoder = build_decoder(network, len(vocabulary), start.decoder if start else None)
        pipeline = CaptionPipeline(eyes, decoder, vocabulary, Beam(), Trust())
        module = CaptionModule(pipeline, training, held_out[:, 0], references, teachers)
        rows = CaptionedPhotos(features, references["train"], vocabulary)
        validation = CaptionedPhotos(held_out, references["validation"], vocabulary)
        order = np.arange(len(rows))
        sampler = BucketSampler(rows.lengths, training.batch_size, training.seed, order)
        held_out_loader = validation_loader(validation, validation.lengths)
        session.fit(module, training_loader(rows, sampler), [held_out_loader], vocabulary)
        if is_main_process():
            command = called()
            with staged(run.output, run.kept) as folder:
                save_captioner(folder, run, pipeline, encoders, training, data, command)
                calibrate(folder, run.data)


def trained_on(folder: Path) -> dict[str, str]:
    """Digests of the files of the data folder that a captioner's weights hang on."""
    return revision(folder, FLICKR8K, ["train", "validation"])


def require_beside(encoders: Sequence[Path], output: Path) -> None:
    """See that a captioner will find its encoders.

    Raises:
        InputError: they would not lie in one folder, or one is named twice.
    """
    if len({encoder.name for encoder in encoders}) < len(encoders):
        raise InputError(
            "{encoder} and others: an encoder is named twice. Name each once.",
            encoder=encoders[0],
        )
    for encoder in encoders:
        if encoder.resolve() != (output.parent / encoder.name).resolve():
            raise InputError(
                "The encoder {encoder} does not lie beside {output}, where the captioner will "
                "look for it. Copy its folder into {parent}, or write the model beside it.",
                encoder=encoder,
                output=output,
                parent=output.parent,
            )


def caption_vocabulary(references: References, min_count: int) -> Vocabulary:
    """The words that stand ``min_count`` times in training captions.

    Raises:
        DataError: there is none.
    """
    vocabulary = Vocabulary.build(
        (caption for captions in references for caption in captions),
        max_size=20_000,
        min_count=min_count,
        markers=(START, END),
    )
    if len(vocabulary) == len((*SPECIAL_TOKENS, END)):
        raise DataError(
            "No word stands {min_count:,} times in the training captions of flickr8k. Lower "
            "--training.min_count, or give more captions.",
            min_count=min_count,
        )
    return vocabulary


def save_captioner(
    folder: Path,
    run: Run,
    pipeline: CaptionPipeline,
    encoders: Sequence[Path],
    training: CaptionTraining,
    data: Mapping[str, str],
    command: str,
) -> None:
    """Write the model into ``folder``; beam and trust are for ``calibrate`` to choose."""
    save_model(
        folder,
        config={
            "task": "captioning",
            "network": asdict(pipeline.decoder.config),
            "encoders": encoder_hashes(encoders),
            "decoding": decoding_section(pipeline.beam, pipeline.max_words),
            "trust": asdict(pipeline.trust),
            "training": asdict(training),
            "command": command,
            "data": dict(data),
        },
        weights=rounded_state(pipeline.decoder),
        vocabulary=pipeline.vocabulary.entries,
        history=run.folder / HISTORY,
    )


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/caption-lstm")
    add_own_arguments(parser, OWN)
    parser.add_argument(
        "--encoders", type=as_path, nargs="+", metavar="FOLDER",
        default=[Path("models/encoder-lite0")],
        help=_("folders of image encoders, whose features stand side by side"),
    )  # fmt: skip
    parser.add_argument("--network", type=CaptionConfig, default=CaptionConfig())
    parser.add_argument("--training", type=CaptionTraining, default=CaptionTraining())
    parser.add_argument(
        "--start",
        type=as_path,
        metavar="FOLDER",
        help=_("captioner to go on from; new words join those that it knows"),
    )  # fmt: skip
    parser.add_argument(
        "--teachers",
        type=as_path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help=_("captioners on the same encoders, whose expectations it learns to share"),
    )


def run(options: Namespace) -> None:
    """Train a captioner on Flickr8k, or on photos of your own."""
    sources = Sources(options.start, tuple(options.teachers))
    train(
        run_of(options, "captioning"), options.encoders, options.network, options.training, sources
    )
