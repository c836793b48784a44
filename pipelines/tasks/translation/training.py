"""How a translator is trained: settings, loss, and what is validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from torch import Tensor

from pipelines.generation.learning import rollout, word_loss, words_of
from pipelines.tasks.translation.data import Batch
from pipelines.tasks.translation.metrics import bleu
from pipelines.tasks.translation.network import TranslationNetwork, Writer
from pipelines.tasks.translation.reading import joined
from pipelines.text import Vocabulary
from pipelines.training.bounds import Between, Count, Share
from pipelines.training.settings import Batched, Epochs, TrainingConfig, TrainingModule

MAX_WORDS = 50  # Of a translation; the longest of the data set has 44.


@dataclass(frozen=True)
class TranslationTraining(TrainingConfig):
    """How a translator is trained.

    Attributes:
        min_count: how often a word must occur in the training sentences to be known.
        label_smoothing: share of the target that goes to all words alike.
    """

    epochs: Epochs = 20
    batch_size: Batched = 128
    patience: Count = 20
    ema_decay: Annotated[float, Between(0, 0.999999)] = 0.998
    min_count: Count = 2
    label_smoothing: Share = 0.1


class TranslationModule(TrainingModule):
    """Cross-entropy of each next word; the score is BLEU of greedy validation translations.

    Args:
        network: what is trained.
        config: how.
        vocabulary: the words that it writes.
        references: what people wrote for each validation sentence.
    """

    def __init__(
        self,
        network: TranslationNetwork,
        config: TranslationTraining,
        vocabulary: Vocabulary,
        references: list[str],
    ) -> None:
        super().__init__(network, config)
        self.network: TranslationNetwork = network
        self.config: TranslationTraining = config
        self._vocabulary = vocabulary
        self._references = references
        self._written: dict[int, str] = {}

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        loss = self._loss(batch, self.config.label_smoothing)
        self.log_training_loss(loss, len(batch.words))
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """The loss of one batch, without smoothing, and its translations."""
        rows = len(batch.words)
        self.log("validation_loss", self._loss(batch), batch_size=rows, sync_dist=True)
        state, memory = self.network.encode(batch.source)
        found = rollout(Writer(self.network, memory), state, self._vocabulary, MAX_WORDS)
        texts = [joined(words) for words in words_of(found, self._vocabulary)]
        self._written |= zip(batch.rows.tolist(), texts, strict=True)

    def on_validation_epoch_end(self) -> None:
        """All validation sentences together."""
        references = [self._references[row] for row in self._written]
        score = bleu(list(self._written.values()), references)
        self._written = {}
        self.log("validation_score", score, prog_bar=True, sync_dist=True)

    def _loss(self, batch: Batch, smoothing: float = 0.0) -> Tensor:
        logits: Tensor = self.network(batch.source, batch.words[:, :-1])
        return word_loss(logits, batch.words[:, 1:], smoothing)
