"""The least change that turns an answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import combinations
from typing import NamedTuple

import numpy as np

from pipelines.errors import InputError
from pipelines.pieces import Pieces, part
from pipelines.tasks.sentiment.edits import Edit, Flip, apart, edited, edited_words
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.reading import read
from pipelines.tasks.sentiment.results import TOKENS_TRACED, SentimentResult
from pipelines.tasks.sentiment.scorers import Text
from pipelines.text import Token, is_word

MAX_SINGLE = 200
BEST_FOR_PAIRS = 12
MAX_TOKENS_TRIED = 100_000  # Together; a few seconds' work. Of long texts fewer edits are tried.
_READ_AGAIN = 5


def smallest_flip(pipeline: SentimentPipeline, text: str) -> Pieces[Flip]:
    """Look for the one or two words whose removal or negation turns the answer.

    At most 200 single changes are tried, then all pairs of the 12 that go furthest; of long texts
    fewer, so that they stay within 100,000 tokens. They are tried as lists of words, because to cut
    every changed text into words anew would take longer than to read it; what is found to turn the
    answer is read once more as it stands.

    Raises:
        InputError: the text cannot be read, has more than ``TOKENS_TRACED`` tokens, or the model is
            no network.
    """
    tokens = tuple(read(text, pipeline.network_scorer()))
    if len(tokens) > TOKENS_TRACED:
        raise InputError(
            "Changes are tried in texts of up to {most:,} words and marks; this one has "
            "{n:,}. Shorten it.",
            most=TOKENS_TRACED,
            n=len(tokens),
        )
    (before,) = yield from part(pipeline.predict_in_pieces([text]), 0, 0)
    search = _Search(pipeline, text, tokens, before)
    budget = MAX_TOKENS_TRIED // len(tokens)
    single = search.single_changes(min(MAX_SINGLE, budget) // 2)
    strengths = yield from part(search.strengths(single), 0, 0.7)
    found = yield from part(search.turning(single, strengths), 0.7, 0.7)
    tried = len(single)
    if not found:
        best = [single[row][0] for row in np.argsort(-strengths)[:BEST_FOR_PAIRS]]
        pairs = search.pairs(best)[: max(0, budget - tried)]
        strengths = yield from part(search.strengths(pairs), 0.7, 0.9)
        found = yield from part(search.turning(pairs, strengths), 0.9, 0.9)
        tried += len(pairs)
    return Flip(tried, *(found or ((), text, before)))


class _Search(NamedTuple):
    """Looks for changes of a text that turn the answer which it has got ``before``."""

    pipeline: SentimentPipeline
    text: str
    tokens: tuple[Token, ...]
    before: SentimentResult

    @property
    def words(self) -> list[str]:
        return [token.text for token in self.tokens]

    def single_changes(self, places: int) -> list[tuple[Edit, ...]]:
        """Two of each of so many words, evenly spread."""
        spoken = [place for place, word in enumerate(self.words) if is_word(word)]
        return [
            (Edit(place, kind),)
            for place in _spread(spoken, places)
            for kind in ("remove", "negate")
        ]

    def pairs(self, edits: Sequence[Edit]) -> list[tuple[Edit, ...]]:
        """Each two of the edits that can be made together."""
        words = self.words
        return [pair for pair in combinations(edits, 2) if apart(words, *pair)]

    def strengths(self, several: Sequence[tuple[Edit, ...]]) -> Pieces[np.ndarray]:
        """Probability of the other answer after each of the changes; 0 where no word is left."""
        words, scorer = self.words, self.pipeline.network_scorer()
        changed = [edited_words(words, edits) for edits in several]
        rows = [
            row
            for row, left in enumerate(changed)
            if any(scorer.reads(word) and is_word(word) for word in left)
        ]
        logits = yield from scorer.logits_in_pieces([Text("", changed[row]) for row in rows])
        lengths = np.array([len(changed[row]) for row in rows])
        positive = self.pipeline.calibration.probabilities(logits, lengths)
        strengths = np.zeros(len(several))
        strengths[rows] = 1 - positive if self.before.label == "positive" else positive
        return strengths

    def turning(
        self, several: Sequence[tuple[Edit, ...]], strengths: np.ndarray
    ) -> Pieces[tuple[tuple[Edit, ...], str, SentimentResult] | None]:
        """The strongest changes after which the text, as it then stands, gets the other answer."""
        for row in np.argsort(-strengths)[:_READ_AGAIN]:
            if strengths[row] > 0.5:
                changed = edited(self.text, self.tokens, several[row])
                with suppress(InputError):  # So changed, it may be too long.
                    (result,) = yield from self.pipeline.predict_in_pieces([changed])
                    if result.label != self.before.label:
                        return several[row], changed, result
        return None


def _spread(places: Sequence[int], number: int) -> list[int]:
    """All of the ``places``, or so many of them, evenly spread."""
    if len(places) <= number:
        return list(places)
    return [places[int(row)] for row in np.linspace(0, len(places) - 1, max(1, number))]
