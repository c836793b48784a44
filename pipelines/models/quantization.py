"""Weights in eight bits: a matrix as whole numbers from -127 to 127, and a scale for each row."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

SCALE, MOST = ".scale", 127


def quantized(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``weights`` with every matrix ``(R, C)`` in eight bits and its scales ``(R,)`` beside it."""
    stored: dict[str, Tensor] = {}
    for name, value in weights.items():
        if value.ndim != 2 or not value.is_floating_point():
            stored[name] = value
            continue
        scales = (value.float().abs().amax(dim=1) / MOST).clamp(min=1e-30)
        stored[name] = (value.float() / scales[:, None]).round().char()
        stored[name + SCALE] = scales
    return stored


def dequantized(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What ``quantized`` stored, in single precision; all other weights as they are."""
    small = {
        name
        for name, value in stored.items()
        if value.dtype is torch.int8
        and name + SCALE in stored
        and stored[name + SCALE].shape == value.shape[:1]
    }
    return {
        name: value.float() * stored[name + SCALE].float()[:, None] if name in small else value
        for name, value in stored.items()
        if name.removesuffix(SCALE) not in small or name in small
    }
