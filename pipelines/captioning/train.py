"""Train a captioner: ``python -m pipelines.captioning.train OUTPUT --data FOLDER``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from torch.utils.data import DataLoader

from pipelines.batching import BucketSampler, in_order
from pipelines.captioning.calibrate import calibrate, decoding_section
from pipelines.captioning.data import CaptionedPhotos, load_features, load_references
from pipelines.captioning.encoder import ImageEncoder
from pipelines.captioning.metrics import References
from pipelines.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.captioning.pipeline import CaptionPipeline, encoder_folder
from pipelines.captioning.strategies import END, START, Beam
from pipelines.captioning.training import CaptionModule, CaptionTraining, Sources
from pipelines.captioning.trust import Trust
from pipelines.command_line import main_of
from pipelines.data_folder import revision
from pipelines.errors import InputError, ModelError
from pipelines.model_directory import WEIGHTS, save_model, sha256
from pipelines.text import Vocabulary
from pipelines.training import (
    Run,
    command_of,
    fit,
    is_main_process,
    parse_run,
    prepare,
    rounded_state,
    training_parser,
)


def train(
    run: Run,
    encoder: Path,
    network: CaptionConfig,
    training: CaptionTraining,
    sources: Sources,
) -> None:
    """Train a decoder on cached features and write its model folder.

    Args:
        run: where data, checkpoints and model lie.
        encoder: folder of the image encoder.
        network: the decoder; of a network to start from, all but what is dropped is kept.
        training: how.
        sources: what else it learns from.

    Raises:
        InputError: the encoder does not lie beside the output, or nothing can be resumed.
        ModelError: a model folder is damaged, or does not fit.
        DataError: a file of the data folder cannot be used.
    """
    require_beside(encoder, run.output)
    images = ImageEncoder.load(encoder)
    prepare(training)
    references = {split: load_references(run.data, split) for split in ("train", "validation")}
    vocabulary = caption_vocabulary(references["train"], training.min_count)
    decoder = build_decoder(network, vocabulary, sources.start)
    cache = run.folder.parent / "features"
    features = load_features(run.data, "train", encoder, cache, training.views)
    held_out = load_features(run.data, "validation", encoder, cache)
    pipeline = CaptionPipeline(images, decoder, vocabulary, Beam(), Trust())
    teachers = [teacher(path, vocabulary, encoder) for path in sources.teachers]
    module = CaptionModule(pipeline, training, held_out[:, 0], references, teachers)
    rows = CaptionedPhotos(features, references["train"], vocabulary)
    validation = CaptionedPhotos(held_out, references["validation"], vocabulary)
    order = np.arange(len(rows))
    sampler = BucketSampler(rows.lengths, training.batch_size, training.seed, order)
    fit(
        module,
        DataLoader(rows, batch_size=None, sampler=sampler),
        [DataLoader(validation, batch_size=None, sampler=in_order(validation.lengths, 128))],
        run,
    )
    if is_main_process():
        command = command_of("pipelines.captioning.train")
        save_captioner(run, pipeline, encoder, training, sources, command)
        calibrate(run.output, held_out[:, 0], references["validation"])


def require_beside(encoder: Path, output: Path) -> None:
    """See that a captioner will find its encoder.

    Raises:
        InputError: they would not lie in one folder.
    """
    if encoder.resolve() != (output.parent / encoder.name).resolve():
        raise InputError(
            f"The encoder {encoder} does not lie beside {output}, where the captioner will "
            f"look for it. Copy its folder into {output.parent}, or write the model beside it."
        )


def caption_vocabulary(references: References, min_count: int) -> Vocabulary:
    """The words that stand ``min_count`` times in training captions."""
    return Vocabulary.build(
        (caption for captions in references for caption in captions),
        max_size=20_000,
        min_count=min_count,
        markers=(START, END),
    )


def build_decoder(
    network: CaptionConfig, vocabulary: Vocabulary, start: Path | None
) -> CaptionDecoder:
    """A new decoder, or that of a captioner to start from.

    Raises:
        ModelError: the captioner to start from is damaged, or knows other words.
    """
    if start is None:
        return CaptionDecoder(network, len(vocabulary))
    known = _known_decoder(start, vocabulary)
    config = replace(known.config, dropout=network.dropout, image_dropout=network.image_dropout)
    decoder = CaptionDecoder(config, len(vocabulary))
    decoder.load_state_dict(known.state_dict())
    return decoder


def teacher(path: Path, vocabulary: Vocabulary, encoder: Path) -> CaptionDecoder:
    """A captioner that another one can learn from.

    Raises:
        ModelError: the captioner is damaged, knows other words, or sees by another encoder.
    """
    decoder = _known_decoder(path, vocabulary)
    if sha256(encoder_folder(path) / WEIGHTS) != sha256(encoder / WEIGHTS):
        raise ModelError(
            f"{path} was not trained on the encoder {encoder}, so it cannot teach what is said of "
            "its features. Choose teachers on the same encoder."
        )
    return decoder


def _known_decoder(path: Path, vocabulary: Vocabulary) -> CaptionDecoder:
    known = CaptionPipeline.load(path)
    if known.vocabulary.entries != vocabulary.entries:
        raise ModelError(
            f"{path} knows {len(known.vocabulary):,} words, the training captions have "
            f"{len(vocabulary):,} or others. Choose a captioner of the same data."
        )
    return known.decoder


def save_captioner(
    run: Run,
    pipeline: CaptionPipeline,
    encoder: Path,
    training: CaptionTraining,
    sources: Sources,
    command: str,
) -> None:
    """Write the model folder, with beam and trust that ``calibrate`` has yet to choose."""
    save_model(
        run.output,
        config={
            "task": "captioning",
            "network": asdict(pipeline.decoder.config),
            "encoder": {"name": encoder.name, "sha256": sha256(encoder / WEIGHTS)},
            "decoding": decoding_section(pipeline.beam, pipeline.max_words),
            "trust": asdict(pipeline.trust),
            "training": asdict(training),
            "command": command,
            "data": revision(run.data, "flickr8k", ["train", "validation"]) | sources.revision(),
        },
        weights=rounded_state(pipeline.decoder),
        vocabulary=pipeline.vocabulary.entries,
        history=run.folder / "history.csv",
    )


def main() -> None:
    """Read the command line and train."""
    parser = training_parser("Train a captioner on Flickr8k.", "models/caption-lstm")
    parser.add_argument("--encoder", type=Path, default=Path("models/encoder-lite0"))
    parser.add_argument("--network", type=CaptionConfig, default=CaptionConfig())
    parser.add_argument("--training", type=CaptionTraining, default=CaptionTraining())
    parser.add_argument("--start", type=Path | None, help="captioner to go on from")
    parser.add_argument(
        "--teachers", type=Path, nargs="+", default=[], help="captioners whose words it learns"
    )
    options, run = parse_run(parser)
    sources = Sources(options.start, tuple(options.teachers))
    train(run, options.encoder, options.network, options.training, sources)


if __name__ == "__main__":
    main_of(main)
