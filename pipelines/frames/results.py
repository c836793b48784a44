"""What is answered of a stream: a label a frame, as plain values and numpy arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.layers.traces import LayerTrace
from pipelines.messages import Message


@dataclass(frozen=True)
class FramesResult:
    """A label for each frame, given as the frame came.

    Attributes:
        names: of all labels, ``(K,)``.
        labels: the most probable one at each frame, ``(T,)``.
        probabilities: of each label at each frame, ``(T, K)``, calibrated.
        sure: whether the model is as sure as where it is nearly always right, ``(T,)``.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    probabilities: np.ndarray
    sure: np.ndarray

    @classmethod
    def of(
        cls, names: tuple[str, ...], probabilities: np.ndarray, sure_from: float
    ) -> FramesResult:
        """Those of ``probabilities``; of a higher one than ``sure_from`` a label is sure."""
        labels = tuple(names[place] for place in probabilities.argmax(axis=1))
        return cls(names, labels, probabilities, probabilities.max(axis=1) > sure_from)


@dataclass(frozen=True)
class FramesTrace:
    """How the labels of a stream came about.

    Attributes:
        result: the labels; those of the first t frames hang on these alone.
        memory: how many frames each was read from at most; None for all before it.
        layers: from the bottom up, ``(T, H)``; none of a model without states, nor where its memory
            was cut, as its states then begin anew at each frame.
    """

    result: FramesResult
    memory: int | None
    layers: tuple[LayerTrace[np.ndarray], ...]

    def within(self, _: int) -> tuple[FramesTrace, Message | None]:
        """The same: a stream is short, and so are its states."""
        return self, None


def percent(probability: float) -> Message:
    """A probability for readers, of whom none should take it for certainty."""
    if probability >= 0.995:
        return Message("over 99%")
    return Message("{share:.0%}", {"share": probability})
