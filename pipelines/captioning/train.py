"""Train a captioner: ``python -m pipelines.captioning.train OUTPUT --data FOLDER``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader

from pipelines.batching import BucketSampler, in_order
from pipelines.captioning.data import Batch, CaptionedPhotos, load_features, load_references
from pipelines.captioning.encoder import ImageEncoder
from pipelines.captioning.metrics import cider_d
from pipelines.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.captioning.pipeline import CaptionPipeline, exhaust, write_golden_examples
from pipelines.captioning.strategies import END, START, Beam, Greedy, Strategy
from pipelines.command_line import main_of
from pipelines.data_folder import revision
from pipelines.errors import InputError
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

BEAM_WIDTHS = (3, 5)
LENGTH_EXPONENTS = (0.5, 0.7, 0.9)


@dataclass(frozen=True)
class CaptionTraining(TrainingConfig):
    """How a captioner is trained.

    Attributes:
        min_count: a word is learnt if it stands this often in the training captions.
        label_smoothing: share of the target spread over all words.
    """

    epochs: int = 14
    learning_rate: float = 1e-3
    min_count: int = 5
    label_smoothing: float = 0.1


class CaptionModule(TrainingModule):
    """Cross-entropy of each next word; the score is CIDEr-D of greedy validation captions."""

    def __init__(
        self,
        pipeline: CaptionPipeline,
        config: CaptionTraining,
        features: Tensor,
        references: list[list[list[str]]],
    ) -> None:
        super().__init__(pipeline.decoder, config)
        self.smoothing = config.label_smoothing
        self.pipeline = pipeline
        self.validation_features = features
        self.references = references

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The loss of one batch."""
        loss = self._loss(batch, self.smoothing)
        self.log_training_loss(loss, len(batch.words))
        return loss

    def validation_step(self, batch: Batch, index: int) -> None:
        """The loss of one batch, without smoothing."""
        self.log("validation_loss", self._loss(batch), batch_size=len(batch.words), sync_dist=True)

    def on_validation_epoch_end(self) -> None:
        """Write a caption for each validation photo, as a user would get it."""
        score = validation_cider(
            self.pipeline, self.validation_features.to(self.device), self.references, Greedy()
        )
        self.log("validation_score", score, prog_bar=True, sync_dist=True)

    def _loss(self, batch: Batch, smoothing: float = 0.0) -> Tensor:
        logits = self.network(batch.features, batch.words[:, :-1])
        targets = batch.words[:, 1:]
        return F.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=0, label_smoothing=smoothing
        )


def train(run: Run, encoder: Path, network: CaptionConfig, training: CaptionTraining) -> None:
    """Train a decoder on cached features and write its model folder.

    Raises:
        InputError: the encoder does not lie beside the output, or nothing can be resumed.
        ModelError: the encoder's folder is damaged.
        DataError: a file of the data folder cannot be used.
    """
    if encoder.resolve() != (run.output.parent / encoder.name).resolve():
        raise InputError(
            f"The encoder {encoder} does not lie beside {run.output}, where the captioner will "
            f"look for it. Copy its folder into {run.output.parent}, or write the model beside it."
        )
    images = ImageEncoder.load(encoder)
    prepare(training)
    cache = run.folder.parent / "features"
    features = {s: load_features(run.data, s, encoder, cache) for s in ("train", "validation")}
    references = {s: load_references(run.data, s) for s in ("train", "validation")}
    vocabulary = Vocabulary.build(
        (caption for captions in references["train"] for caption in captions),
        max_size=20_000,
        min_count=training.min_count,
        markers=(START, END),
    )
    decoder = CaptionDecoder(network, len(vocabulary))
    pipeline = CaptionPipeline(images, decoder, vocabulary, Beam())
    module = CaptionModule(pipeline, training, features["validation"], references["validation"])
    sets = {s: CaptionedPhotos(features[s], references[s], vocabulary) for s in features}
    rows = np.arange(len(sets["train"]))
    sampler = BucketSampler(sets["train"].lengths, training.batch_size, training.seed, rows)
    in_turn = in_order(sets["validation"].lengths, 128)
    fit(
        module,
        DataLoader(sets["train"], batch_size=None, sampler=sampler),
        [DataLoader(sets["validation"], batch_size=None, sampler=in_turn)],
        run,
    )
    if not is_main_process():
        return
    weights = rounded_state(module.network)
    module.network.load_state_dict(weights)
    decoder.eval()
    beam = choose_beam(pipeline, features["validation"], references["validation"])
    save_model(
        run.output,
        config={
            "task": "captioning",
            "network": asdict(network),
            "encoder": {"name": encoder.name, "sha256": sha256(encoder / WEIGHTS)},
            "decoding": {**asdict(beam), "max_words": pipeline.max_words},
            "training": asdict(training),
            "command": command_of("pipelines.captioning.train"),
            "data": revision(run.data, "flickr8k", ["train", "validation"]),
        },
        weights=weights,
        vocabulary=vocabulary.entries,
        history=run.folder / "history.csv",
    )
    write_golden_examples(run.output)


def validation_cider(
    pipeline: CaptionPipeline,
    features: Tensor,
    references: list[list[list[str]]],
    strategy: Strategy,
) -> float:
    """CIDEr-D of the captions that the public decoding loop writes."""
    captions = [exhaust(pipeline.decode_features(row[None], strategy)).text for row in features]
    return cider_d(captions, references)


def choose_beam(
    pipeline: CaptionPipeline, features: Tensor, references: list[list[list[str]]]
) -> Beam:
    """The beam with the best CIDEr-D on validation photos."""
    beams = [Beam(width, exponent) for width, exponent in product(BEAM_WIDTHS, LENGTH_EXPONENTS)]
    return max(beams, key=lambda b: validation_cider(pipeline, features, references, b))


def main() -> None:
    """Read the command line and train."""
    parser = training_parser("Train a captioner on Flickr8k.", "models/caption-lstm")
    parser.add_argument("--encoder", type=Path, default=Path("models/encoder-lite0"))
    parser.add_argument("--network", type=CaptionConfig, default=CaptionConfig())
    parser.add_argument("--training", type=CaptionTraining, default=CaptionTraining())
    options, run = parse_run(parser)
    train(run, options.encoder, options.network, options.training)


if __name__ == "__main__":
    main_of(main)
