"""What a gate did to the memory of a recurrent layer, as a share."""

from __future__ import annotations

import numpy as np

from pipelines.layers.traces import LayerTrace


def dropped(trace: LayerTrace[np.ndarray]) -> np.ndarray:
    """Share of the memory that was dropped at each step, by magnitude.

    Of an LSTM that is 1 − Σ|f ⊙ c₋₁| / Σ|c₋₁|, of a GRU 1 − Σ|z ⊙ h₋₁| / Σ|h₋₁|, where z keeps the
    old state. A plain RNN overwrites all of it.

    Args:
        trace: what a layer did, ``(T, H)``, in the order of reading.

    Returns:
        ``(T,)``, in [0, 1]; NaN where there was no memory, as at the first step.
    """
    memory = trace.hidden if trace.cell is None else trace.cell
    kept = trace.gates.get("update" if trace.cell is None else "forget")
    share = np.full(len(memory), np.nan)
    # Half precision, in which traces are kept, could not hold the sums.
    before = np.abs(memory[:-1].astype(np.float32))
    total = before.sum(axis=1)
    held = np.zeros_like(total) if kept is None else (kept[1:] * before).sum(axis=1)
    share[1:] = 1 - np.divide(held, total, out=np.full_like(total, np.nan), where=total > 0)
    return share
