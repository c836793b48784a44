"""A text as the player shows it: words, answers so far, state and gates at each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.player.payload import Payload, fingerprint
from pipelines.layers.traces import LayerTrace
from pipelines.text import Token

MAX_LINK_CHARACTERS = 2_000  # Longer addresses are cut by mail programs and chats.


@dataclass(frozen=True)
class Reading:
    """One text as one model reads it.

    Attributes:
        probabilities: of the first of two labels after each token, ``(T,)``; NaN where the model
            was not asked.
        known: whether each token is in the vocabulary.
        sure: whether the last answer is one to rely on.
        layers: from the bottom up, ``(T, H)``.
        backward_layers: how many of the last layers read the text from its end.
    """

    probabilities: np.ndarray
    known: Sequence[bool]
    sure: bool
    layers: Sequence[LayerTrace[np.ndarray]]
    backward_layers: int


def reading_show(
    text: str,
    tokens: Sequence[Token],
    readings: Mapping[str, Reading],
    *,
    most_tokens: int,
    editable: bool = False,
) -> bytes:
    """One text as one or several models read it, by name.

    Args:
        text: what is read.
        tokens: as they are read, with their place in ``text``.
        readings: of all tokens.
        most_tokens: how many are drawn.
        editable: whether the viewer may ask what if a word were another.
    """
    payload = Payload()
    shown = tokens[:most_tokens]
    ends = [0, *(token.end for token in shown)]
    spelt = [text[token.start : token.end] for token in shown]
    between = [text[e : t.start] for e, t in zip(ends, shown, strict=False)]
    return payload.packed(
        {
            "show": "reading",
            "id": fingerprint(text),
            "start": 0,
            "editable": editable,
            "steps": len(shown),
            "tokens": list(zip(between, spelt, strict=True)),
            "after": text[ends[-1] :] if len(shown) == len(tokens) else " …",
            "lanes": [_lane(payload, name, one, spelt) for name, one in readings.items()],
            "not_in_link": "the text" if len(text) > MAX_LINK_CHARACTERS else "",
        }
    )


def _lane(payload: Payload, name: str, reading: Reading, spelt: list[str]) -> dict[str, Any]:
    steps = len(spelt)
    forward = len(reading.layers) - reading.backward_layers
    return {
        "name": name,
        "probabilities": [
            None if np.isnan(p) else round(float(p), 4) for p in reading.probabilities[:steps]
        ],
        "known": list(reading.known[:steps]),
        "sure": reading.sure or steps < len(reading.probabilities),
        "layers": [
            payload.layer(
                f"{number + 1}" if number < forward else f"{number - forward + 1}, from the end",
                layer.map(lambda values: values[:steps]),
                spelt,
                from_end=number >= forward,
            )
            for number, layer in enumerate(reading.layers)
        ],
    }
