"""State and gates of one recurrent layer at one step, in both shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import streamlit as st

from dashboard.charts import strips

_MEANING = {
    "input": "lets new content in",
    "forget": "keeps the old memory",
    "output": "lets the memory out",
    "update": "keeps the old state",
    "reset": "uses the old state in the candidate",
}


class LayerAtStep(Protocol):
    """Vectors ``(H,)`` of one layer at one step."""

    @property
    def hidden(self) -> np.ndarray:
        """The hidden state."""
        ...

    @property
    def cell(self) -> np.ndarray | None:
        """The cell state of an LSTM, else None."""
        ...

    @property
    def gates(self) -> Mapping[str, np.ndarray]:
        """Name to activations."""
        ...


def numbered(layers: Sequence[LayerAtStep], backward: int = 0) -> dict[str, LayerAtStep]:
    """A name for each layer; the last ``backward`` ones read the text from its end."""
    forward = len(layers) - backward
    names = [f"Layer {number}" for number in range(1, forward + 1)]
    names += [f"Layer {number}, from the end" for number in range(1, backward + 1)]
    return dict(zip(names, layers, strict=True))


def show_layers(layers: Mapping[str, LayerAtStep], key: str) -> None:
    """Draw state and gates, with the means in words; a choice of layer where there are several."""
    last = list(layers)[-1]
    name = last
    if len(layers) > 1:
        name = st.segmented_control("Layer", list(layers), default=last, required=True, key=key)
    chosen = layers[name or last]
    gates = {name: gate for name, gate in chosen.gates.items() if name != "candidate"}
    if gates:
        st.markdown("**Gates**, one cell a unit: pale is shut, full is open")
        st.altair_chart(strips(gates, 0, 1), alt=_in_words(gates))
        st.caption(_in_words(gates))
    else:
        st.caption("A plain recurrent cell has no gates: each step overwrites its whole state.")
    states = {"candidate": chosen.gates["candidate"], "hidden": chosen.hidden}
    if chosen.cell is not None:
        # Squashed as the output gate sees it, so that all rows share one scale.
        states["cell"] = np.tanh(chosen.cell)
    st.markdown("**State**, from −1 (orange) to +1 (blue)")
    st.altair_chart(strips(states, -1, 1), alt="Values of every unit: " + ", ".join(states) + ".")


def _in_words(gates: Mapping[str, np.ndarray]) -> str:
    return " · ".join(
        f"{name} gate {float(gate.mean()):.0%} open on average ({_MEANING[name]})"
        for name, gate in gates.items()
    )
