"""What a translator answers: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.generation.results import Writing
from pipelines.layers.traces import LayerTrace
from pipelines.messages import Message
from pipelines.tasks.translation.reading import joined
from pipelines.text import Token


@dataclass(frozen=True)
class SourceWord:
    """A word or mark of the sentence that was translated.

    Attributes:
        token: as it was read, in lower case, and its place in the sentence.
        known: whether the model has ever seen it; all others are one and the same to it.
    """

    token: Token
    known: bool


@dataclass(frozen=True, kw_only=True)
class Translation(Writing):
    """A translation and how it came about.

    Attributes:
        original: the sentence as it was given.
        source: its words and marks. They are read from the last to the first.
        encoder: of the network that reads, from the bottom up, ``(S, H)``; row s is the state once
            word s was read, and with it all behind it. Row 0 comes last and is handed over.
        attention: how much of its look back each written word had at each word of the source,
            ``(T, S)``, rows adding up to 1; ``<end>`` has the last row where the text ended by
            itself. None of a model without attention.
    """

    original: str
    source: tuple[SourceWord, ...]
    encoder: tuple[LayerTrace[np.ndarray], ...]
    attention: np.ndarray | None

    @property
    def handed_over(self) -> tuple[LayerTrace[np.ndarray], ...]:
        """All that the network which writes is told of the sentence: a state a layer, ``(H,)``."""
        return tuple(layer.map(lambda values: values[0]) for layer in self.encoder)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words of the sentence that the model has never seen, as they were written."""
        tokens = [word.token for word in self.source if not word.known]
        return tuple(dict.fromkeys(self.original[token.start : token.end] for token in tokens))

    def spelt(self, words: Sequence[str]) -> str:
        """Words and marks, with blanks where people write them."""
        return joined(words)

    @property
    def sentence(self) -> str:
        """The translation for people to read."""
        return self.text[:1].upper() + self.text[1:]

    @property
    def warning(self) -> Message | None:
        """Which words had to be passed over; None where all are known."""
        if not self.unknown:
            return None
        listed = ", ".join(f"“{word:.40}”" for word in self.unknown)
        return Message(
            "It has never seen {words}, and guesses what stands there.", {"words": listed}
        )
