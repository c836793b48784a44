"""What trainings of networks that write share: a loss, and whole texts at once."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from pipelines.generation.stepping import RecurrentDecoder
from pipelines.generation.strategies import END, SPECIAL_TOKENS, START
from pipelines.layers.recurrent import LayerState
from pipelines.text import PADDING, Vocabulary


def word_loss(logits: Tensor, targets: Tensor, smoothing: float = 0.0) -> Tensor:
    """Cross-entropy of the words that stand there.

    Args:
        logits: of each next word, ``(B, T, V)``.
        targets: ids of these words, ``(B, T)``, padded with 0.
        smoothing: share that counts as spread over all words.
    """
    return F.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=0, label_smoothing=smoothing
    )


def speakable_log_softmax(logits: Tensor, vocabulary: Vocabulary, first_place: int = 0) -> Tensor:
    """Log-probabilities ``(B, T, V)`` of each word of a text.

    As in decoding, markers are no words, and an empty text is none.

    Args:
        logits: ``(B, T, V)``.
        vocabulary: of the network.
        first_place: where in the text the first of the ``T`` words stands.
    """
    logits = logits.clone()
    logits[:, :, vocabulary.encode(SPECIAL_TOKENS)] = -torch.inf
    if first_place == 0:
        logits[:, 0, vocabulary.id(END)] = -torch.inf
    return logits.log_softmax(dim=-1)


@torch.no_grad()
def rollout(
    decoder: RecurrentDecoder,
    state: list[LayerState],
    vocabulary: Vocabulary,
    max_words: int,
    *,
    sample: bool = False,
) -> Tensor:
    """Texts of all rows at once, as ids ``(B, T)`` with end marker, padded with 0.

    For training. The public loop writes one at a time, with a beam and every step laid open; its
    greedy texts are the same.

    Args:
        decoder: in evaluation mode.
        state: of each row, before the start marker is read.
        vocabulary: of the decoder.
        max_words: where a text is cut that does not end.
        sample: draw each word by its probability, instead of taking the most probable one.
    """
    rows = state[0].hidden
    words = torch.full((len(rows),), vocabulary.id(START), device=rows.device)
    going = torch.ones_like(words, dtype=torch.bool)
    written = []
    for place in range(max_words):
        step = decoder.step(words, state)
        state = step.state
        found = speakable_log_softmax(step.logits[:, None], vocabulary, place)[:, 0]
        words = torch.multinomial(found.exp(), 1)[:, 0] if sample else found.argmax(dim=1)
        words = words * going
        written.append(words)
        going = going & (words != vocabulary.id(END))
        if not going.any():
            break
    return torch.stack(written, dim=1)


def words_of(rows: Tensor, vocabulary: Vocabulary) -> list[list[str]]:
    """The words of each text of a ``rollout``, without markers."""
    silent = vocabulary.encode([PADDING, END])
    return [
        [vocabulary.entries[word] for word in row if word not in silent] for row in rows.tolist()
    ]
