"""A recurrent network that writes, as the step function that the decoding loop asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from pipelines.generation.decoding import StepFunction, StepOutput
from pipelines.layers.recurrent import LayerState
from pipelines.layers.traces import LayerTrace


class DecoderStep(NamedTuple):
    """Logits of the next word ``(B, V)``, state and gates of every layer."""

    logits: Tensor
    state: list[LayerState]
    gates: list[dict[str, Tensor]]


class RecurrentDecoder(Protocol):
    """Writes word by word on from a state."""

    def step(self, words: Tensor, state: list[LayerState]) -> DecoderStep:
        """Read one word ``(B,)``, the start marker at first."""
        ...


def step_function(decoder: RecurrentDecoder) -> StepFunction[list[LayerState]]:
    """What ``decode`` needs to know of a decoder in evaluation mode."""

    @torch.inference_mode()
    def step(
        state: list[LayerState], parents: Sequence[int], words: Sequence[int]
    ) -> StepOutput[list[LayerState]]:
        device = state[0].hidden.device
        rows = torch.tensor(parents, device=device)
        after = decoder.step(torch.tensor(words, device=device), [s.rows(rows) for s in state])
        log_probabilities = after.logits.log_softmax(dim=-1).cpu().numpy()
        layers = tuple(
            LayerTrace(s.hidden, s.cell, gates).map(lambda values: values.cpu().numpy())
            for s, gates in zip(after.state, after.gates, strict=True)
        )
        return StepOutput(log_probabilities, after.state, layers)

    return step
