"""A changed text as the player shows it: over the text as it was, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from dashboard.language import _
from dashboard.player.opinions import Probabilities
from dashboard.player.payload import Payload, fingerprint
from pipelines.text import Token


@dataclass(frozen=True)
class TextRead:
    """A text and what a model answered to it.

    Attributes:
        text: what was read.
        tokens: as they were read, with their place in it.
        known: whether each of them is in the vocabulary.
        answers: after each of them.
    """

    text: str
    tokens: Sequence[Token]
    known: Sequence[bool]
    answers: Probabilities


@dataclass(frozen=True)
class _Step:
    """A token that stayed, went or came: its places in the old and in the new text.

    Attributes:
        place: of the token in the old text that a further change would be one of.
    """

    old: int | None
    new: int | None
    place: int

    @property
    def mark(self) -> str:
        return "gone" if self.new is None else "come" if self.old is None else ""


def changed_show(
    name: str, before: TextRead, after: TextRead, change: str, *, most_tokens: int, both_ends: bool
) -> bytes:
    """Both texts as one model reads them.

    Args:
        name: of the model.
        before: the text as it was, of one token or more.
        after: as it is now.
        change: what was done to it, in words.
        most_tokens: how many are drawn.
        both_ends: whether the model reads from both ends.
    """
    steps = _steps(before.tokens, after.tokens)[:most_tokens]
    old, new = ([getattr(step, side) for step in steps] for side in ("old", "new"))
    was = _at(before.answers, old).packed(len(steps))
    whole = new and len(after.tokens) - 1 in new
    lane = {
        "name": name,
        **_at(after.answers, new).packed(len(steps)),
        "was": was,
        "known": [_known(step, before, after) for step in steps],
        "both_ends": both_ends,
        "layers": [],
    }
    return Payload().packed(
        {
            "show": "reading",
            "id": fingerprint(before.text, after.text),
            "of": fingerprint(before.text),
            "start": next((n for n, step in enumerate(steps) if step.mark), 0),
            "at_once": True,
            "waits": before.answers.late,
            "editable": True,
            "change": change,
            "steps": len(steps),
            "tokens": _spelt(steps, before, after),
            "places": [step.place for step in steps],
            "after": after.text[after.tokens[-1].end :] if whole else " …",
            "labels": [],
            "lanes": [lane],
            "not_in_link": _("the change"),
        }
    )


def _steps(before: Sequence[Token], after: Sequence[Token]) -> list[_Step]:
    old_words, new_words = ([token.text for token in tokens] for tokens in (before, after))
    changes = SequenceMatcher(None, old_words, new_words).get_opcodes()
    steps: list[_Step] = []
    for kind, start, stop, new_start, new_stop in changes:
        if kind == "equal":
            steps += [_Step(old, old - start + new_start, old) for old in range(start, stop)]
            continue
        steps += [_Step(old, None, old) for old in range(start, stop)]
        # What came stands for what went, or else for what follows it.
        place = min(max(start, stop - 1), len(before) - 1)
        steps += [_Step(None, new, place) for new in range(new_start, new_stop)]
    return steps


def _at(answers: Probabilities, places: Sequence[int | None]) -> Probabilities:
    """The same answers at other steps; none where a token is not in the text."""
    given = [np.nan if place is None else answers.of_first[place] for place in places]
    return Probabilities(np.array(given), answers.verdict)


def _known(step: _Step, before: TextRead, after: TextRead) -> bool:
    if step.new is not None:
        return after.known[step.new]
    return before.known[step.place]


def _spelt(steps: Sequence[_Step], before: TextRead, after: TextRead) -> list[Any]:
    """What lies before each token, its spelling, and whether it went or came."""
    found = []
    for step in steps:
        read, place = (before, step.place) if step.new is None else (after, step.new)
        token = read.tokens[place]
        end = read.tokens[place - 1].end if place else 0
        found.append([read.text[end : token.start], read.text[token.start : token.end], step.mark])
    return found
