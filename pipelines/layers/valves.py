"""How far the gates of a recurrent layer stand open, and how far they usually do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.layers.traces import LayerTrace


@dataclass(frozen=True)
class Valve:
    """One gate, as the mean of all units.

    Attributes:
        opened: ``(T,)``, in [0, 1].
        rest: the median of all steps: where it stands when nothing special is read.
    """

    opened: np.ndarray
    rest: float


def valves(trace: LayerTrace[np.ndarray]) -> dict[str, Valve]:
    """The gates of a layer by name; none of a plain RNN.

    Rest is measured on the text itself, so it says little of a text of a few words. The bias alone
    would need no text, but is no rest: zero input and an empty state are met nowhere, and output
    gates of most trained models stand further open there than while they read.

    Args:
        trace: what a layer did, ``(T, H)``, in any order.
    """
    opened = {
        name: gate.mean(axis=1, dtype=np.float32)
        for name, gate in trace.gates.items()
        if name != "candidate"
    }
    return {name: Valve(means, float(np.median(means))) for name, means in opened.items()}
