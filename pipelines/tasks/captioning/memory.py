"""What the photo and each word so far give the next word, by their parts of the memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.layers.ledger import Ledger, shown
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.captioning.network import CaptionDecoder


def answer_parts(
    decoder: CaptionDecoder, trace: LayerTrace[np.ndarray], following: Sequence[int]
) -> np.ndarray | None:
    """What each part of the top layer's memory gives the word that follows.

    In logits above those of an average word of the vocabulary; all parts and what the head's bias
    gives add up to that. A logit alone would mean nothing, as one for all words changes none.
    How an LSTM's tanh is shared out is said in ``shown``. What later steps wrote because of the
    photo counts as theirs, so its part is far less than what would be lost without it.

    Args:
        decoder: that wrote the caption.
        trace: of its top layer, ``(T, H)``: after the start marker and after each word.
        following: the ids of the words that were written at these steps, ``T`` of them.

    Returns:
        ``(T, T + 1)``: of the photo, of the start marker and of each word; 0 for those to come.
        None of a plain RNN, whose state is no sum.
    """
    ledger = Ledger.of(trace)
    if ledger is None:
        return None
    weight = decoder.head.weight.detach().cpu().numpy()
    ahead = shown(trace) * (weight[list(following)] - weight.mean(axis=0))
    parts = np.zeros((len(ahead), len(ahead) + 1), np.float32)
    for step, direction in enumerate(ahead):
        parts[step, : step + 2] = ledger.parts(step) @ direction
    return parts
