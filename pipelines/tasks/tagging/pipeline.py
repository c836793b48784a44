"""A tagger behind two questions: which slots and intent, and how did they come about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN
from pipelines.models.golden import repeated
from pipelines.models.json_files import write_json
from pipelines.tasks.tagging.calibration import BOUNDS, Calibration, chosen, probabilities
from pipelines.tasks.tagging.decoding import constrained
from pipelines.tasks.tagging.labels import Labels
from pipelines.tasks.tagging.loading import Network, load_tagger
from pipelines.tasks.tagging.network import Logits
from pipelines.tasks.tagging.reading import read
from pipelines.tasks.tagging.results import Choice, TaggedWord, TaggingResult, TaggingTrace
from pipelines.tasks.tagging.words import Encoder
from pipelines.text import Token

GOLDEN_TOLERANCE = 0.005
GOLDEN_TEXTS = (
    "Add the new one by Mara Quill to my Sunday kitchen playlist.",
    "Book a table for four at a Thai place near Ashford Harbour, tomorrow at 8 p.m.",
    "What's the weather going to be like in Oregon on the 3rd of May?",
)


class _Answer(NamedTuple):
    """Tags ``(T,)`` by place, probabilities of tags ``(T, K)`` and of intents so far ``(T, I)``."""

    tags: list[int]
    tag_shares: np.ndarray
    intents: np.ndarray


class TaggingPipeline:
    """A model, ready to answer. No call leaves a state behind, so threads may share it."""

    def __init__(
        self,
        name: str,
        network: Network,
        encoder: Encoder,
        labels: Labels,
        calibration: Calibration,
    ) -> None:
        self.name = name
        self.network = network.eval()
        self.encoder = encoder
        self.labels = labels
        self.calibration = calibration
        self._may_follow = torch.tensor(labels.may_follow())

    @classmethod
    def load(cls, path: Path) -> TaggingPipeline:
        """Read a model folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or belongs to another model.
        """
        directory = ModelDirectory.open(path, kind="tagging")
        calibration = Calibration(
            *(directory.number("calibration", name, *bounds) for name, bounds in BOUNDS.items())
        )
        return cls(directory.name, *load_tagger(directory), calibration)

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    @torch.inference_mode()
    def predict(self, texts: Sequence[str]) -> list[TaggingResult]:
        """The slots and the intent of each request.

        Raises:
            InputError: a text is too long, or holds no word.
        """
        # One by one: they are so short that to read them side by side would save little.
        requests = [(text, read(text)) for text in texts]
        return [
            self._result(text, tokens, self._answer(self.logits(_words(tokens))))
            for text, tokens in requests
        ]

    @torch.inference_mode()
    def trace(self, text: str) -> TaggingTrace:
        """The answer after every word, with all states and gates on the way.

        Raises:
            InputError: the text is too long, or holds no word.
        """
        tokens = read(text)
        logits, layers, backward = self.network.trace(self.encoder.encode([_words(tokens)]))
        answer = self._answer(logits.rows()[0])
        while_reading = self.network.answers_while_reading
        asked = range(0 if while_reading else len(tokens) - 1, len(tokens))
        intents = answer.intents.copy()
        intents[: asked.start] = np.nan
        return TaggingTrace(
            result=self._result(text, tokens, answer),
            while_reading=while_reading,
            tags=self.labels.tags,
            tag_probabilities=answer.tag_shares,
            intent_names=self.labels.intents,
            intent_probabilities=intents,
            intents=tuple(
                self._intent(row) if place in asked else None for place, row in enumerate(intents)
            ),
            layers=tuple(layer.map(lambda values: values.numpy()) for layer in layers),
            backward_layers=backward,
        )

    @torch.inference_mode()
    def logits(self, words: Sequence[str]) -> Logits:
        """What the network says at each of one or more words, before calibration."""
        logits: Logits = self.network(self.encoder.encode([words]))
        return logits.rows()[0]

    def _answer(self, logits: Logits) -> _Answer:
        tags, allowed = constrained(logits.tags[None], self._may_follow)
        # Before any tag is forbidden: where the best one may not follow, the tag before is probably
        # wrong, and so is what takes its place.
        shares = probabilities(logits.tags.numpy(), self.calibration.tag_temperature)
        return _Answer(
            tags[0].tolist(),
            np.where(allowed[0].numpy(), shares, 0),
            probabilities(logits.intents.numpy(), self.calibration.intent_temperature),
        )

    def _result(self, text: str, tokens: Sequence[Token], answer: _Answer) -> TaggingResult:
        names, sure_from = self.labels.tags, self.calibration.tag_confidence_threshold
        words = [
            TaggedWord(
                token, token.text in self.encoder.vocabulary, chosen(tag, shares, names, sure_from)
            )
            for token, tag, shares in zip(tokens, answer.tags, answer.tag_shares, strict=True)
        ]
        return TaggingResult(text, tuple(words), self._intent(answer.intents[-1]))

    def _intent(self, shares: np.ndarray) -> Choice:
        best = int(shares.argmax())
        return chosen(
            best, shares, self.labels.intents, self.calibration.intent_confidence_threshold
        )

    def write_golden_examples(self, path: Path) -> None:
        """Store what the model says now, for ``self_check`` to compare with.

        Raises:
            ModelError: it answers NaN.
        """
        write_json(path / GOLDEN, [self._golden_example(text) for text in GOLDEN_TEXTS])

    def _golden_example(self, text: str) -> dict[str, Any]:
        result = self.trace(text).result
        return {
            "text": text,
            "tags": list(result.tags),
            "probabilities": [round(word.tag.probability, 5) for word in result.words],
            "intent": result.intent.label,
            "intent_probability": round(result.intent.probability, 5),
        }


load = TaggingPipeline.load


def self_check(path: Path, pipeline: TaggingPipeline) -> Message:
    """Repeat the golden examples of a model folder; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it.

    Raises:
        ModelError: the folder is damaged, or the model no longer says what it said when saved.
    """
    examples = list(repeated(path, lambda then: pipeline._golden_example(then["text"])))
    for then, now in examples:
        if not _agree(now, then):
            raise ModelError(
                "{model} no longer answers as when it was saved: “{text}…”. "
                "Restore its folder, or train it again.",
                model=path.name,
                text=then["text"][:40],
            )
    return Message("Hashes and {n} golden examples agree.", {"n": len(examples)})


def _agree(now: dict[str, Any], then: dict[str, Any]) -> bool:
    if any(now[name] != then[name] for name in ("tags", "intent")):
        return False
    said, before = (
        np.array([*one["probabilities"], one["intent_probability"]]) for one in (now, then)
    )
    return said.shape == before.shape and bool(np.abs(said - before).max() <= GOLDEN_TOLERANCE)


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]
