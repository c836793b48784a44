"""What the cells of a labeller do while it labels one stream."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from pipelines.errors import InputError
from pipelines.frames.network import RecurrentLabeller
from pipelines.scoring.cells import Observation


def recurrent(labeller: nn.Module, model: str) -> RecurrentLabeller:
    """The same, known to have cells.

    Raises:
        InputError: it has none.
    """
    if not isinstance(labeller, RecurrentLabeller):
        raise InputError("{model} has no cells. Choose a recurrent network.", model=model)
    return labeller


@torch.inference_mode()
def observe(
    labeller: RecurrentLabeller, frames: Tensor, features: Mapping[str, np.ndarray]
) -> Observation:
    """What the cells of its top layer do, and their effect on the likeliest label.

    That is on the logit of the likeliest label of a frame, less the mean of all labels'.

    Args:
        labeller: what is looked into.
        frames: what it reads, ``(T, …)``.
        features: what was there at each frame, by name, ``(T,)``.
    """
    logits, traced = labeller.trace(frames)
    layers = [layer.map(lambda values: values.numpy()) for layer in traced]
    weight = labeller.labels.weight
    ahead = (weight[logits.argmax(dim=-1)] - weight.mean(dim=0)).numpy()
    top = len(layers) - 1
    return Observation.of(layers, (top,), features, layers[top].hidden, ahead)
