"""How a tagger is trained: settings, loss, and what is validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

import torch
from seqeval.metrics import f1_score
from torch import Tensor
from torch.nn import functional as F
from torchmetrics.classification import MulticlassAccuracy

from pipelines.models.records import GUESSING
from pipelines.tasks.tagging.data import Batch
from pipelines.tasks.tagging.decoding import constrained
from pipelines.tasks.tagging.labels import Labels
from pipelines.tasks.tagging.loading import Network
from pipelines.tasks.tagging.network import Logits
from pipelines.tasks.tagging.words import Words
from pipelines.training.bounds import Between, Count, Share
from pipelines.training.guessing import Guessing
from pipelines.training.settings import TrainingConfig, TrainingModule


@dataclass(frozen=True)
class TaggingTraining(TrainingConfig):
    """How a tagger is trained.

    Attributes:
        min_count: how often a word must occur in the training requests to be known.
        label_smoothing: share of the target that goes to all labels alike.
        intent_weight: of the intent's loss, where that of the tags has weight one.
    """

    epochs: Annotated[int, Between(1, 10_000)] = 40
    batch_size: Annotated[int, Between(1, 4_096)] = 32
    patience: Count = 40
    ema_decay: Annotated[float, Between(0, 0.999999)] = 0.999
    min_count: Count = 2
    label_smoothing: Share = 0.1
    intent_weight: Share = 0.3


class TaggingModule(TrainingModule):
    """Cross-entropy of tags and intent; the score is the mean of slot F1 and intent accuracy."""

    may_follow: Tensor

    def __init__(self, network: Network, config: TaggingTraining, labels: Labels) -> None:
        super().__init__(network, config)
        self._labels, self._training = labels, config
        self._tags: list[tuple[list[str], list[str]]] = []  # True ones and answers.
        self.register_buffer("may_follow", torch.tensor(labels.may_follow()), persistent=False)
        self.intent_accuracy = MulticlassAccuracy(len(labels.intents), average="micro")
        self.guessing = Guessing(len(labels.intents))

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        logits: Logits = self.network(batch.words)
        smoothing = self._training.label_smoothing
        tags = F.cross_entropy(
            logits.tags.flatten(0, 1), batch.tags.flatten(), label_smoothing=smoothing
        )
        said, true = self._judged_intents(logits, batch)
        intents = F.cross_entropy(said, true, label_smoothing=smoothing)
        loss = tags + self._training.intent_weight * intents
        self.log_training_loss(loss, len(batch.intents))
        return loss

    def _judged_intents(self, logits: Logits, batch: Batch) -> tuple[Tensor, Tensor]:
        """What is said of intents, ``(N, I)``, and which are true, ``(N,)``.

        A network that answers while it reads is asked after each word.
        """
        if not cast(Network, self.network).answers_while_reading:
            return at_the_end(logits, batch.words), batch.intents
        real = batch.tags >= 0
        return logits.intents[real], batch.intents[:, None].expand_as(batch.tags)[real]

    def validation_step(self, batch: Batch, index: int) -> None:
        """The answers to one batch."""
        logits: Logits = self.network(batch.words)
        self.intent_accuracy.update(at_the_end(logits, batch.words), batch.intents)
        self.guessing.update(batch.intents)
        tags, _ = constrained(logits.tags, self.may_follow)
        for true, said in zip(batch.tags, tags, strict=True):
            real = true >= 0
            self._tags.append((self._named(true[real]), self._named(said[real])))

    def _named(self, tags: Tensor) -> list[str]:
        return [self._labels.tags[tag] for tag in tags.tolist()]

    def on_validation_epoch_end(self) -> None:
        """Both tasks count the same."""
        true, said = zip(*self._tags, strict=True)
        self._tags = []
        slots = torch.tensor(float(f1_score(list(true), list(said))))
        intents = self.intent_accuracy.compute().cpu()
        self.intent_accuracy.reset()
        self.log("validation_slot_f1", slots, prog_bar=True, sync_dist=True)
        self.log("validation_intent_accuracy", intents, prog_bar=True)
        self.log("validation_score", (slots + intents) / 2, sync_dist=True)
        self.log(GUESSING, self.guessing.compute().cpu() / 2)  # It finds no slot.
        self.guessing.reset()


def at_the_end(logits: Logits, words: Words) -> Tensor:
    """What is said of the intent at the last word, ``(B, I)``."""
    rows = torch.arange(len(words.lengths), device=words.lengths.device)
    return logits.intents[rows, words.lengths - 1]
