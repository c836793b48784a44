"""The beam as ranked sentences, each of which keeps its row while it goes on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dashboard.player.tree import Words, spoken_words
from pipelines.generation.results import DecodingStep, Hypothesis


def ranked_beam(steps: Sequence[DecodingStep]) -> list[list[dict[str, Any]]]:
    """All sentences that are alive or have ended after each step, best first.

    Returns:
        For each step its sentences: ``row``, a number that a sentence hands on to the best of those
        that grow from it, so that it is seen to rise or fall; ``words``; ``probability`` of them
        all together; and whether it has ``ended``.
    """
    rows: dict[Words, int] = {}
    known, ranking = 0, []
    for step in steps:
        ranked = sorted((*step.live, *step.finished), key=_rank)
        given: dict[Words, int] = {}
        for hypothesis in ranked:
            words = tuple(spoken_words(hypothesis))
            row = rows.get(words, rows.get(words[:-1]))
            if row is None or row in given.values():
                row, known = known, known + 1
            given[words] = row
        ranking.append([_line(given, hypothesis) for hypothesis in ranked])
        rows = given
    return ranking


def _rank(hypothesis: Hypothesis) -> float:
    return -hypothesis.score


def _line(rows: dict[Words, int], hypothesis: Hypothesis) -> dict[str, Any]:
    return {
        "row": rows[tuple(spoken_words(hypothesis))],
        "words": " ".join(hypothesis.words),
        "probability": float(f"{math.exp(hypothesis.log_probability):.3g}"),
        "ended": hypothesis.ended,
    }
