"""Train a captioner: ``python -m pipelines.captioning.train OUTPUT --data FOLDER``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader

from pipelines.batching import BucketSampler, in_order
from pipelines.captioning.calibrate import calibrate, decoding_section, write_captions
from pipelines.captioning.data import Batch, CaptionedPhotos, load_features, load_references
from pipelines.captioning.encoder import ImageEncoder
from pipelines.captioning.metrics import References, cider_d
from pipelines.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.captioning.pipeline import CaptionPipeline
from pipelines.captioning.self_critical import SelfCritic
from pipelines.captioning.strategies import END, START, Beam, Greedy
from pipelines.captioning.trust import Trust
from pipelines.command_line import main_of
from pipelines.data_folder import revision
from pipelines.errors import InputError, ModelError
from pipelines.model_directory import WEIGHTS, save_model, sha256
from pipelines.text import Vocabulary
from pipelines.training import (
    Run,
    TrainingConfig,
    TrainingModule,
    command_of,
    fit,
    is_main_process,
    parse_run,
    prepare,
    rounded_state,
    training_parser,
)


@dataclass(frozen=True)
class CaptionTraining(TrainingConfig):
    """How a captioner is trained.

    Attributes:
        min_count: a word is learnt if it stands this often in the training captions.
        label_smoothing: share of the target spread over all words.
        views: how many views of each training photo are drawn from, 1 to 6: the photo, mirrored,
            and four that are cut a little.
        self_critical: share of the loss that makes captions score better; the rest of it makes the
            words that people wrote more probable, so that the captioner does not forget words.
    """

    epochs: int = 14
    min_count: int = 5
    label_smoothing: float = 0.1
    views: int = 1
    self_critical: float = 0.0


class CaptionModule(TrainingModule):
    """Cross-entropy of each next word; the score is CIDEr-D of greedy validation captions.

    Args:
        pipeline: what is trained.
        config: how.
        features: of the validation photos, ``(N, F)``.
        references: the captions of the photos of each split.
    """

    def __init__(
        self,
        pipeline: CaptionPipeline,
        config: CaptionTraining,
        features: Tensor,
        references: Mapping[str, References],
    ) -> None:
        super().__init__(pipeline.decoder, config)
        self.share, self.smoothing = config.self_critical, config.label_smoothing
        self.pipeline = pipeline
        self.validation_features = features
        self.references = references["validation"]
        self.critic = (
            SelfCritic(pipeline.vocabulary, references["train"], pipeline.max_words)
            if self.share
            else None
        )

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        loss = self._loss(batch, self.smoothing)
        if self.critic:
            critical = self.critic.loss(self.pipeline.decoder, batch.features, batch.photos)
            loss = (1 - self.share) * loss + self.share * critical
        self.log_training_loss(loss, len(batch.words))
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """The loss of one batch, without smoothing."""
        self.log("validation_loss", self._loss(batch), batch_size=len(batch.words), sync_dist=True)

    def on_validation_epoch_end(self) -> None:
        """Write a caption for each validation photo, as a user would get it."""
        features = self.validation_features.to(self.device)
        captions = write_captions(self.pipeline, features, Greedy())
        self.log("validation_score", cider_d(captions, self.references), prog_bar=True)
        used = {word for caption in captions for word in caption.split()}
        self.log("validation_words_used", float(len(used)))
        self.log("validation_distinct_captions", float(len(set(captions))))

    def _loss(self, batch: Batch, smoothing: float = 0.0) -> Tensor:
        logits = self.pipeline.decoder(batch.features, batch.words[:, :-1])
        targets = batch.words[:, 1:]
        return F.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=0, label_smoothing=smoothing
        )


def train(
    run: Run,
    encoder: Path,
    network: CaptionConfig,
    training: CaptionTraining,
    start: Path | None = None,
) -> None:
    """Train a decoder on cached features and write its model folder.

    Args:
        run: where data, checkpoints and model lie.
        encoder: folder of the image encoder.
        network: the decoder; of a network to start from, all but what is dropped is kept.
        training: how.
        start: captioner to go on from.

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
    decoder = build_decoder(network, vocabulary, start)
    cache = run.folder.parent / "features"
    features = load_features(run.data, "train", encoder, cache, training.views)
    held_out = load_features(run.data, "validation", encoder, cache)
    pipeline = CaptionPipeline(images, decoder, vocabulary, Beam(), Trust())
    module = CaptionModule(pipeline, training, held_out[:, 0], references)
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
        save_captioner(run, pipeline, encoder, training, command)
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
        ModelError: the captioner to start from knows other words.
    """
    if start is None:
        return CaptionDecoder(network, len(vocabulary))
    known = CaptionPipeline.load(start)
    if known.vocabulary.entries != vocabulary.entries:
        raise ModelError(
            f"{start} knows {len(known.vocabulary):,} words, the training captions have "
            f"{len(vocabulary):,} or others. Start from a captioner of the same data."
        )
    config = replace(
        known.decoder.config, dropout=network.dropout, image_dropout=network.image_dropout
    )
    decoder = CaptionDecoder(config, len(vocabulary))
    decoder.load_state_dict(known.decoder.state_dict())
    return decoder


def save_captioner(
    run: Run, pipeline: CaptionPipeline, encoder: Path, training: CaptionTraining, command: str
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
            "data": revision(run.data, "flickr8k", ["train", "validation"]),
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
    options, run = parse_run(parser)
    train(run, options.encoder, options.network, options.training, options.start)


if __name__ == "__main__":
    main_of(main)
