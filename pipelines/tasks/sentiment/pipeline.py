"""A sentiment model behind two questions: which opinion, and how did it come about."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path

import numpy as np
import torch

from pipelines.errors import InputError, ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import GOLDEN
from pipelines.models.golden import repeated
from pipelines.models.json_files import write_json
from pipelines.pieces import Pieces, finished
from pipelines.tasks.sentiment.baselines import NgramScorer, VaderScorer
from pipelines.tasks.sentiment.calibration import BOUNDS, REQUIRED, Calibration, opinions
from pipelines.tasks.sentiment.golden import GOLDEN_TOLERANCE, golden_texts
from pipelines.tasks.sentiment.loading import load_scorer
from pipelines.tasks.sentiment.reading import doubts, learnt_english, read
from pipelines.tasks.sentiment.results import SentimentResult, SentimentTrace, WholeReading
from pipelines.tasks.sentiment.scorers import BatchScorer, NetworkScorer, Scorer, Text
from pipelines.text import Token

MAX_PREFIXES = 32


class SentimentPipeline:
    """A model, ready to answer. No call leaves a state behind, so threads may share it."""

    def __init__(self, name: str, scorer: Scorer, calibration: Calibration) -> None:
        self.name = name
        self.scorer = scorer
        self.calibration = calibration
        self._english = learnt_english(scorer)  # Once, rather than for each of a million texts.

    @classmethod
    def load(cls, path: Path) -> SentimentPipeline:
        """Read a model folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or belongs to another model.
        """
        directory = ModelDirectory.open(path, kind="sentiment")
        stored = directory.section("calibration")
        calibration = Calibration(
            **{
                name: directory.number("calibration", name, *bounds)
                for name, bounds in BOUNDS.items()
                if name in stored or name in REQUIRED
            }
        )
        return cls(directory.name, load_scorer(directory), calibration)

    def accelerated(self) -> SentimentPipeline:
        """The same on a GPU, where there is one: for many texts at once."""
        if torch.cuda.is_available() and isinstance(self.scorer, BatchScorer):
            self.scorer.network.to("cuda")
        return self

    def steady(self) -> SentimentPipeline:
        """The same, but the answer to a text is the same to the last bit in whatever company."""
        found = copy(self)
        if isinstance(self.scorer, BatchScorer):
            found.scorer = copy(self.scorer)
            found.scorer.steady = True
        return found

    def predict(self, texts: Sequence[str]) -> list[SentimentResult]:
        """The opinion on each text, read whole.

        Raises:
            InputError: a text is too long, or holds no word that the model knows.
        """
        return finished(self.predict_in_pieces(texts))

    def predict_in_pieces(self, texts: Sequence[str]) -> Pieces[list[SentimentResult]]:
        """``predict``, for whoever wants to see long texts being read.

        Raises:
            InputError: as ``predict``.
        """
        return self._results([_text(text, read(text, self.scorer)) for text in texts])

    def predict_readable(
        self, texts: Sequence[str]
    ) -> tuple[dict[int, SentimentResult], dict[int, Message]]:
        """``predict`` of all texts that can be read; why not, of the others; both by place."""
        readable: dict[int, Text] = {}
        refused: dict[int, Message] = {}
        for place, text in enumerate(texts):
            try:
                readable[place] = _text(text, read(text, self.scorer))
            except InputError as error:
                refused[place] = error.message
        results = finished(self._results(list(readable.values()))) if readable else []
        return dict(zip(readable, results, strict=True)), refused

    def whole_in_pieces(self, text: str) -> Pieces[WholeReading]:
        """The opinion on a text taken at once, and what its words add where that is known.

        Raises:
            InputError: as ``predict``.
        """
        tokens = read(text, self.scorer)
        taken = _text(text, tokens)
        (result,) = yield from self._results([taken])
        scorer = self.scorer
        effects = None
        if isinstance(scorer, VaderScorer | NgramScorer):
            effects = scorer.effects(taken)
        return WholeReading(
            text=text,
            tokens=tuple(tokens),
            known=tuple(scorer.knows(word) for word in taken.words),
            effects=effects,
            result=result,
        )

    def trace(self, text: str) -> SentimentTrace:
        """The opinion after every token, with all states and gates on the way.

        Raises:
            InputError: the text is too long, holds no word that the model knows, or the model has
                no steps.
        """
        return finished(self.trace_in_pieces(text))

    def trace_in_pieces(self, text: str) -> Pieces[SentimentTrace]:
        """``trace``, for whoever wants to see long texts being read.

        Raises:
            InputError: as ``trace``.
        """
        tokens = read(text, self.scorer)
        words = _text(text, tokens).words
        network = self.network_scorer()
        logits, layers = yield from network.trace_in_pieces(words)
        opinion = opinions(logits[-1:])
        probabilities = self.calibration.probabilities(logits, np.arange(1, len(words) + 1))
        states = tuple(layer.map(lambda values: values.numpy()) for layer in layers)
        return SentimentTrace(
            text=text,
            tokens=tuple(tokens),
            known=tuple(self.scorer.knows(word) for word in words),
            probabilities=probabilities,
            layers=states,
            backward_layers=len(states) // 2 if network.reads_backwards else 0,
            result=self._result(float(probabilities[-1]), _number(opinion, 0), words),
            pooled=network.pools,
        )

    def answers_so_far(self, text: str) -> np.ndarray:
        """``trace(text).probabilities`` at no more than 32 prefixes, each read anew; else NaN.

        For models that also read from the end: to them every prefix is another text.

        Raises:
            InputError: as ``trace``.
        """
        return finished(self.answers_so_far_in_pieces(text))

    def answers_so_far_in_pieces(self, text: str) -> Pieces[np.ndarray]:
        """``answers_so_far``, for whoever wants to see it go on.

        Raises:
            InputError: as ``trace``.
        """
        words = _text(text, read(text, self.scorer)).words
        ends = np.unique(np.linspace(1, len(words), MAX_PREFIXES).astype(int))
        prefixes = [Text("", words[:end]) for end in ends]
        logits = yield from self.network_scorer().logits_in_pieces(prefixes)
        probabilities = np.full(len(words), np.nan)
        probabilities[ends - 1] = self.calibration.probabilities(logits, ends)
        return probabilities

    def write_golden_examples(self, path: Path) -> None:
        """Store what the model says now, for ``self_check`` to compare with.

        Raises:
            ModelError: it answers NaN.
        """
        examples = [
            {"text": text, "probabilities": self._golden_answer(text).round(5).tolist()}
            for text in golden_texts(self.scorer, ModelDirectory.open(path))
        ]
        write_json(path / GOLDEN, examples)

    def _golden_answer(self, text: str) -> np.ndarray:
        """All answers on the way where the model has steps, else the answer alone."""
        if not isinstance(self.scorer, NetworkScorer):
            return np.array([self.predict([text])[0].probability])
        probabilities = self.trace(text).probabilities
        given: np.ndarray = np.isfinite(probabilities)
        return probabilities[given.argmax() :]  # A network without answers on the way has the last.

    def _results(self, texts: Sequence[Text]) -> Pieces[list[SentimentResult]]:
        tokens = np.array([len(text.words) for text in texts])
        logits = yield from self.scorer.logits_in_pieces(texts)
        probabilities = self.calibration.probabilities(logits, tokens)
        opinion = opinions(logits)
        return [
            self._result(float(probability), _number(opinion, row), text.words)
            for row, (probability, text) in enumerate(zip(probabilities, texts, strict=True))
        ]

    def _result(
        self, probability: float, opinion: float | None, words: Sequence[str]
    ) -> SentimentResult:
        scorer = self.scorer
        unknown = [word for word in words if not scorer.knows(word)]
        level = self.calibration.level(probability, opinion)
        return SentimentResult(
            probability=probability,
            tokens=len(words),
            unknown=len(unknown),
            level=level,
            opinion=opinion,
            warning=doubts(words, scorer, clear=level == "clearly", english=self._english),
            doubt=self.calibration.doubt,
            clear=self.calibration.clear,
            spells=any(map(scorer.reads, unknown)),
            english=self._english,
        )

    def network_scorer(self) -> NetworkScorer:
        """The network behind the answers.

        Raises:
            InputError: the model is none.
        """
        if not isinstance(self.scorer, NetworkScorer):
            raise InputError(
                "{model} takes a text whole and has no steps to show. Choose a network.",
                model=self.name,
            )
        return self.scorer


load = SentimentPipeline.load


def self_check(path: Path, pipeline: SentimentPipeline) -> Message:
    """Repeat the golden examples of a model folder; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it.

    Raises:
        ModelError: the folder is damaged, or the model no longer says what it said when saved.
    """
    examples = list(repeated(path, lambda example: pipeline._golden_answer(example["text"])))
    for example, now in examples:
        then = np.array(example["probabilities"])
        if now.shape != then.shape or not np.abs(now - then).max() <= GOLDEN_TOLERANCE:
            raise ModelError(
                "{model} answers {now:.3f} where it answered {then:.3f} when saved: "
                "“{text}…”. Restore its folder, or train it again.",
                model=path.name,
                now=now[-1],
                then=then[-1],
                text=example["text"][:40],
            )
    said = {"n": len(examples)}
    if not ModelDirectory.open(path).section("sha256"):  # VADER has no files of its own.
        return Message("{n} golden examples agree.", said)
    return Message("Hashes and {n} golden examples agree.", said)


def _number(values: np.ndarray | None, row: int) -> float | None:
    return None if values is None else float(values[row])


def _text(original: str, tokens: Sequence[Token]) -> Text:
    return Text(original, [token.text for token in tokens])
