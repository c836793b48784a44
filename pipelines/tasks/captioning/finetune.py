"""Trains encoder and decoder together.

A captioner that has converged on frozen features teaches the last blocks of its encoder what its
captions are about. Writes a captioner and, beside it, its encoder without the ImageNet classes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
from jsonargparse import ArgumentParser, Namespace
from torch import Tensor, nn

from pipelines.command_line import as_path, called
from pipelines.data.own import add_own_arguments
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.models.directory import ModelDirectory
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.captioning.calibrate import calibrate
from pipelines.tasks.captioning.data import Batch, load_photos, load_references
from pipelines.tasks.captioning.encoder import (
    ImageEncoder,
    encoder_folders,
    encoder_hashes,
)
from pipelines.tasks.captioning.own import OWN
from pipelines.tasks.captioning.photos import PhotoBatch, Photos
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.train import require_beside, save_captioner, trained_on
from pipelines.tasks.captioning.training import CaptionModule, CaptionTraining, Sources, Views
from pipelines.training.batching import BucketSampler
from pipelines.training.bounds import Between, Share
from pipelines.training.fitting import begin, training_loader, validation_loader
from pipelines.training.settings import (
    Batched,
    Epochs,
    LearningRate,
    Run,
    add_training_arguments,
    is_main_process,
    rounded_state,
    run_of,
    seed_everything,
)

COMMAND = "finetune captioning"
PHOTOS_VALIDATED_AT_ONCE = 50


@dataclass(frozen=True)
class FineTuning(CaptionTraining):
    """How an encoder is trained on together with its decoder.

    Attributes:
        epochs: all photos with all their captions, once each.
        batch_size: photos a step; each comes with five captions.
        learning_rate: of the decoder.
        encoder_rate: learning rate of the encoder, as a share of that of the decoder.
        blocks: how many of the last blocks of the encoder move.
        views: how many views of each training photo are drawn from, 1 to 6.
    """

    epochs: Epochs = 6
    batch_size: Batched = 32
    learning_rate: LearningRate = 3e-4
    encoder_rate: Share = 0.2
    blocks: Annotated[int, Between(1, 7)] = 3
    views: Views = 6


class FineTuningModule(CaptionModule):
    """The loss of a decoder, with gradients that reach into the encoder."""

    def __init__(
        self,
        pipeline: CaptionPipeline,
        config: FineTuning,
        references: dict[str, list[list[list[str]]]],
    ) -> None:
        super().__init__(pipeline, config, torch.zeros(0), references)
        (self.encoder,) = pipeline.encoders
        encoder = self.encoder.network
        self.network = nn.ModuleDict({"encoder": encoder, "decoder": pipeline.decoder})
        self._rate = config.learning_rate * config.encoder_rate
        self._seen: list[Tensor] = []
        encoder.requires_grad_(False)
        for part in (*encoder.blocks[-config.blocks :], encoder.conv_head, encoder.bn2):
            part.requires_grad_(True)

    def train(self, mode: bool = True) -> FineTuningModule:
        """The encoder keeps its statistics: batches of one task are unlike ImageNet's."""
        super().train(mode)
        self.encoder.network.eval()
        return self

    def parameter_groups(self) -> list[dict[str, Any]]:
        """The encoder moves less than the decoder."""
        moving = [p for p in self.encoder.network.parameters() if p.requires_grad]
        return [
            {"params": list(self.pipeline.decoder.parameters())},
            {"params": moving, "lr": self._rate},
        ]

    def training_step(self, batch: PhotoBatch, index: int) -> Tensor:  # type: ignore[override]
        """The loss of one batch."""
        return super().training_step(self._with_features(batch), index)

    def validation_step(self, batch: PhotoBatch, index: int) -> None:  # type: ignore[override]
        """The loss of one batch, without smoothing."""
        encoded = self._with_features(batch)
        super().validation_step(encoded, index)
        first_caption = batch.owners.diff(prepend=batch.owners.new_tensor([-1])) > 0
        self._seen.append(encoded.features[first_caption])

    def on_validation_epoch_end(self) -> None:
        """Write a caption for each validation photo, as the encoder now sees it."""
        self.validation_features = torch.cat(self._seen).float()  # Of bf16-mixed, they are not.
        self._seen.clear()
        super().on_validation_epoch_end()

    def _with_features(self, batch: PhotoBatch) -> Batch:
        features = self.encoder.features(batch.pixels)[batch.owners]
        return Batch(batch.photos, features, batch.words)


def finetune(run: Run, encoder: Path, start: Path, training: FineTuning) -> None:
    """Train a captioner with its encoder, and write both folders.

    Args:
        run: where data, checkpoints and model lie.
        encoder: folder to write for the encoder, beside the model.
        start: captioner to go on from.
        training: how.

    Raises:
        InputError: the encoder would not lie beside the model or would replace one that is used,
            or the captioner has several.
        ModelError: a model folder is damaged.
        DataError: a file of the data folder cannot be used.
    """
    require_beside([encoder], run.output)
    for folder in (encoder, run.output):
        require_writable(folder)
    pipeline = CaptionPipeline.load(start)
    if len(pipeline.encoders) > 1:
        raise InputError(
            "{start} sees by several encoders. Choose a captioner of one.", start=start
        )
    before = ModelDirectory.open(*encoder_folders(start))
    if before.path.resolve() == encoder.resolve():
        raise InputError(
            "{encoder} belongs to {start}. Give the new encoder another name.",
            encoder=encoder,
            start=start,
        )
    data, seen = trained_on(run.data) | Sources(start).revision(), encoder_hashes([before.path])
    with begin(run, COMMAND, training, encoders=seen, data=data) as session:
        seed_everything(training.seed)
        images = {split: load_photos(run.data, split) for split in ("train", "validation")}
        references = {split: load_references(run.data, split) for split in images}
        module = FineTuningModule(pipeline, training, references)
        rows = Photos(images["train"], references["train"], pipeline.vocabulary, training.views)
        validation = Photos(images["validation"], references["validation"], pipeline.vocabulary)
        order, same = np.arange(len(rows)), np.ones(len(rows))
        sampler = BucketSampler(same, training.batch_size, training.seed, order)
        held_out = validation_loader(validation, np.ones(len(validation)), PHOTOS_VALIDATED_AT_ONCE)
        session.fit(module, training_loader(rows, sampler), [held_out], pipeline.vocabulary)
        if is_main_process():
            kept, command = run.kept, called()
            with staged(encoder, kept) as folder:
                _save_encoder(folder, module.encoder, before, training, run.data)
            with staged(run.output, kept) as folder:
                save_captioner(folder, run, pipeline, [encoder], training, data, command)
                calibrate(folder, run.data)


def _save_encoder(
    path: Path, encoder: ImageEncoder, before: ModelDirectory, training: FineTuning, data: Path
) -> None:
    weights = rounded_state(encoder.network)
    save_model(
        path,
        config={
            "task": "encoder",
            "network": {**before.section("network"), "classes": 0},
            # Whoever asks for the classes of a photo has to ask this one.
            "original": before.config.get("original", before.name),
            "training": asdict(training),
            "command": called(),
            "data": before.config.get("data", {}) | trained_on(data),
        },
        weights={n: v for n, v in weights.items() if not n.startswith("classifier.")},
    )


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/caption-tuned")
    add_own_arguments(parser, OWN)
    parser.add_argument(
        "--start", type=as_path, required=True, metavar="FOLDER", help=_("captioner to go on from")
    )
    parser.add_argument(
        "--encoder",
        type=as_path,
        required=True,
        metavar="FOLDER",
        help=_("what to write for the encoder, beside the output, e.g. models/encoder-tuned"),
    )
    parser.add_argument("--training", type=FineTuning, default=FineTuning())


def run(options: Namespace) -> None:
    """Train a captioner with its encoder."""
    finetune(run_of(options, "captioning"), options.encoder, options.start, options.training)
