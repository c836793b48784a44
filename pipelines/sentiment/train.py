"""Train a sentiment model: ``python -m pipelines.sentiment.train OUTPUT --data FOLDER``."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from jsonargparse import ArgumentParser
from scipy.optimize import minimize_scalar
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader
from torchmetrics.classification import BinaryAccuracy

from pipelines.batching import BucketSampler, in_order
from pipelines.command_line import main_of
from pipelines.data_folder import data_folder, revision
from pipelines.model_directory import save_model
from pipelines.sentiment.data import (
    Batch,
    EncodedTexts,
    Texts,
    TrainingTexts,
    load_training_texts,
)
from pipelines.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.sentiment.pipeline import SentimentPipeline
from pipelines.text import Vocabulary
from pipelines.training import (
    Hardware,
    TrainingConfig,
    TrainingModule,
    fit,
    is_main_process,
    prepare,
    rounded_state,
)

DOMAINS = ("reviews", "sentences")


@dataclass(frozen=True)
class SentimentTraining(TrainingConfig):
    """How a sentiment network is trained.

    Attributes:
        vocabulary_size: most frequent words of the training texts.
        phrases_per_label: treebank phrases drawn anew each epoch from each of the five labels, so
            that 160,000 phrases, most of them neutral, do not swamp 22,000 reviews.
    """

    vocabulary_size: int = 20_000
    phrases_per_label: int = 6_000


class SentimentModule(TrainingModule):
    """Cross-entropy with soft targets; the score is the mean accuracy over both domains."""

    def __init__(self, network: SentimentNetwork, config: SentimentTraining) -> None:
        super().__init__(network, config)
        self.accuracy = nn.ModuleDict({domain: BinaryAccuracy() for domain in DOMAINS})

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        logits = self.network(batch.tokens, batch.lengths)
        loss = F.binary_cross_entropy_with_logits(logits, batch.targets)
        self.log_training_loss(loss, len(batch.targets))
        return loss

    def validation_step(self, batch: Batch, index: int, dataloader_idx: int = 0) -> None:
        """Loss and accuracy of one batch of one domain."""
        domain = DOMAINS[dataloader_idx]
        logits = self.network(batch.tokens, batch.lengths)
        self._accuracy(domain).update(logits, batch.targets)
        self.log(
            f"validation_loss_{domain}",
            F.binary_cross_entropy_with_logits(logits, batch.targets),
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

    def _accuracy(self, domain: str) -> BinaryAccuracy:
        return cast(BinaryAccuracy, self.accuracy[domain])


def train(
    output: Path,
    data: Path,
    network: SentimentConfig,
    training: SentimentTraining,
    hardware: Hardware,
    run: Path,
    resume: bool,
) -> None:
    """Train a network and write its model folder to ``output``."""
    prepare(training)
    texts = load_training_texts(data)
    vocabulary = Vocabulary.build(
        texts.reviews.tokens + texts.sentences.tokens, max_size=training.vocabulary_size
    )
    module = SentimentModule(SentimentNetwork(network, len(vocabulary)), training)
    validation = [
        _validation_loader(texts.validation_reviews, vocabulary),
        _validation_loader(texts.validation_sentences, vocabulary),
    ]
    loader = _training_loader(texts, vocabulary, training)
    fit(module, loader, validation, hardware=hardware, run=run, resume=resume)
    if not is_main_process():
        return
    weights = rounded_state(module.network)
    module.network.load_state_dict(weights)
    save_model(
        output,
        config={
            "task": "sentiment",
            "network": asdict(network),
            "calibration": {"temperature": fit_temperature(module.network, validation)},
            "training": asdict(training),
            "command": " ".join(["python -m pipelines.sentiment.train", *sys.argv[1:]]),
            "data": revision(data, "imdb", ["train", "test"])
            | revision(data, "sst", ["train", "validation"]),
        },
        weights=weights,
        vocabulary=vocabulary.entries,
        history=run / "history.csv",
    )
    SentimentPipeline.load(output).write_golden_examples(output)


def _training_loader(
    texts: TrainingTexts, vocabulary: Vocabulary, training: SentimentTraining
) -> DataLoader[Batch]:
    parts = (texts.reviews, texts.sentences, texts.phrases)
    joined = Texts(
        [tokens for part in parts for tokens in part.tokens],
        [target for part in parts for target in part.targets],
    )
    dataset = EncodedTexts(joined, vocabulary)
    first_phrase = len(texts.reviews.tokens) + len(texts.sentences.tokens)
    targets = np.array(texts.phrases.targets)
    sampler = BucketSampler(
        dataset.lengths,
        training.batch_size,
        training.seed,
        always=np.arange(first_phrase),
        pools=[first_phrase + np.flatnonzero(targets == target) for target in np.unique(targets)],
        draw=training.phrases_per_label,
    )
    return DataLoader(dataset, batch_size=None, sampler=sampler)


def _validation_loader(texts: Texts, vocabulary: Vocabulary) -> DataLoader[Batch]:
    dataset = EncodedTexts(texts, vocabulary)
    return DataLoader(dataset, batch_size=None, sampler=in_order(dataset.lengths, 128))


@torch.inference_mode()
def fit_temperature(network: nn.Module, validation: list[DataLoader[Batch]]) -> float:
    """The temperature of least log loss, both domains weighted equally (Guo et al. 2017)."""
    network.eval()
    domains = []
    for loader in validation:
        batches = list(loader)
        logits = torch.cat([network(batch.tokens, batch.lengths) for batch in batches])
        domains.append((logits, torch.cat([batch.targets for batch in batches])))

    def loss(log_temperature: float) -> float:
        scale = float(np.exp(-log_temperature))
        return sum(float(F.binary_cross_entropy_with_logits(z * scale, y)) for z, y in domains)

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def main() -> None:
    """Read the command line and train."""
    parser = ArgumentParser(description="Train a sentiment model on IMDB and SST.")
    parser.add_argument(
        "output", type=Path, help="model folder to write, e.g. models/sentiment-lstm"
    )
    parser.add_argument("--data", type=Path | None, help="data folder; else UNROLLED_DATA")
    parser.add_argument("--run", type=Path | None, help="folder for checkpoints; else runs/NAME")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--network", type=SentimentConfig, default=SentimentConfig())
    parser.add_argument("--training", type=SentimentTraining, default=SentimentTraining())
    parser.add_argument("--hardware", type=Hardware, default=Hardware())
    options = parser.instantiate(parser.parse_args())
    train(
        options.output,
        data_folder(options.data),
        options.network,
        options.training,
        options.hardware,
        options.run or Path("runs") / options.output.name,
        options.resume,
    )


if __name__ == "__main__":
    main_of(main)
