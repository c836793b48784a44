"""Train a captioner: ``python -m pipelines.captioning.train OUTPUT --data FOLDER``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from torch.utils.data import DataLoader

from pipelines.batching import BucketSampler, in_order
from pipelines.captioning.calibrate import calibrate, decoding_section
from pipelines.captioning.data import CaptionedPhotos, load_features, load_references
from pipelines.captioning.encoder import ImageEncoder, encoder_folders, encoder_hashes
from pipelines.captioning.metrics import References
from pipelines.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.captioning.pipeline import CaptionPipeline
from pipelines.captioning.strategies import END, START, Beam
from pipelines.captioning.training import CaptionModule, CaptionTraining, Sources
from pipelines.captioning.trust import Trust
from pipelines.command_line import main_of
from pipelines.data_folder import revision
from pipelines.errors import InputError, ModelError
from pipelines.model_directory import save_model
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
    encoders: Sequence[Path],
    network: CaptionConfig,
    training: CaptionTraining,
    sources: Sources,
) -> None:
    """Train a decoder on cached features and write its model folder.

    Args:
        run: where data, checkpoints and model lie.
        encoders: folders of the image encoders, whose features stand side by side.
        network: the decoder; of a network to start from, all but what is dropped is kept.
        training: how.
        sources: what else it learns from.

    Raises:
        InputError: an encoder does not lie beside the output, or nothing can be resumed.
        ModelError: a model folder is damaged, or does not fit.
        DataError: a file of the data folder cannot be used.
    """
    require_beside(encoders, run.output)
    eyes = [ImageEncoder.load(encoder) for encoder in encoders]
    references = {split: load_references(run.data, split) for split in ("train", "validation")}
    vocabulary = caption_vocabulary(references["train"], training.min_count)
    cache = run.folder.parent / "features"
    features = load_features(run.data, "train", encoders, cache, training.views)
    held_out = load_features(run.data, "validation", encoders, cache)
    prepare(training)  # Not before, because it counts whether features had to be computed.
    network = replace(network, feature_size=features.shape[-1])
    decoder = build_decoder(network, vocabulary, encoders, sources.start)
    pipeline = CaptionPipeline(eyes, decoder, vocabulary, Beam(), Trust())
    teachers = [known_decoder(path, vocabulary, encoders) for path in sources.teachers]
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
        save_captioner(run, pipeline, encoders, training, sources, command)
        calibrate(run.output, run.data)


def require_beside(encoders: Sequence[Path], output: Path) -> None:
    """See that a captioner will find its encoders.

    Raises:
        InputError: they would not lie in one folder, or one is named twice.
    """
    if len({encoder.name for encoder in encoders}) < len(encoders):
        raise InputError(f"{encoders[0]} and others: an encoder is named twice. Name each once.")
    for encoder in encoders:
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
    network: CaptionConfig, vocabulary: Vocabulary, encoders: Sequence[Path], start: Path | None
) -> CaptionDecoder:
    """A new decoder, or that of a captioner to start from.

    Raises:
        ModelError: the captioner to start from does not fit; see ``known_decoder``.
    """
    if start is None:
        return CaptionDecoder(network, len(vocabulary))
    known = known_decoder(start, vocabulary, encoders)
    config = replace(known.config, dropout=network.dropout, image_dropout=network.image_dropout)
    decoder = CaptionDecoder(config, len(vocabulary))
    decoder.load_state_dict(known.state_dict())
    return decoder


def known_decoder(path: Path, vocabulary: Vocabulary, encoders: Sequence[Path]) -> CaptionDecoder:
    """That of a captioner to learn from: it must know the same words and see the same features.

    Raises:
        ModelError: it does not, or is damaged.
    """
    known = CaptionPipeline.load(path)
    seen, asked = encoder_hashes(encoder_folders(path)), encoder_hashes(encoders)
    if list(seen.values()) != list(asked.values()):
        raise ModelError(
            f"{path} sees by {', '.join(seen)}, not by {', '.join(asked)} of {encoders[0].parent}. "
            "Choose captioners of the same encoders, in the same order."
        )
    if known.vocabulary.entries != vocabulary.entries:
        raise ModelError(
            f"{path} knows {len(known.vocabulary):,} words, the training captions have "
            f"{len(vocabulary):,} or others. Choose a captioner of the same data."
        )
    return known.decoder


def save_captioner(
    run: Run,
    pipeline: CaptionPipeline,
    encoders: Sequence[Path],
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
            "encoders": encoder_hashes(encoders),
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
    parser.add_argument(
        "--encoders", type=Path, nargs="+", default=[Path("models/encoder-lite0")],
        help="folders whose features stand side by side",
    )  # fmt: skip
    parser.add_argument("--network", type=CaptionConfig, default=CaptionConfig())
    parser.add_argument("--training", type=CaptionTraining, default=CaptionTraining())
    parser.add_argument("--start", type=Path | None, help="captioner to go on from")
    parser.add_argument(
        "--teachers", type=Path, nargs="+", default=[], help="captioners whose words it learns"
    )
    options, run = parse_run(parser)
    sources = Sources(options.start, tuple(options.teachers))
    train(run, options.encoders, options.network, options.training, sources)


if __name__ == "__main__":
    main_of(main)
