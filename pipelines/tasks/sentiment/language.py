"""A language model, which learns to say the next word without labels."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from torch import Tensor, nn

from pipelines.layers.recurrent import CellKind, RecurrentStack
from pipelines.messages import Message
from pipelines.tasks.sentiment.batches import Batch
from pipelines.tasks.sentiment.data import Kind
from pipelines.training.bounds import (
    Between,
    Bounded,
    Count,
    Dropped,
    Layers,
    SettingError,
    VocabularySize,
    Width,
)
from pipelines.training.settings import Batched, TrainingConfig, TrainingModule


@dataclass(frozen=True)
class LanguageConfig(Bounded):
    """What the language model looks like; the classifier that starts from it has the same sizes.

    Attributes:
        cell: kind of the recurrent cells: rnn (tanh), gru or lstm.
        embedding_size: width of a word vector.
        hidden_size: width of every recurrent layer.
        layers: number of recurrent layers.
        dropout: share dropped in training from vectors, between layers and before the softmax.
        cutoffs: where the frequent words end, and the less frequent ones.
    """

    cell: CellKind = "lstm"
    embedding_size: Width = 256
    hidden_size: Width = 512
    layers: Layers = 1
    dropout: Dropped = 0.1
    cutoffs: tuple[int, ...] = (100, 1_000, 6_000)

    def __post_init__(self) -> None:
        super().__post_init__()
        if list(self.cutoffs) != sorted({cut for cut in self.cutoffs if cut > 0}):
            raise SettingError(
                Message("cutoffs is {cutoffs}, no numbers that rise from 1 or more", asdict(self))
            )


@dataclass(frozen=True)
class LanguageTraining(TrainingConfig):
    """How the language model is trained.

    Attributes:
        vocabulary_size: most frequent words of all texts.
        max_tokens: only the beginning of a longer review is read.
        more: further kinds of texts that are read beside reviews and sentences.
        texts_per_epoch: drawn anew each epoch, so that an interrupted run loses little.
    """

    batch_size: Batched = 32
    vocabulary_size: VocabularySize = 28_000
    max_tokens: Annotated[int, Between(2, 10_000_000)] = 400
    more: tuple[Kind, ...] = ()
    texts_per_epoch: Count = 18_000


class LanguageNetwork(nn.Module):
    """Says the next word after every word.

    The softmax spends its time on frequent words (adaptive softmax, Grave et al. 2017), which
    stand first in the vocabulary.
    """

    def __init__(self, config: LanguageConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary_size, config.embedding_size, padding_idx=0)
        self.recurrent = RecurrentStack(
            config.cell, config.embedding_size, config.hidden_size, config.layers, config.dropout
        )
        self.dropout = nn.Dropout(config.dropout)
        cutoffs = [cut for cut in config.cutoffs if cut < vocabulary_size - 1]
        cutoffs = cutoffs or [vocabulary_size // 2]  # Of a vocabulary smaller than all of them.
        self.softmax = nn.AdaptiveLogSoftmaxWithLoss(config.hidden_size, vocabulary_size, cutoffs)
        nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, tokens: Tensor) -> Tensor:
        """Mean loss in nats a word, for ids ``(B, T)`` padded on the right with 0."""
        inputs, targets = tokens[:, :-1], tokens[:, 1:]
        hidden = self.recurrent(self.dropout(self.embedding(inputs)))
        real = targets != 0
        loss: Tensor = self.softmax(self.dropout(hidden[real]), targets[real]).loss
        return loss


class LanguageModule(TrainingModule):
    """Cross-entropy of each next word; the score is the negative validation loss."""

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        loss: Tensor = self.network(batch.tokens)
        self.log_training_loss(loss, len(batch.tokens))
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """The loss of one batch, a word counting the same in each."""
        loss, words = self.network(batch.tokens), int((batch.lengths - 1).sum())
        for name, value in (("validation_loss", loss), ("validation_score", -loss)):
            self.log(name, value, batch_size=words, prog_bar=True, sync_dist=True)
