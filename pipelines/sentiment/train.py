"""Train a sentiment model: ``python -m pipelines.sentiment.train OUTPUT --data FOLDER``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from jsonargparse import Namespace
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader
from torchmetrics.classification import BinaryAccuracy

from pipelines.batching import BucketSampler, in_order
from pipelines.bounds import Amount, Count, Share, VocabularySize
from pipelines.command_line import main_of
from pipelines.data_folder import revision
from pipelines.errors import InputError, ModelError
from pipelines.fitting import begin, training_loader
from pipelines.model_directory import HISTORY, WEIGHTS, save_model, sha256
from pipelines.sentiment.calibrate import calibrate
from pipelines.sentiment.calibration import Calibration
from pipelines.sentiment.data import (
    DOMAINS,
    Batch,
    EncodedTexts,
    Texts,
    TrainingTexts,
    load_training_texts,
    load_validation_texts,
)
from pipelines.sentiment.label import load_labels, taught_texts
from pipelines.sentiment.loading import Network, architecture_of, build_network
from pipelines.sentiment.network import SentimentConfig
from pipelines.sentiment.pretrain import load_pretrained
from pipelines.sentiment.window import WindowConfig
from pipelines.staging import require_writable, staged
from pipelines.text import Vocabulary
from pipelines.training import (
    Run,
    TrainingConfig,
    TrainingModule,
    command_of,
    is_main_process,
    parse_run,
    prepare,
    rounded_state,
    training_parser,
)

COMMAND = "pipelines.sentiment.train"


@dataclass(frozen=True)
class SentimentTraining(TrainingConfig):
    """How a sentiment network is trained.

    Attributes:
        vocabulary_size: most frequent words of the training texts.
        phrases_per_label: treebank phrases drawn anew each epoch from each of the five labels, so
            that 160,000 phrases, most of them neutral, do not swamp 22,000 reviews.
        taught_reviews: reviews labelled by teachers that are drawn anew each epoch.
        taught_sentences: likewise of single sentences.
        pretrained_rate: learning rate of what was pretrained, as a share of that of the rest.
        max_tokens: only the end of a longer review is read in training; wide networks would
            otherwise need tens of gigabytes for a batch of the longest reviews.
    """

    vocabulary_size: VocabularySize = 20_000
    phrases_per_label: Amount = 6_000
    taught_reviews: Amount = 12_000
    taught_sentences: Amount = 24_000
    pretrained_rate: Share = 0.5
    max_tokens: Count = 10_000


class SentimentModule(TrainingModule):
    """Cross-entropy with soft targets; the score is the mean accuracy over both domains."""

    def __init__(self, network: Network, config: SentimentTraining, pretrained: set[str]) -> None:
        super().__init__(network, config)
        self.accuracy = nn.ModuleDict({domain: BinaryAccuracy() for domain in DOMAINS})
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


@dataclass(frozen=True)
class Sources:
    """What a network can learn from beside the labelled texts.

    Attributes:
        start: file that ``pretrain`` wrote, or a trained model folder: vocabulary, sizes and
            first weights.
        taught: file that ``label`` wrote: what teachers say of the unlabelled reviews.
    """

    start: Path | None = None
    taught: Path | None = None

    def revision(self) -> dict[str, str]:
        """SHA-256 of what is there."""
        files = {"start": self.start, "taught": self.taught}
        return {
            name: sha256(path / WEIGHTS if path.is_dir() else path)
            for name, path in files.items()
            if path
        }


def train(
    run: Run,
    network: SentimentConfig | WindowConfig,
    training: SentimentTraining,
    sources: Sources,
) -> None:
    """Train a network, calibrate it, and write its model folder.

    Raises:
        PipelineError: the data or a source cannot be used.
    """
    require_writable(run.output)
    labels = load_labels(sources.taught) if sources.taught else {}
    pretrained = load_pretrained(sources.start) if sources.start else None
    if pretrained:
        if isinstance(network, WindowConfig):
            raise InputError("A perceptron has no recurrent layers to start with. Drop one option.")
        network = replace(network, **pretrained.sizes)
    data = _data(run.data) | sources.revision()
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        prepare(training)
        texts = load_training_texts(run.data)
        taught = taught_texts(labels, run.data, sources.taught) if sources.taught else {}
        validation = load_validation_texts(run.data)
        seen = texts.reviews.tokens + texts.sentences.tokens
        vocabulary = (
            pretrained.vocabulary
            if pretrained
            else Vocabulary.build(seen, max_size=training.vocabulary_size)
        )
        built = build_network(network, len(vocabulary))
        first_weights = pretrained.weights if pretrained else {}
        try:
            built.load_state_dict(first_weights, strict=False)
        except RuntimeError as error:
            raise ModelError(f"{sources.start} has other weights than it says.") from error
        module = SentimentModule(built, training, set(first_weights))
        loader = _training_loader(texts, taught, vocabulary, training)
        held_out = [_validation_loader(Texts.of(validation[d]), vocabulary) for d in DOMAINS]
        session.fit(module, loader, held_out, vocabulary)
        if is_main_process():
            with staged(run.output, f"What was trained is kept in {run.folder}.") as folder:
                _save(folder, run, network, module, vocabulary, data)
                calibrate(folder, validation)


def _data(folder: Path) -> dict[str, str]:
    """Digests of all files that weights hang on: no text of a test part is learnt from."""
    return revision(folder, "imdb", ["train", "test"]) | revision(
        folder, "sst", ["train", "validation"]
    )


def _save(
    folder: Path,
    run: Run,
    network: SentimentConfig | WindowConfig,
    module: SentimentModule,
    vocabulary: Vocabulary,
    data: Mapping[str, str],
) -> None:
    save_model(
        folder,
        config={
            "task": "sentiment",
            "architecture": architecture_of(network),
            "network": asdict(network),
            "calibration": asdict(Calibration()),
            "training": asdict(module.config),
            "command": command_of(COMMAND),
            "data": dict(data),
        },
        weights=rounded_state(module.network),
        vocabulary=vocabulary.entries,
        history=run.folder / HISTORY,
    )


def _training_loader(
    texts: TrainingTexts,
    taught: dict[str, Texts],
    vocabulary: Vocabulary,
    training: SentimentTraining,
) -> DataLoader[Batch]:
    always = texts.reviews + texts.sentences
    labels = np.array(texts.phrases.targets)
    pools = [
        (len(always) + np.flatnonzero(labels == label), training.phrases_per_label)
        for label in np.unique(labels)
    ]
    drawn = {"reviews": training.taught_reviews, "sentences": training.taught_sentences}
    whole = always + texts.phrases
    for domain, found in taught.items():
        pools.append((len(whole) + np.arange(len(found)), drawn[domain]))
        whole = whole + found
    ends = [tokens[-training.max_tokens :] for tokens in whole.tokens]
    dataset = EncodedTexts(Texts(ends, whole.targets), vocabulary)
    sampler = BucketSampler(
        dataset.lengths,
        training.batch_size,
        training.seed,
        always=np.arange(len(always)),
        pools=pools,
    )
    return training_loader(dataset, sampler)


def _validation_loader(texts: Texts, vocabulary: Vocabulary) -> DataLoader[Batch]:
    dataset = EncodedTexts(texts, vocabulary)
    return DataLoader(dataset, batch_size=None, sampler=in_order(dataset.lengths, 128))


def _network(options: Namespace) -> SentimentConfig | WindowConfig:
    network: SentimentConfig = options.network
    if options.window is None:
        return network
    if network != SentimentConfig():
        raise InputError("--window takes the place of all --network options. Drop one or these.")
    try:
        return WindowConfig(options.window)
    except ValueError as error:
        raise InputError(f"--{error}") from error


def main() -> None:
    """Read the command line and train."""
    parser = training_parser(
        COMMAND, "Train a sentiment model on IMDB and SST.", "models/sentiment-lstm"
    )
    parser.add_argument("--network", type=SentimentConfig, default=SentimentConfig())
    parser.add_argument(
        "--window",
        type=int | None,
        metavar="N",
        help="instead of --network, a perceptron over N last words",
    )
    parser.add_argument("--training", type=SentimentTraining, default=SentimentTraining())
    parser.add_argument(
        "--start",
        type=Path | None,
        metavar="PATH",
        help="first weights and words: a file written by pretrain, or a model folder",
    )
    parser.add_argument(
        "--taught", type=Path | None, metavar="FILE",
        help="what teachers say of unlabelled reviews: a file written by label",
    )  # fmt: skip
    options, run = parse_run(parser)
    train(run, _network(options), options.training, Sources(options.start, options.taught))


if __name__ == "__main__":
    main_of(main)
