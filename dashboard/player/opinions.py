"""Answers between two labels, as the player shows them: on the way, and of the whole text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Verdict:
    """The answer to a whole text.

    Attributes:
        answer: in words.
        probability: of the first label; None where the answer lies between no labels.
        worth: how far it can be trusted, in words; "" where nothing can be said.
        warning: why it may mean nothing, in words; "" where nothing says so.
        doubt: the probabilities between which an answer takes no side, on the way as in the end.
        clear: likewise those beyond which it is clear.
    """

    answer: str
    probability: float | None
    worth: str = ""
    warning: str = ""
    doubt: tuple[float, float] = (0.5, 0.5)
    clear: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Probabilities:
    """Answers between two labels, one a token (many to one).

    Attributes:
        of_first: probability of the first label after each token, ``(T,)``; NaN where the model was
            not asked.
        verdict: on all of them.
        effects: what each token does to the answer, ``(T,)`` in [-1, 1], above 0 for the first
            label; None where only the answers tell.
    """

    of_first: np.ndarray
    verdict: Verdict
    effects: np.ndarray | None = None

    @property
    def late(self) -> bool:
        """Whether there is no answer before the last token."""
        return len(self.of_first) > 1 and bool(np.isnan(self.of_first[:-1]).all())

    @property
    def strongest(self) -> int:
        """The token that does most; the first where that is not known."""
        return 0 if self.effects is None else int(np.abs(self.effects).argmax())

    def packed(self, steps: int) -> dict[str, Any]:
        """What the player is sent of the first ``steps`` tokens, and of the verdict."""
        return {
            "probabilities": [
                None if np.isnan(p) else round(float(p), 4) for p in self.of_first[:steps]
            ],
            "verdict": asdict(self.verdict),
            "effects": None if self.effects is None else self.effects[:steps].round(3).tolist(),
        }
