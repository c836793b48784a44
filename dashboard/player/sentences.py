"""What gates did at a step, as a sentence for people who see gates for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.language import filled, told
from pipelines.layers.memory import dropped
from pipelines.layers.traces import LayerTrace
from pipelines.messages import N_

# What the gate that lets go of the old did, by the least share of the memory that went with it.
_LSTM = {
    0.5: N_(
        "At “{word}” the forget gate closed: {share:.0%} of the memory was dropped; "
        "the input gate was {opened:.0%} open for the new."
    ),
    0.3: N_(
        "At “{word}” the forget gate closed in part: {share:.0%} of the memory was dropped; "
        "the input gate was {opened:.0%} open for the new."
    ),
    0.15: N_(
        "At “{word}” the forget gate closed a little: {share:.0%} of the memory was dropped; "
        "the input gate was {opened:.0%} open for the new."
    ),
    0.0: N_(
        "At “{word}” the forget gate stayed open: {share:.0%} of the memory was dropped; "
        "the input gate was {opened:.0%} open for the new."
    ),
}
_GRU = {
    0.5: N_(
        "At “{word}” the update gate closed: {share:.0%} of the state was replaced; "
        "the reset gate let {opened:.0%} of the old into the new."
    ),
    0.3: N_(
        "At “{word}” the update gate closed in part: {share:.0%} of the state was replaced; "
        "the reset gate let {opened:.0%} of the old into the new."
    ),
    0.15: N_(
        "At “{word}” the update gate closed a little: {share:.0%} of the state was replaced; "
        "the reset gate let {opened:.0%} of the old into the new."
    ),
    0.0: N_(
        "At “{word}” the update gate stayed open: {share:.0%} of the state was replaced; "
        "the reset gate let {opened:.0%} of the old into the new."
    ),
}
# Of the first step.
_EMPTY_LSTM = N_(
    "At “{word}” the memory was still empty; the input gate was {opened:.0%} open for the new."
)
_EMPTY_GRU = N_(
    "At “{word}” the state was still empty; "
    "the reset gate let {opened:.0%} of the old into the new."
)
_RNN = N_("At “{word}”: a plain RNN has no gates; it writes its whole state anew.")


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
        rnn = told(_RNN)
        return [filled(rnn, {"word": word}) for word in words]
    order = slice(None, None, -1 if from_end else 1)
    shares = dropped(trace.map(lambda values: values[order]))[order].clip(0)
    is_lstm = trace.cell is not None
    opened = trace.gates["input" if is_lstm else "reset"].mean(axis=1, dtype=np.float32)
    # Told once: a text may have thousands of words.
    degrees = {least: told(said) for least, said in (_LSTM if is_lstm else _GRU).items()}
    empty = told(_EMPTY_LSTM if is_lstm else _EMPTY_GRU)
    return [
        filled(
            _of_degree(share, degrees, empty),
            {"word": word, "share": float(share), "opened": float(gate)},
        )
        for word, share, gate in zip(words, shares, opened, strict=True)
    ]


def _of_degree(share: float, degrees: Mapping[float, str], empty: str) -> str:
    return next((said for least, said in degrees.items() if share >= least), empty)
