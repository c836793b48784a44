"""A trained translator behind one question: what is that in the other language, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pipelines.data.multi30k import LANGUAGES, Language
from pipelines.errors import ModelError
from pipelines.generation.decoding import decode
from pipelines.generation.results import DecodingStep, Hypothesis, exhaust
from pipelines.generation.stepping import step_function
from pipelines.generation.stored import stored_decoding, writing_vocabulary
from pipelines.generation.strategies import START, Beam, Constraints, Strategy
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN, SOURCE_VOCABULARY
from pipelines.models.golden import repeated
from pipelines.models.json_files import write_json
from pipelines.models.weights import load_network
from pipelines.tasks.translation.network import (
    Sentences,
    TranslationConfig,
    TranslationNetwork,
    Writer,
)
from pipelines.tasks.translation.reading import read
from pipelines.tasks.translation.results import SourceWord, Translation
from pipelines.tasks.translation.sources import other
from pipelines.text import Vocabulary

GOLDEN_TOLERANCE = 0.05
GOLDEN_TEXTS = {
    "en": ("Two dogs run across the green grass.", "A woman in a red coat reads a book."),
    "de": (
        "Zwei Hunde rennen über das grüne Gras.",
        "Eine Frau im roten Mantel liest ein Buch.",
    ),
}


class TranslationPipeline:
    """A trained model, ready to write. It holds no state between calls, so threads may share it.

    Attributes:
        source_language, target_language: what is read, and what is written.
        source: the words that it can read.
        vocabulary: the words that it can write.
        beam: the strategy that was chosen on validation data.
        max_words: where a translation is cut if the model does not end it.
    """

    def __init__(
        self,
        network: TranslationNetwork,
        source_language: Language,
        source: Vocabulary,
        vocabulary: Vocabulary,
        beam: Beam,
        max_words: int = 50,
    ) -> None:
        self.network = network.eval()
        self.source_language: Language = source_language
        self.target_language: Language = other(source_language)
        self.source, self.vocabulary = source, vocabulary
        self.beam, self.max_words = beam, max_words

    @classmethod
    def load(cls, path: Path) -> TranslationPipeline:
        """Read a model folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or belongs to another model.
        """
        directory = ModelDirectory.open(path, kind="translation")
        directory.verify()
        source = directory.vocabulary(SOURCE_VOCABULARY)
        vocabulary = writing_vocabulary(directory)
        beam, max_words = stored_decoding(directory)
        network = load_network(
            directory,
            lambda: TranslationNetwork(
                TranslationConfig(**directory.section("network")), len(source), len(vocabulary)
            ),
        )
        return cls(network, _language(directory), source, vocabulary, beam, max_words)

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    def decode(self, text: str, strategy: Strategy | None = None) -> Iterator[DecodingStep]:
        """Write a translation word by word, by ``strategy`` or else the model's own beam.

        Raises:
            InputError: the text is too long, holds no word, or the constraints of the strategy
                cannot be met.
        """
        return self.decode_words([token.text for token in read(text)], strategy)

    def decode_words(
        self, words: Sequence[str], strategy: Strategy | None = None
    ) -> Iterator[DecodingStep]:
        """``decode`` for a sentence that was cut into words before."""
        return self._decode(self._sentence(words), strategy or self.beam)

    @torch.inference_mode()
    def translate(
        self, text: str, strategy: Strategy | None = None, free: Hypothesis | None = None
    ) -> Translation:
        """The finished translation of ``decode``, with all that was read and written on the way.

        Args:
            text: a sentence.
            strategy: as ``decode`` takes it.
            free: what it finds without its constraints, where that is known already.

        Raises:
            InputError: as ``decode``.
        """
        tokens = read(text)
        sentence = self._sentence([token.text for token in tokens])
        writing = exhaust(self._decode(sentence, strategy or self.beam))
        if free is None and strategy and strategy.constraints:
            without = replace(strategy, constraints=Constraints())
            free = exhaust(self._decode(sentence, without)).hypothesis
        traced = self.network.trace(sentence.ids[0])
        return Translation(
            writing.hypothesis,
            writing.steps,
            free,
            original=text,
            source=tuple(SourceWord(token, token.text in self.source) for token in tokens),
            encoder=tuple(layer.map(lambda values: values.numpy()) for layer in traced),
            attention=self._looks(sentence, writing.hypothesis),
        )

    def _sentence(self, words: Sequence[str]) -> Sentences:
        return Sentences.of([self.source.encode(words)])

    def _decode(self, sentence: Sentences, strategy: Strategy) -> Iterator[DecodingStep]:
        with torch.inference_mode():
            state, memory = self.network.encode(sentence)
        step = step_function(Writer(self.network, memory))
        return decode(step, state, self.vocabulary, strategy, self.max_words)

    def _looks(self, sentence: Sentences, hypothesis: Hypothesis) -> np.ndarray | None:
        if not self.network.config.attention:
            return None
        said = [START, *hypothesis.words][: len(hypothesis.log_probabilities)]
        words = torch.tensor([self.vocabulary.encode(said)])
        looks: np.ndarray = self.network.looks(sentence, words).numpy()
        return looks

    def write_golden_examples(self, path: Path) -> None:
        """Store what the model says now, for ``self_check`` to compare with."""
        texts = GOLDEN_TEXTS[self.source_language]
        write_json(path / GOLDEN, [self._golden_example(text) for text in texts])

    def _golden_example(self, text: str) -> dict[str, Any]:
        found = self.translate(text)
        return {
            "text": text,
            "translation": found.text,
            "log_probability": round(found.hypothesis.log_probability, 4),
        }


load = TranslationPipeline.load


def self_check(path: Path, pipeline: TranslationPipeline) -> Message:
    """Repeat the golden examples of a model folder; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it.

    Raises:
        ModelError: the folder is damaged, the model no longer says what it said when it was saved,
            or says the same of every sentence.
    """
    examples = list(repeated(path, lambda example: pipeline._golden_example(example["text"])))
    for example, now in examples:
        gap = abs(now["log_probability"] - example["log_probability"])
        if now["translation"] != example["translation"] or not gap <= GOLDEN_TOLERANCE:
            raise ModelError(
                "{model} says “{now}” where it said “{then}” when saved. Restore its folder, or "
                "train it again.",
                model=path.name,
                now=now["translation"],
                then=example["translation"],
            )
    if len({example["translation"] for example, _ in examples}) == 1:
        raise ModelError(
            "{model} says “{translation}” of every sentence. Train it again.",
            model=path.name,
            translation=examples[0][0]["translation"],
        )
    return Message(
        "Hashes and {n} golden examples agree; different sentences, different translations.",
        {"n": len(examples)},
    )


def _language(directory: ModelDirectory) -> Language:
    named = directory.config.get("source")
    for language in LANGUAGES:
        if language == named:
            return language
    raise ModelError(
        "{file} names the source {named!r:.40}, none of {known}. Restore the file.",
        file=f"{directory.name}/config.json",
        named=named,
        known=", ".join(LANGUAGES),
    )
