"""Who learns in a study, and how it went: plain values, without torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from pipelines.layers.recurrent import CellKind

# Of who always guesses 1: twice the variance of a number in [0, 1].
GUESSED = 1 / 6


@dataclass(frozen=True)
class Learner:
    """A network of one layer, and how it learns.

    Attributes:
        cell: kind of its cells.
        length: of the sequences.
        scale: by what its recurrent weights, orthogonal at first, are multiplied.
        optimizer: ``adam``, or ``sgd`` for steps as long as the gradient is.
        rate: of learning.
        clip: to which norm a longer gradient is cut; None to leave it as it is.
        steps: how many.
        seed: of weights and sequences.
    """

    cell: CellKind
    length: int
    scale: float = 1.0
    optimizer: Literal["adam", "sgd"] = "adam"
    rate: float = 0.02
    clip: float | None = 1.0
    steps: int = 400
    seed: int = 1


class Learning(NamedTuple):
    """How it went.

    Attributes:
        losses: mean square error of every step, ``(N,)``; infinite or NaN where it blew up.
        gradients: norms of its gradients before they were cut, ``(N,)``, likewise.
    """

    losses: np.ndarray
    gradients: np.ndarray
