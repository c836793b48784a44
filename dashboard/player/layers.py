"""A recurrent layer as the player shows it: its memory as a ledger, its valves, all its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.language import told
from dashboard.player.payload import Payload
from dashboard.player.sentences import gate_sentences
from pipelines.layers.ledger import Ledger
from pipelines.layers.traces import LayerTrace
from pipelines.layers.valves import valves
from pipelines.messages import N_

SPAN = 48  # Steps back that the ledger tells apart: as many words as are shown side by side.
FEWEST_STEPS = 8  # Of fewer, a median says nothing of where a valve usually stands.
_GATES = (N_("forget"), N_("input"), N_("output"), N_("update"), N_("reset"))
# Of the glossary, by the names of strips.
_TERMS = {gate: f"{gate}-gate" for gate in _GATES} | {
    N_("candidate"): "candidate",
    N_("cell"): "cell-state",
    N_("hidden"): "hidden-state",
}
# What a gate does when it opens, and its name. Experts call each of them otherwise.
_VALVES = {
    "forget": (N_("Keeps"), N_("forget gate: how much stays; empty cells count too")),
    "input": (N_("Writes"), N_("input gate: how much of the new gets in")),
    "output": (N_("Shows"), N_("output gate: how much of it is passed on")),
    "update": (N_("Holds"), N_("update gate: how much stays; empty cells count too")),
    "reset": (N_("Recalls"), N_("reset gate: how much of the old the new is made of")),
}


@dataclass(frozen=True)
class Before:
    """What was in a memory before the first step that is shown.

    Attributes:
        name: what it is called.
        remark: what has to be known about its part.
    """

    name: str
    remark: str = ""


def layer(
    payload: Payload,
    name: str,
    trace: LayerTrace[np.ndarray],
    words: Sequence[str],
    *,
    from_end: bool = False,
    before: Before | None = None,
) -> dict[str, Any]:
    """State and gates of one recurrent layer, what is left of each step, a sentence for each.

    Args:
        name: what the layer is called.
        trace: what it did, ``(T, H)``.
        words: what was read at each step, ``T`` of them.
        from_end: whether the layer read the last word first.
        before: what it had read already; None where its memory was empty.
    """
    gates = trace.gates
    strips = [_strip(payload, gate, "gate", gates[gate], 0) for gate in _GATES if gate in gates]
    strips.append(_strip(payload, "candidate", "state", gates["candidate"], -1))
    if trace.cell is not None:
        # Squashed as the output gate sees it, so that all states share one scale.
        cell = np.tanh(trace.cell.astype(np.float32))
        strips.append(_strip(payload, "cell", "state", cell, -1))
    strips.append(_strip(payload, "hidden", "state", trace.hidden, -1))
    return {
        "name": name,
        "from_end": from_end,
        "strips": strips,
        "order": _by_movement(trace.hidden),
        "valves": _valves(payload, trace),
        "ledger": _ledger(payload, trace.map(np.flipud) if from_end else trace, before),
        "notes": gate_sentences(trace, words, from_end=from_end),
    }


def given(
    payload: Payload, parts: np.ndarray, layers: Sequence[int], before: int = 0
) -> dict[str, Any]:
    """What each part of a memory gives an answer, as bytes, beside the most of all at that step.

    Args:
        parts: above 0 for it, ``(R, C)``: after each step, or after the last one only.
        layers: whose memory it is read from.
        before: how many of the first columns are of what was there before the first step.
    """
    most = np.abs(parts).max(axis=1, keepdims=True)
    rows, columns = parts.shape
    at = payload.add(np.divide(parts, most, out=np.zeros_like(parts), where=most > 0), -1, 1)
    return {"at": at, "rows": rows, "columns": columns, "layers": [*layers], "before": before}


def _strip(
    payload: Payload, name: str, kind: str, values: np.ndarray, low: float
) -> dict[str, Any]:
    units = values.shape[1]
    at = payload.add(values, low, 1)
    return {"name": told(name), "term": _TERMS[name], "kind": kind, "units": units, "at": at}


def _by_movement(hidden: np.ndarray) -> list[int]:
    """The units, those first whose state moves most."""
    moved = hidden.max(axis=0).astype(np.float32) - hidden.min(axis=0)
    units: list[int] = np.argsort(-moved, kind="stable").tolist()
    return units


def _valves(payload: Payload, trace: LayerTrace[np.ndarray]) -> list[dict[str, Any]]:
    found = valves(trace)
    return [
        {
            "kind": name,
            "does": told(does),
            "term": _TERMS[name],
            "gate": told(gate),
            "at": payload.add(found[name].opened, 0, 1),
            "rest": round(found[name].rest, 4) if len(trace.hidden) >= FEWEST_STEPS else None,
        }
        for name, (does, gate) in _VALVES.items()
        if name in found
    ]


def _ledger(
    payload: Payload, trace: LayerTrace[np.ndarray], before: Before | None
) -> dict[str, Any] | None:
    """Sizes of parts of the memory, in the order of reading, the largest memory being 1.

    ``wrote`` is what each step wrote, ``earlier`` what is left at each of all steps that are not
    told apart, ``carried`` of what was there before, ``sizes`` all of it. The bytes say how much is
    left at each step, as a share of what was written, of what was written 0, 1, … steps before.
    """
    ledger = Ledger.of(trace)
    if ledger is None:
        return None
    shares = ledger.shares(SPAN)
    recent = np.nan_to_num(shares.recent) * shares.sizes[:, None]
    wrote, steps = recent[:, 0], np.arange(len(recent))
    since = wrote[(steps[:, None] - np.arange(recent.shape[1])).clip(0)]
    left = np.divide(recent, since, out=np.zeros_like(recent), where=since > 0)
    scale = shares.sizes.max() or 1.0

    def sized(values: np.ndarray) -> list[float]:
        rounded: list[float] = np.nan_to_num(values / scale).round(5).tolist()
        return rounded

    return {
        "span": recent.shape[1],
        "at": payload.add(left, 0, 1),
        "wrote": sized(wrote),
        "earlier": sized(shares.earlier * shares.sizes),
        "carried": sized(shares.carried * shares.sizes),
        "sizes": sized(shares.sizes),
        "before": None if before is None else before.name,
        "remark": "" if before is None else before.remark,
    }
