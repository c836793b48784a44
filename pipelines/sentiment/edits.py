"""What if a word were not there, were another, or were denied; and what least turns an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from pipelines.errors import InputError
from pipelines.sentiment.reading import read
from pipelines.sentiment.results import SentimentResult
from pipelines.text import Token

if TYPE_CHECKING:
    from pipelines.sentiment.pipeline import SentimentPipeline

MAX_SINGLE = 200
BEST_FOR_PAIRS = 12
MAX_TOKENS_TRIED = 100_000  # Together; a few seconds' work. Of long texts fewer edits are tried.
_NEGATIONS = ("not", "n't", "never", "no")

Kind = Literal["remove", "replace", "negate"]


@dataclass(frozen=True)
class Edit:
    """A change of one word.

    Attributes:
        place: of the token, from 0.
        kind: what is done to it.
        word: to put in its place, where it is replaced.
    """

    place: int
    kind: Kind
    word: str = ""


@dataclass(frozen=True)
class Flip:
    """The search for the least change that turns an answer.

    Attributes:
        tried: how many changed texts were read.
        edits: the one or two changes; none where none of those that were tried turns it.
        text: the changed text, or the old one.
        result: the answer to it.
    """

    tried: int
    edits: tuple[Edit, ...]
    text: str
    result: SentimentResult


def edited(text: str, tokens: Sequence[Token], edits: Sequence[Edit]) -> str:
    """``text`` with some words changed.

    To negate a word puts “not” in front of it, or takes it away where it stands there.

    Raises:
        InputError: there is no such word.
    """
    for edit in sorted(edits, key=lambda edit: -edit.place):
        if not 0 <= edit.place < len(tokens):
            raise InputError(f"There is no word {edit.place + 1}; the text has {len(tokens):,}.")
        token = tokens[edit.place]
        before = tokens[edit.place - 1] if edit.place else None
        if edit.kind == "replace":
            text = text[: token.start] + edit.word + text[token.end :]
        elif edit.kind == "remove":
            text = _without(text, token)
        elif before and before.text in _NEGATIONS:
            text = _without(text, before)
        else:
            text = f"{text[: token.start]}not {text[token.start :]}"
    return text


def smallest_flip(pipeline: SentimentPipeline, text: str) -> Flip:
    """Look for the one or two words whose removal or negation turns the answer.

    At most 200 single changes are tried, then all pairs of the 12 that go furthest; of long texts
    fewer, so that they stay within 100,000 tokens.

    Raises:
        InputError: the text cannot be read.
    """
    tokens = read(text, pipeline.scorer.knows)
    before = pipeline.predict([text])[0]
    budget = MAX_TOKENS_TRIED // len(tokens)
    words = [place for place, token in enumerate(tokens) if any(map(str.isalnum, token.text))]
    single: list[tuple[Edit, ...]] = [
        (Edit(place, kind),)
        for place in _spread(words, min(MAX_SINGLE, budget) // 2)
        for kind in ("remove", "negate")
    ]
    strengths = _against(pipeline, text, tokens, single, before)
    best = [single[row][0] for row in np.argsort(-strengths)[:BEST_FOR_PAIRS]]
    pairs = [pair for pair in combinations(best, 2) if pair[0].place != pair[1].place]
    tried = len(single)
    for several in (single, pairs[: max(0, budget - tried)]):
        if several is not single:
            strengths = _against(pipeline, text, tokens, several, before)
            tried += len(several)
        if len(strengths) and strengths.max() > 0.5:
            edits = several[int(strengths.argmax())]
            changed = edited(text, tokens, edits)
            return Flip(tried, edits, changed, pipeline.predict([changed])[0])
    return Flip(tried, (), text, before)


def _against(
    pipeline: SentimentPipeline,
    text: str,
    tokens: Sequence[Token],
    several: Sequence[tuple[Edit, ...]],
    before: SentimentResult,
) -> np.ndarray:
    """Probability of the other answer after each of the changes; 0 where no word is left."""
    changed = [edited(text, tokens, edits) for edits in several]
    rows = [row for row, one in enumerate(changed) if _readable(pipeline, one)]
    strengths = np.zeros(len(several))
    positive = [r.probability for r in pipeline.predict([changed[row] for row in rows])]
    strengths[rows] = 1 - np.array(positive) if before.label == "positive" else positive
    return strengths


def _readable(pipeline: SentimentPipeline, text: str) -> bool:
    try:
        return bool(read(text, pipeline.scorer.knows))
    except InputError:
        return False


def _spread(places: Sequence[int], number: int) -> list[int]:
    """All of the ``places``, or so many of them, evenly spread."""
    if len(places) <= number:
        return list(places)
    return [places[int(row)] for row in np.linspace(0, len(places) - 1, max(1, number))]


def _without(text: str, token: Token) -> str:
    """``text`` without a token and one of the spaces around it, unless it parts two words."""
    before, after = text[: token.start], text[token.end :]
    if before.endswith(" ") and not after[:1].strip(" ,.;:!?"):
        before = before[:-1]
    elif not before and after.startswith(" "):
        after = after[1:]
    return before + after
