"""What gates did at a step, as a sentence for people who see gates for the first time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.layers.memory import dropped
from pipelines.layers.traces import LayerTrace

# From which share of the memory on a gate did how much.
_DEGREES = ((0.5, ""), (0.3, " in part"), (0.15, " a little"))


def gate_sentences(
    trace: LayerTrace[np.ndarray], words: Sequence[str], *, from_end: bool = False
) -> list[str]:
    """One sentence a step.

    Args:
        trace: what a layer did, ``(T, H)``.
        words: what was read at each step, ``T`` of them.
        from_end: whether the layer read the last word first.
    """
    if set(trace.gates) <= {"candidate"}:
        return [
            f"At “{w}”: a plain RNN has no gates; it writes its whole state anew." for w in words
        ]
    order = slice(None, None, -1 if from_end else 1)
    shares = dropped(trace.map(lambda values: values[order]))[order]
    is_lstm = trace.cell is not None
    opened = trace.gates["input" if is_lstm else "reset"].mean(axis=1, dtype=np.float32)
    say = _of_lstm if is_lstm else _of_gru
    return [
        f"At “{word}” {say(float(share), float(gate))}"
        for word, share, gate in zip(words, shares, opened, strict=True)
    ]


def _of_lstm(share: float, opened: float) -> str:
    wrote = f"the input gate was {opened:.0%} open for the new."
    if np.isnan(share):
        return f"the memory was still empty; {wrote}"
    did = _what(share, "closed", "stayed open")
    return f"the forget gate {did}: {share:.0%} of the memory was dropped; {wrote}"


def _of_gru(share: float, opened: float) -> str:
    used = f"the reset gate let {opened:.0%} of the old into the new."
    if np.isnan(share):
        return f"the state was still empty; {used}"
    did = _what(share, "opened", "stayed shut")
    return f"the update gate {did}: {share:.0%} of the state was replaced; {used}"


def _what(share: float, did: str, did_not: str) -> str:
    return next((did + degree for least, degree in _DEGREES if share >= least), did_not)
