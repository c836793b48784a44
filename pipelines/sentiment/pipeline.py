"""A trained sentiment model behind two questions: which opinion, and how did it come about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from pipelines.errors import InputError, ModelError
from pipelines.model_directory import GOLDEN, ModelDirectory, write_json
from pipelines.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.sentiment.results import LayerStates, SentimentResult, SentimentTrace
from pipelines.text import Token, Vocabulary, tokenize
from pipelines.weights import load_network

MAX_CHARACTERS = 100_000
TOKENS_A_BATCH = 32_768
TEMPERATURES = (0.01, 100.0)  # Training finds one from 0.05 to 20.
GOLDEN_TOLERANCE = 0.005
GOLDEN_TEXTS = (
    "A small, warm film that never says more than it must. I wanted to stay in it.",
    "The trailer was the best part. Two hours of noise, and not one person I believed.",
)


class SentimentPipeline:
    """A trained model, ready to answer. No call leaves a state behind, so threads may share it."""

    def __init__(
        self, network: SentimentNetwork, vocabulary: Vocabulary, temperature: float = 1.0
    ) -> None:
        self.network = network.eval()
        self.vocabulary = vocabulary
        self.temperature = temperature

    @classmethod
    def load(cls, path: Path) -> SentimentPipeline:
        """Read a model folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or belongs to another model.
        """
        directory = ModelDirectory.open(path)
        if directory.task != "sentiment":
            raise ModelError(
                f"{directory.name} is a model for {directory.task}, not for sentiment."
            )
        directory.verify()
        vocabulary = directory.vocabulary()
        temperature = directory.number("calibration", "temperature", *TEMPERATURES)
        network = load_network(
            directory,
            lambda: SentimentNetwork(
                SentimentConfig(**directory.section("network")), len(vocabulary)
            ),
        )
        return cls(network, vocabulary, temperature)

    @torch.inference_mode()
    def predict(self, texts: Sequence[str]) -> list[SentimentResult]:
        """The opinion on each text, read whole, in batches of texts of like length.

        Raises:
            InputError: a text is too long, or holds no word that the model knows.
        """
        ids = [torch.tensor(self.vocabulary.encode(t.text for t in self._read(x))) for x in texts]
        results: dict[int, SentimentResult] = {}
        for rows in _buckets([len(row) for row in ids]):
            lengths = torch.tensor([len(ids[row]) for row in rows])
            padded = pad_sequence([ids[row] for row in rows], batch_first=True)
            probabilities = self._probabilities(self.network(padded, lengths))
            for row, probability in zip(rows, probabilities.tolist(), strict=True):
                unknown = int((ids[row] == 1).sum())
                results[row] = SentimentResult(probability, len(ids[row]), unknown)
        return [results[row] for row in range(len(texts))]

    @torch.inference_mode()
    def trace(self, text: str) -> SentimentTrace:
        """The opinion after every token, with all states and gates on the way.

        Raises:
            InputError: the text is too long, or holds no word that the model knows.
        """
        tokens = self._read(text)
        ids = self.vocabulary.encode(token.text for token in tokens)
        logits, layers = self.network.trace(torch.tensor(ids))
        return SentimentTrace(
            text=text,
            tokens=tuple(tokens),
            known=tuple(token.text in self.vocabulary for token in tokens),
            probabilities=self._probabilities(logits).numpy(),
            layers=tuple(
                LayerStates(
                    layer.hidden.numpy(),
                    None if layer.cell is None else layer.cell.numpy(),
                    {name: gate.numpy() for name, gate in layer.gates.items()},
                )
                for layer in layers
            ),
        )

    def write_golden_examples(self, path: Path) -> None:
        """Store what the model says now, for ``self_check`` to compare with."""
        answers = [self.trace(text).probabilities.astype(float).round(5) for text in GOLDEN_TEXTS]
        examples = [
            {"text": text, "probabilities": answer.tolist()}
            for text, answer in zip(GOLDEN_TEXTS, answers, strict=True)
        ]
        write_json(path / GOLDEN, examples)

    def _probabilities(self, logits: Tensor) -> Tensor:
        return (logits / self.temperature).sigmoid()

    def _read(self, text: str) -> list[Token]:
        if len(text) > MAX_CHARACTERS:
            raise InputError(
                f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read. "
                "Shorten it."
            )
        tokens = tokenize(text)
        spoken = [token for token in tokens if any(map(str.isalnum, token.text))]
        if not spoken:
            raise InputError("The text holds no word. Write or paste an English film review.")
        if not any(token.text in self.vocabulary for token in spoken):
            counted = (
                "The only word is not"
                if len(spoken) == 1
                else f"None of these {len(spoken)} words is"
            )
            raise InputError(f"{counted} in the model's vocabulary. Try an English film review.")
        return tokens


def self_check(path: Path, pipeline: SentimentPipeline | None = None) -> str:
    """Load a model folder and repeat its golden examples; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it, where that has been done.

    Raises:
        ModelError: the folder is damaged, or the model no longer says what it said when saved.
    """
    pipeline = pipeline or SentimentPipeline.load(path)
    examples = ModelDirectory.open(path).golden_examples()
    for example in examples:
        if not {"text", "probabilities"} <= example.keys():
            raise ModelError(f"{path.name}/{GOLDEN} lacks an answer. Restore the file.")
        now = pipeline.trace(example["text"]).probabilities
        then = np.array(example["probabilities"])
        if now.shape != then.shape or not np.abs(now - then).max() <= GOLDEN_TOLERANCE:
            raise ModelError(
                f"{path.name} answers {now[-1]:.3f} where it answered {then[-1]:.3f} when saved: "
                f"“{example['text'][:40]}…”. Restore its folder, or train it again."
            )
    return f"Hashes and {len(examples)} golden examples agree."


def _buckets(lengths: list[int]) -> list[list[int]]:
    """Rows ordered by length, cut so that a padded batch stays under ``TOKENS_A_BATCH``."""
    buckets: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not buckets or lengths[row] * (len(buckets[-1]) + 1) > TOKENS_A_BATCH:
            buckets.append([])
        buckets[-1].append(row)
    return buckets
