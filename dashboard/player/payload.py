"""What the player is sent: a description in JSON, and the numbers that it points into as bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from dashboard.language import told
from dashboard.player.sentences import gate_sentences
from dashboard.player.words import words_of
from pipelines.layers.traces import LayerTrace
from pipelines.messages import N_

_GATES = (N_("forget"), N_("input"), N_("output"), N_("update"), N_("reset"))


class Payload:
    """Collects arrays as bytes, one for each value: far finer than a strip of colours can show."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, values: np.ndarray, low: float, high: float) -> int:
        """Keep ``values``, with ``low`` as 0 and ``high`` as 255; where they begin."""
        start = self._length
        share = (np.nan_to_num(values.astype(np.float32), nan=low) - low) / (high - low)
        part = np.rint(255 * share.clip(0, 1)).astype(np.uint8).tobytes()
        self._parts.append(part)
        self._length += len(part)
        return start

    def layer(
        self,
        name: str,
        trace: LayerTrace[np.ndarray],
        words: Sequence[str],
        *,
        from_end: bool = False,
    ) -> dict[str, Any]:
        """State and gates of one recurrent layer, and a sentence for each step.

        Args:
            name: what the layer is called.
            trace: what it did, ``(T, H)``.
            words: what was read at each step.
            from_end: whether the layer read the last word first.
        """
        gates = trace.gates
        strips = [self._strip(g, "gate", gates[g], 0) for g in _GATES if g in gates]
        strips.append(self._strip(N_("candidate"), "state", gates["candidate"], -1))
        if trace.cell is not None:
            # Squashed as the output gate sees it, so that all states share one scale.
            strips.append(
                self._strip(N_("cell"), "state", np.tanh(trace.cell.astype(np.float32)), -1)
            )
        strips.append(self._strip(N_("hidden"), "state", trace.hidden, -1))
        notes = gate_sentences(trace, words, from_end=from_end)
        return {"name": name, "strips": strips, "notes": notes}

    def _strip(self, name: str, kind: str, values: np.ndarray, low: float) -> dict[str, Any]:
        units = values.shape[1]
        return {"name": told(name), "kind": kind, "units": units, "at": self.add(values, low, 1)}

    def packed(self, description: Mapping[str, Any]) -> bytes:
        """All of it: the length of the description, the description, the numbers.

        Args:
            description: ``show`` is the name of its scene; the words of the player come with it.
        """
        said = {**description, "words": words_of(description["show"])}
        text = json.dumps(said, allow_nan=False).encode()
        return struct.pack("<I", len(text)) + text + b"".join(self._parts)


def fingerprint(*parts: object) -> str:
    """Names what is on stage, so that a browser can tell another input from the same one."""
    return sha256(repr(parts).encode()).hexdigest()[:16]
