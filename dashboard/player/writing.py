"""A text that is written, as the player shows it: words, what else could have come, beam, state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np

from dashboard.language import _, told
from dashboard.player.beam import ranked_beam
from dashboard.player.cells import KnownCells, with_cells
from dashboard.player.layers import given, layer
from dashboard.player.payload import Payload, fingerprint
from dashboard.player.sources import Photo, Sentence
from dashboard.player.steering import FREE, Steering, chips, effects, least_sure
from dashboard.player.tree import beam_tree, spoken_branches, spoken_words
from pipelines.generation.results import Branch, Writing
from pipelines.generation.strategies import END, Constraints
from pipelines.layers.traces import LayerTrace

_END_SHOWN = "■"
_SLIGHT = 0.1  # Where no patch takes more of a word's probability, none matters for it.


def writing_show(
    writings: Mapping[str, Writing],
    source: Photo | Sentence,
    steering: Steering = FREE,
    heat: np.ndarray | None = None,
    cells: Mapping[str, KnownCells] | None = None,
    memory_parts: Mapping[str, np.ndarray | None] | None = None,
    *,
    follows: bool = False,
) -> bytes:
    """One photo or sentence as one or several models put it into words, by name.

    Args:
        steering: what the viewer wished of the only text.
        heat: how much log-probability each word of the only text loses where a part of the photo
            is covered, ``(T, 7, 7)``.
        cells: what is known of single cells of the models, by their names.
        memory_parts: what the photo, the start and each word's part of the memory give each word of
            a text, ``(T, T + 1)``, by the same names. None if unknown.
        follows: whether it begins once another show on the page has come to its end.
    """
    payload = Payload()
    forced = _forced_beginning(steering.constraints)
    parts = memory_parts or {}
    lanes = [
        with_cells(_lane(payload, name, one, source, forced), (cells or {}).get(name))
        | {"gives": _gives(payload, one, parts.get(name)), "effects": effects(one, steering)}
        for name, one in writings.items()
    ]
    return payload.packed(
        {
            "show": "writing",
            "id": fingerprint(source.named, *steering.parts),
            "start": source.steps + max(0, forced - 1) if steering.constraints else 0,
            "follows": follows,
            "lead": source.steps,
            "steps": source.steps + max(len(lane["words"]) for lane in lanes),
            "end": END,
            **source.described(),
            "caution": " ".join(filter(None, (source.caution, steering.refused))),
            "wishes": chips(steering),
            "undo": steering.undo,
            "cover": steering.cover and astuple(steering.cover),
            "lanes": lanes,
            "heat": None if heat is None else _heat(payload, heat, lanes[0]["words"]),
        }
    )


def _forced_beginning(constraints: Constraints) -> int:
    return next(
        place for place in range(len(constraints.forced) + 1) if place not in constraints.forced
    )


def _lane(
    payload: Payload, name: str, writing: Writing, source: Photo | Sentence, forced: int
) -> dict[str, Any]:
    spoken = spoken_words(writing.hypothesis)
    read = [*source.read(name), _("the start"), *spoken[:-1]]
    branches = spoken_branches(writing)
    return {
        "name": name,
        "words": spoken,
        "read": read,
        "forced": forced,
        "least_sure": least_sure(writing, forced),
        "warning": told(writing.warning) if writing.warning else "",
        "worth": _doubts(writing),
        "steps": [
            {
                "candidates": [[c.word, round(c.probability, 4), c.allowed] for c in b.candidates],
                "entropy": round(b.entropy, 3),
            }
            for b in branches
        ],
        "beam": ranked_beam(writing.steps[: len(spoken)]),
        "tree": beam_tree(writing, _END_SHOWN),
        "layers": [
            _layer(payload, name, number, branches, read, source)
            for number in range(len(branches[0].layers))
        ],
        **source.lane(name, payload),
    }


def _gives(payload: Payload, writing: Writing, parts: np.ndarray | None) -> dict[str, Any] | None:
    if parts is None:
        return None
    top = len(writing.steps[0].branches[0].layers) - 1
    return given(payload, parts, [top], before=1)


def _doubts(writing: Writing) -> str:
    """How far the text can be trusted; known once it is finished."""
    said = [] if writing.warning or not writing.worth else [told(writing.worth)]
    if not writing.hypothesis.ended:
        said.append(_("Cut at the word limit."))
    return " ".join(said)


def _layer(
    payload: Payload,
    name: str,
    number: int,
    branches: Sequence[Branch],
    read: Sequence[str],
    source: Photo | Sentence,
) -> dict[str, Any]:
    writing = LayerTrace.joined([branch.layers[number] for branch in branches], np.stack)
    trace = source.whole(name, number, writing)
    shown = layer(payload, f"{number + 1}", trace, read, before=source.before)
    shown["notes"][0] = source.first_note or shown["notes"][0]
    return shown


def _heat(payload: Payload, heat: np.ndarray, words: Sequence[str]) -> dict[str, Any]:
    lost = 1 - np.exp(-heat.reshape(len(heat), -1).clip(0))
    most = lost.max(axis=1, keepdims=True)
    shares = np.where(most < _SLIGHT, 1.0, lost / np.maximum(most, 1e-9))
    notes = [_heat_note(word, float(m)) for word, m in zip(words, most[:, 0], strict=True)]
    return {"at": payload.add(shares, 0, 1), "notes": notes}


def _heat_note(word: str, most: float) -> str:
    shown = _("the end") if word == END else _("“{word}”", word=word)
    if most < _SLIGHT:
        return _(
            "No part of the photo matters for {word}: whichever is covered, it hardly changes.",
            word=shown,
        )
    return _(
        "Clear: what {word} hangs on. Covering it makes the word up to {most:.0%} less probable.",
        word=shown,
        most=most,
    )
