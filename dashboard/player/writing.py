"""A caption as the player shows it: its words, what else could have come, the beam, the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np

from dashboard.language import _, told
from dashboard.player.beam import ranked_beam
from dashboard.player.cells import KnownCells, with_cells
from dashboard.player.layers import Before, given, layer
from dashboard.player.payload import Payload, fingerprint
from dashboard.player.steering import FREE, Steering, chips, effects, least_sure
from dashboard.player.tree import beam_tree, spoken_branches, spoken_words
from pipelines.generation.results import Branch, Writing
from pipelines.generation.strategies import END, Constraints
from pipelines.layers.traces import LayerTrace

_END_SHOWN = "■"
_SLIGHT = 0.1  # Where no patch takes more of a word's probability, none matters for it.


@dataclass(frozen=True)
class Photo:
    """What is written about.

    Attributes:
        name: in words.
        address: of the picture, as a browser reads it; the picture itself in it.
        in_link: whether a link can bring it back.
        caution: what to keep in mind about all that is said of it; empty where nothing is.
    """

    name: str
    address: str
    in_link: bool
    caution: str = ""


def writing_show(
    captions: Mapping[str, Writing],
    photo: Photo,
    steering: Steering = FREE,
    heat: np.ndarray | None = None,
    cells: Mapping[str, KnownCells] | None = None,
    memory_parts: Mapping[str, np.ndarray | None] | None = None,
) -> bytes:
    """One photo as one or several models put it into words, by name.

    Args:
        steering: what the viewer wished of the only caption.
        heat: how much log-probability each word of the only caption loses where a part of the photo
            is covered, ``(T, 7, 7)``.
        cells: what is known of single cells of the models, by their names.
        memory_parts: what the photo, the start and each word's part of the memory give each word of
            a caption, ``(T, T + 1)``, by the same names. None if unknown.
    """
    payload = Payload()
    forced = _forced_beginning(steering.constraints)
    parts = memory_parts or {}
    lanes = [
        with_cells(_lane(payload, name, caption, forced, parts.get(name)), (cells or {}).get(name))
        | {"effects": effects(caption, steering)}
        for name, caption in captions.items()
    ]
    return payload.packed(
        {
            "show": "writing",
            "id": fingerprint(photo.address, *steering.parts),
            "start": max(0, forced - 1),
            "steps": max(len(lane["words"]) for lane in lanes),
            "end": END,
            "photo": photo.address,
            "photo_name": photo.name,
            "caution": " ".join(filter(None, (photo.caution, steering.refused))),
            "wishes": chips(steering),
            "undo": steering.undo,
            "cover": steering.cover and astuple(steering.cover),
            "lanes": lanes,
            "heat": None if heat is None else _heat(payload, heat, lanes[0]["words"]),
            "not_in_link": "" if photo.in_link else _("the photo"),
        }
    )


def _forced_beginning(constraints: Constraints) -> int:
    return next(
        place for place in range(len(constraints.forced) + 1) if place not in constraints.forced
    )


def _lane(
    payload: Payload, name: str, caption: Writing, forced: int, parts: np.ndarray | None
) -> dict[str, Any]:
    spoken = spoken_words(caption.hypothesis)
    read = [_("the start"), *spoken[:-1]]
    branches = spoken_branches(caption)
    return {
        "name": name,
        "words": spoken,
        "read": read,
        "forced": forced,
        "least_sure": least_sure(caption, forced),
        "warning": told(caption.warning) if caption.warning else "",
        "worth": _doubts(caption),
        "steps": [
            {
                "candidates": [[c.word, round(c.probability, 4), c.allowed] for c in b.candidates],
                "entropy": round(b.entropy, 3),
            }
            for b in branches
        ],
        "beam": ranked_beam(caption.steps[: len(spoken)]),
        "tree": beam_tree(caption, _END_SHOWN),
        "layers": [
            _layer(payload, number, branches, read) for number in range(len(branches[0].layers))
        ],
        "gives": None if parts is None else given(payload, parts, [len(branches[0].layers) - 1], 1),
    }


def _doubts(caption: Writing) -> str:
    """How far the caption can be trusted; known once it is finished."""
    said = [] if caption.warning or not caption.worth else [told(caption.worth)]
    if not caption.hypothesis.ended:
        said.append(_("Cut at the word limit."))
    return " ".join(said)


def _layer(
    payload: Payload, number: int, branches: Sequence[Branch], read: Sequence[str]
) -> dict[str, Any]:
    steps = [branch.layers[number] for branch in branches]
    remark = _("What later words wrote because of the photo counts as theirs.")
    photo = Before(_("the photo"), remark)
    trace = LayerTrace.joined(steps, np.stack)
    shown = layer(payload, f"{number + 1}", trace, read, before=photo)
    shown["notes"][0] = _(
        "The photo has been read, once and for all; no word has been written yet."
    )
    return shown


def _heat(payload: Payload, heat: np.ndarray, words: Sequence[str]) -> dict[str, Any]:
    lost = 1 - np.exp(-heat.reshape(len(heat), -1).clip(0))
    most = lost.max(axis=1, keepdims=True)
    shares = np.where(most < _SLIGHT, 1.0, lost / np.maximum(most, 1e-9))
    notes = [_heat_note(word, float(m)) for word, m in zip(words, most[:, 0], strict=True)]
    return {"at": payload.add(shares, 0, 1), "notes": notes}


def _heat_note(word: str, most: float) -> str:
    shown = _("the end") if word == END else f"“{word}”"
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
