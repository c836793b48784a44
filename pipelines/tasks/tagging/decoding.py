"""From what a network says of each word to tags that make whole spans."""

from __future__ import annotations

import torch
from torch import Tensor


def constrained(logits: Tensor, may_follow: Tensor) -> tuple[Tensor, Tensor]:
    """The best tag of each word among those that may follow the tag before it.

    One after the other and never taken back, so that a tag stands as soon as its word is read.

    Args:
        logits: ``(B, T, K)``.
        may_follow: ``(K, K)``, as ``Labels.may_follow``.

    Returns:
        Tags ``(B, T)``, and which ones might have followed, ``(B, T, K)``.
    """
    before = torch.zeros(len(logits), dtype=torch.long, device=logits.device)
    tags, allowed = [], []
    for step in logits.unbind(dim=1):
        allowed.append(may_follow[before])
        before = step.masked_fill(~allowed[-1], -torch.inf).argmax(dim=-1)
        tags.append(before)
    return torch.stack(tags, dim=1), torch.stack(allowed, dim=1)
