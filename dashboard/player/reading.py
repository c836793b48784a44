"""A review as the player shows it: words, answers so far, state and gates at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.player.payload import Payload, fingerprint
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.sentiment.results import TOKENS_TRACED, SentimentTrace

MAX_LINK_CHARACTERS = 2_000  # Longer addresses are cut by mail programs and chats.


def reading_show(traces: Mapping[str, SentimentTrace], *, editable: bool = False) -> bytes:
    """One text as one or several models read it, by name.

    Args:
        editable: whether the viewer may ask what if a word were another.
    """
    payload = Payload()
    first = next(iter(traces.values()))
    shown = first.tokens[:TOKENS_TRACED]
    ends = [0, *(token.end for token in shown)]
    spelt = [first.text[token.start : token.end] for token in shown]
    between = [first.text[e : t.start] for e, t in zip(ends, shown, strict=False)]
    return payload.packed(
        {
            "show": "reading",
            "id": fingerprint(first.text),
            "start": 0,
            "editable": editable,
            "steps": len(shown),
            "tokens": list(zip(between, spelt, strict=True)),
            "after": first.text[ends[-1] :] if len(shown) == len(first.tokens) else " …",
            "lanes": [_lane(payload, name, trace, spelt) for name, trace in traces.items()],
            "not_in_link": "the text" if len(first.text) > MAX_LINK_CHARACTERS else "",
        }
    )


def _lane(payload: Payload, name: str, trace: SentimentTrace, spelt: list[str]) -> dict[str, Any]:
    steps = len(spelt)
    forward = len(trace.layers) - trace.backward_layers
    layers = [
        _layer(payload, layer, number, number >= forward, forward, spelt)
        for number, layer in enumerate(trace.layers)
    ]
    return {
        "name": name,
        "probabilities": [
            None if np.isnan(p) else round(float(p), 4) for p in trace.probabilities[:steps]
        ],
        "known": list(trace.known[:steps]),
        "sure": trace.result.sure or steps < len(trace.tokens),
        "layers": layers,
    }


def _layer(
    payload: Payload,
    layer: LayerTrace[np.ndarray],
    number: int,
    from_end: bool,
    forward: int,
    spelt: list[str],
) -> dict[str, Any]:
    steps = len(spelt)
    name = f"{number - forward + 1}, from the end" if from_end else f"{number + 1}"
    return payload.layer(
        name,
        layer.hidden[:steps],
        None if layer.cell is None else layer.cell[:steps],
        {gate: values[:steps] for gate, values in layer.gates.items()},
        spelt,
        from_end=from_end,
    )
