"""A text as the player shows it: words, answers so far, state and gates at each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from dashboard.language import _
from dashboard.player.cells import KnownCells, with_cells
from dashboard.player.layers import Before, given, layer
from dashboard.player.opinions import Probabilities
from dashboard.player.payload import MAX_LINK_CHARACTERS, Payload, fingerprint
from pipelines.layers.traces import LayerTrace
from pipelines.text import Token, is_word

COLOURS = 8  # That labels can have; what they look like is said in reading.css.


@dataclass(frozen=True)
class Answer:
    """One label of many, and the second most probable one.

    Attributes:
        label: its name as it is shown; None where there is none to give, as outside of all slots.
        probability: of it.
        runner_up: the second most probable label; None as above.
        runner_up_probability: of it.
        sure: whether the answer is one to rely on.
    """

    label: str | None
    probability: float
    runner_up: str | None
    runner_up_probability: float
    sure: bool


@dataclass(frozen=True)
class Labels:
    """A label for each token (many to many, in step), and one for the text so far.

    Attributes:
        tags: of each token, ``T`` of them.
        continued: whether a tag goes on from the token before (I- in BIO tags), ``T`` of them.
        so_far: of the text up to each token, ``T`` of them; None where the model was not asked.
        while_reading: whether a token has its tag as soon as it is read; else all of them come
            after the last one, as from a model that reads from both ends.
    """

    tags: Sequence[Answer]
    continued: Sequence[bool]
    so_far: Sequence[Answer | None]
    while_reading: bool = True


@dataclass(frozen=True)
class Reading:
    """One text as one model reads it.

    Attributes:
        answers: after each token.
        known: whether each token is in the vocabulary.
        layers: from the bottom up, ``(T, H)``.
        backward_layers: how many of the last layers read the text from its end.
        cells: what is known of single cells; None where that is nothing.
        pooled: whether an answer is read from all states so far, not from the last alone.
        memory_parts: what each token's part of the memory gives the answer, above 0 for the first
            label: ``(T, T)`` after each token, or ``(1, T)`` after the last one. None if unknown.
    """

    answers: Probabilities | Labels
    known: Sequence[bool]
    layers: Sequence[LayerTrace[np.ndarray]]
    backward_layers: int
    cells: KnownCells | None = None
    pooled: bool = False
    memory_parts: np.ndarray | None = None


def reading_show(
    text: str,
    tokens: Sequence[Token],
    readings: Mapping[str, Reading],
    *,
    most_tokens: int,
    editable: bool = False,
    at_once: bool = False,
    start: int = 0,
    panels: Sequence[str] | None = None,
    asides: Sequence[str] = (),
) -> bytes:
    """One text as one or several models read it, by name.

    Args:
        text: what is read.
        tokens: as they are read, with their place in ``text``.
        readings: of all tokens; their answers are of one kind.
        most_tokens: how many are drawn.
        editable: whether the viewer may ask what if a word were another.
        at_once: whether all that is answered is shown from the beginning.
        start: the token to begin at.
        panels: what is shown of the inside of layers, by the names in ``inside.js``; all if None.
        asides: what models say that have no steps to show, a sentence each.
    """
    payload = Payload()
    shown = tokens[:most_tokens]
    ends = [0, *(token.end for token in shown)]
    spelt = [text[token.start : token.end] for token in shown]
    between = [text[e : t.start] for e, t in zip(ends, shown, strict=False)]
    labels = _names(reading.answers for reading in readings.values())
    return payload.packed(
        {
            "show": "reading",
            "id": fingerprint(text),
            "start": start,
            "at_once": at_once,
            "waits": all(_late(reading.answers) for reading in readings.values()),
            "editable": editable,
            "panels": panels if panels is None else list(panels),
            "steps": len(shown),
            "tokens": list(zip(between, spelt, strict=True)),
            "marks": [at for at, token in enumerate(shown) if not is_word(token.text)],
            "after": text[ends[-1] :] if len(shown) == len(tokens) else " …",
            "asides": list(asides),
            "labels": list(labels.items()),
            "lanes": [
                with_cells(_lane(payload, name, one, spelt, list(labels)), one.cells)
                for name, one in readings.items()
            ],
            "not_in_link": _("the text") if len(text) > MAX_LINK_CHARACTERS else "",
        }
    )


def _late(answers: Probabilities | Labels) -> bool:
    """Whether nothing is answered before the last token is read."""
    return answers.late if isinstance(answers, Probabilities) else not answers.while_reading


def _names(answers: Iterable[Probabilities | Labels]) -> dict[str, int | None]:
    """Every label that is named, and its colour where a token has it.

    A colour hangs on the name alone, unless another label of the text has it already.
    """
    labels = [one for one in answers if isinstance(one, Labels)]
    said = [a for one in labels for a in (*one.tags, *one.so_far) if a]
    named = {name for answer in said for name in (answer.label, answer.runner_up) if name}
    colours: dict[str, int | None] = {}
    for name in sorted({tag.label for one in labels for tag in one.tags if tag.label}):
        colour = sha256(name.encode()).digest()[0] % COLOURS
        while colour in colours.values() and len(colours) < COLOURS:
            colour = (colour + 1) % COLOURS
        colours[name] = colour
    return dict.fromkeys(sorted(named)) | colours


def _lane(
    payload: Payload, name: str, reading: Reading, spelt: Sequence[str], names: Sequence[str]
) -> dict[str, Any]:
    steps = len(spelt)
    forward = len(reading.layers) - reading.backward_layers
    answers = reading.answers
    # A reader from the end had read all that is not shown.
    unseen = Before(_("all words further on")) if steps < len(reading.known) else None
    return {
        "name": name,
        "read": list(spelt),
        "pooled": reading.pooled,
        **(
            answers.packed(steps)
            if isinstance(answers, Probabilities)
            else _labels(answers, steps, names)
        ),
        "known": list(reading.known[:steps]),
        "both_ends": reading.backward_layers > 0,
        "layers": [
            layer(
                payload,
                f"{number + 1}"
                if number < forward
                else _("{n}, from the end", n=number - forward + 1),
                trace.map(lambda values: values[:steps]),
                spelt,
                from_end=number >= forward,
                before=unseen if number >= forward else None,
            )
            for number, trace in enumerate(reading.layers)
        ],
        "gives": None
        if reading.memory_parts is None
        else given(payload, reading.memory_parts, sorted({forward - 1, len(reading.layers) - 1})),
    }


def _labels(answers: Labels, steps: int, names: Sequence[str]) -> dict[str, Any]:
    def packed(answer: Answer | None) -> list[Any] | None:
        if answer is None:
            return None
        first, second = (n and names.index(n) for n in (answer.label, answer.runner_up))
        shares = (answer.probability, answer.runner_up_probability)
        likely, next_likely = (round(float(share), 4) for share in shares)
        return [first, likely, second, next_likely, answer.sure]

    labels = [tag.label for tag in answers.tags]
    return {
        "tags": [packed(tag) for tag in answers.tags[:steps]],
        # A tag that would go on from another label, or from none, begins.
        "continued": [
            bool(goes_on and label and label == before)
            for goes_on, label, before in zip(
                answers.continued[:steps], labels, [None, *labels], strict=False
            )
        ],
        "so_far": [packed(answer) for answer in answers.so_far[:steps]],
        "while_reading": answers.while_reading,
    }
