"""How a captioner is trained: settings, losses, and what is validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import torch
from torch import Tensor
from torch.nn import functional as F

from pipelines.generation.learning import rollout, word_loss, words_of
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import WEIGHTS
from pipelines.models.saving import sha256
from pipelines.tasks.captioning.data import VIEWS, Batch
from pipelines.tasks.captioning.metrics import References, cider_d
from pipelines.tasks.captioning.network import CaptionDecoder
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.self_critical import SelfCritic
from pipelines.tasks.captioning.sources import MIN_COUNT
from pipelines.training.bounds import Between, Count, Share
from pipelines.training.settings import Epochs, TrainingConfig, TrainingModule

Views = Annotated[int, Between(1, len(VIEWS))]


@dataclass(frozen=True)
class CaptionTraining(TrainingConfig):
    """How a captioner is trained.

    Attributes:
        min_count: a word is learnt if it stands this often in the training captions.
        label_smoothing: share of the target spread over all words.
        views: how many views of each training photo are drawn from, 1 to 6: the photo, mirrored,
            and four that are cut a little.
        distillation_weight: share of the loss that follows teachers, where there are any.
        self_critical: share of the loss that makes captions score better; the rest of it makes the
            words that people wrote more probable, so that the captioner does not forget words.
    """

    epochs: Epochs = 14
    min_count: Count = MIN_COUNT
    label_smoothing: Share = 0.1
    views: Views = 1
    distillation_weight: Share = 0.7
    self_critical: Share = 0.0


@dataclass(frozen=True)
class Sources:
    """Captioners that another one learns from.

    Attributes:
        start: whose weights it starts with.
        teachers: whose expectations it learns to share.
    """

    start: Path | None = None
    teachers: tuple[Path, ...] = ()

    def revision(self) -> dict[str, str]:
        """SHA-256 of their weights.

        Raises:
            ModelError: one is missing or damaged.
        """
        models = (self.start, *self.teachers) if self.start else self.teachers
        for path in models:
            ModelDirectory.open(path).verify()
        return {path.name: sha256(path / WEIGHTS) for path in models}


class CaptionModule(TrainingModule):
    """Cross-entropy of each next word; the score is CIDEr-D of greedy validation captions.

    Args:
        pipeline: what is trained.
        config: how.
        features: of the validation photos, ``(N, F)``.
        references: the captions of the photos of each split.
        teachers: captioners on the same encoders and with the same words (Hinton et al. 2015).
    """

    def __init__(
        self,
        pipeline: CaptionPipeline,
        config: CaptionTraining,
        features: Tensor,
        references: Mapping[str, References],
        teachers: Sequence[CaptionDecoder] = (),
    ) -> None:
        super().__init__(pipeline.decoder, config)
        self.config: CaptionTraining = config
        self.pipeline = pipeline
        self.teachers = tuple(teachers)  # No list of modules: they are neither trained nor kept.
        self.validation_features = features
        self.references = references["validation"]
        self.critic = (
            SelfCritic(pipeline.vocabulary, references["train"], pipeline.max_words)
            if config.self_critical
            else None
        )

    def on_fit_start(self) -> None:
        """Teachers stay as they are."""
        for teacher in self.teachers:
            teacher.to(self.device).eval().requires_grad_(False)

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        logits = self._logits(batch)
        targets = batch.words[:, 1:]
        loss = word_loss(logits, targets, self.config.label_smoothing)
        if self.teachers:
            distilled = distillation_loss(logits, targets, self._expected(batch))
            loss = torch.lerp(loss, distilled, self.config.distillation_weight)
        if self.critic:
            critical = self.critic.loss(self.pipeline.decoder, batch.features, batch.photos)
            loss = torch.lerp(loss, critical, self.config.self_critical)
        self.log_training_loss(loss, len(batch.words))
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """The loss of one batch, without smoothing."""
        loss = word_loss(self._logits(batch), batch.words[:, 1:])
        self.log("validation_loss", loss, batch_size=len(batch.words), sync_dist=True)

    def on_validation_epoch_end(self) -> None:
        """Write a caption for each validation photo."""
        captions = self._greedy_captions(self.validation_features.to(self.device))
        self.log("validation_score", cider_d(captions, self.references), prog_bar=True)
        used = {word for caption in captions for word in caption.split()}
        self.log("validation_words_used", float(len(used)))
        self.log("validation_distinct_captions", float(len(set(captions))))

    def _greedy_captions(self, features: Tensor) -> list[str]:
        pipeline, state = self.pipeline, self.pipeline.decoder.start(features)
        rows = rollout(pipeline.decoder, state, pipeline.vocabulary, pipeline.max_words)
        return [" ".join(words) for words in words_of(rows, pipeline.vocabulary)]

    @torch.no_grad()
    def _expected(self, batch: Batch) -> Tensor:
        """What the teachers together expect of the captions that the network reads just now."""
        words = batch.words[:, :-1]
        # In bfloat16, a recurrent layer without gradients takes four times as long as in float32.
        with torch.autocast(self.device.type, enabled=False):
            said = [teacher(batch.features, words).softmax(dim=-1) for teacher in self.teachers]
        return torch.stack(said).mean(dim=0)

    def _logits(self, batch: Batch) -> Tensor:
        logits: Tensor = self.pipeline.decoder(batch.features, batch.words[:, :-1])
        return logits


def distillation_loss(logits: Tensor, targets: Tensor, expected: Tensor) -> Tensor:
    """Cross-entropy of what teachers expect, which are probabilities ``(B, T, V)``."""
    real = targets != 0
    return F.cross_entropy(logits[real], expected[real])
