"""How a sentiment network is trained: settings, loss, and what is validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torchmetrics.classification import BinaryAccuracy

from pipelines.models.files import WEIGHTS
from pipelines.models.records import GUESSING
from pipelines.models.saving import sha256
from pipelines.tasks.sentiment.batches import Batch
from pipelines.tasks.sentiment.calibration import OPINION, POSITIVE
from pipelines.tasks.sentiment.data import DOMAINS, Kind
from pipelines.tasks.sentiment.loading import Network
from pipelines.training.bounds import Amount, Count, Share, VocabularySize
from pipelines.training.guessing import Guessing
from pipelines.training.settings import TrainingConfig, TrainingModule

# How much it counts that a text is an opinion, beside which.
OPINION_WEIGHT = 0.5


@dataclass(frozen=True)
class SentimentTraining(TrainingConfig):
    """How a sentiment network is trained.

    Attributes:
        vocabulary_size: most frequent words of the training texts.
        reviews: most labelled reviews that an epoch draws; treebank sentences are drawn all.
        phrases_per_label: treebank phrases drawn anew each epoch from each of the five labels, so
            that 160,000 phrases, most of them neutral, do not swamp 22,000 reviews.
        more: further kinds of texts, and how many of each are drawn anew each epoch.
        misspelt: share of phrases, sentences and further texts that are spelt as people type.
        distilled_reviews: reviews labelled by teachers that are drawn anew each epoch.
        distilled_sentences: likewise of single sentences.
        pretrained_rate: learning rate of what was pretrained, as a share of that of the rest.
        max_tokens: only the end of a longer review is read in training; wide networks would
            otherwise need tens of gigabytes for a batch of the longest reviews.
    """

    vocabulary_size: VocabularySize = 20_000
    reviews: Amount = 100_000
    phrases_per_label: Amount = 6_000
    more: Mapping[Kind, Amount] = field(default_factory=dict)
    misspelt: Share = 0.0
    distilled_reviews: Amount = 12_000
    distilled_sentences: Amount = 24_000
    pretrained_rate: Share = 0.5
    max_tokens: Count = 10_000


class SentimentModule(TrainingModule):
    """Cross-entropy with soft targets; the score is the mean accuracy over both domains."""

    def __init__(self, network: Network, config: SentimentTraining, pretrained: set[str]) -> None:
        super().__init__(network, config)
        self.accuracy = nn.ModuleDict({domain: BinaryAccuracy() for domain in DOMAINS})
        self.guessing = nn.ModuleDict({domain: Guessing(2) for domain in DOMAINS})
        self._pretrained, self._pretrained_rate = pretrained, config.pretrained_rate

    def parameter_groups(self) -> list[dict[str, Any]]:
        """What was pretrained moves less (discriminative rates, Howard & Ruder 2018)."""
        named = dict(self.network.named_parameters())
        if not self._pretrained:
            return [{"params": list(named.values())}]
        old = [value for name, value in named.items() if name in self._pretrained]
        new = [value for name, value in named.items() if name not in self._pretrained]
        rate = self.config.learning_rate * self._pretrained_rate
        return [{"params": new}, {"params": old, "lr": rate}]

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        logits = self.network(batch.tokens, batch.lengths)
        loss = F.binary_cross_entropy_with_logits(logits[:, POSITIVE], batch.targets[:, POSITIVE])
        if logits.shape[1] > OPINION:
            opinions = F.binary_cross_entropy_with_logits(
                logits[:, OPINION], batch.targets[:, OPINION]
            )
            loss = loss + OPINION_WEIGHT * opinions
        self.log_training_loss(loss, len(batch.targets))
        return loss

    def validation_step(self, batch: Batch, index: int, dataloader_idx: int = 0) -> None:
        """Loss and accuracy of one batch of one domain."""
        domain = DOMAINS[dataloader_idx]
        logits = self.network(batch.tokens, batch.lengths)[:, POSITIVE]
        targets = batch.targets[:, POSITIVE]
        self._accuracy(domain).update(logits, targets)
        self._guessing(domain).update(targets >= 0.5)
        self.log(
            f"validation_loss_{domain}",
            F.binary_cross_entropy_with_logits(logits, targets),
            batch_size=len(batch.targets),
            add_dataloader_idx=False,
            sync_dist=True,
        )

    def on_validation_epoch_end(self) -> None:
        """Both domains count the same, however many texts they have."""
        scores = {domain: self._accuracy(domain).compute() for domain in DOMAINS}
        for domain, score in scores.items():
            self.log(f"validation_accuracy_{domain}", score, prog_bar=True)
            self._accuracy(domain).reset()
        self.log("validation_score", torch.stack(list(scores.values())).mean())
        guessed = torch.stack([self._guessing(domain).compute() for domain in DOMAINS])
        self.log(GUESSING, guessed.mean())
        for domain in DOMAINS:
            self._guessing(domain).reset()

    def _accuracy(self, domain: str) -> BinaryAccuracy:
        return cast(BinaryAccuracy, self.accuracy[domain])

    def _guessing(self, domain: str) -> Guessing:
        return cast(Guessing, self.guessing[domain])


@dataclass(frozen=True)
class Sources:
    """What a network can learn from beside the labelled texts.

    Attributes:
        start: file that ``pretrain`` wrote, or a trained model folder: vocabulary, sizes and
            first weights.
        distillation: file that ``label`` wrote: what teachers say of the unlabelled reviews.
    """

    start: Path | None = None
    distillation: Path | None = None

    def revision(self) -> dict[str, str]:
        """SHA-256 of what is there."""
        files = {"start": self.start, "distillation": self.distillation}
        return {
            name: sha256(path / WEIGHTS if path.is_dir() else path)
            for name, path in files.items()
            if path
        }
