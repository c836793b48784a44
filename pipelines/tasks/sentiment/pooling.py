"""From the states of a reader to what the answer is read from: of whole texts, or all prefixes."""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
from torch import Tensor

Pooling = Literal["last", "last+max+mean"]


class Pooled(NamedTuple):
    """What was pooled from each row so far; so states can come, and be forgotten, in pieces.

    Attributes:
        steps: how many were read, padding included.
        last: state of the last real step, ``(B, H)``.
        maximum: of all real states, ``(B, H)``.
        total: of all real states, ``(B, H)``.
    """

    steps: int
    last: Tensor
    maximum: Tensor
    total: Tensor

    @classmethod
    def nothing(cls, like: Tensor) -> Pooled:
        """Before the first state; the states at a step are ``like`` this, ``(B, H)``."""
        zeros = torch.zeros_like(like)
        return cls(0, zeros, zeros - torch.inf, zeros)

    def with_states(self, hidden: Tensor, lengths: Tensor) -> Pooled:
        """And the next states, ``(B, T, H)``, of rows of ``lengths`` ``(B,)`` in all."""
        rows, steps, _ = hidden.shape
        places = torch.arange(self.steps, self.steps + steps, device=hidden.device)
        padded = (places >= lengths[:, None])[..., None]
        ends = (lengths - 1 - self.steps).clamp(0, steps - 1)
        last = hidden[torch.arange(rows, device=hidden.device), ends]
        return Pooled(
            self.steps + steps,
            torch.where((lengths > self.steps)[:, None], last, self.last),
            torch.maximum(self.maximum, hidden.masked_fill(padded, -torch.inf).amax(dim=1)),
            self.total + hidden.masked_fill(padded, 0).sum(dim=1),
        )

    def vectors(self, pooling: Pooling, lengths: Tensor) -> Tensor:
        """What the answer to each row is read from, ``(B, P)``."""
        if pooling == "last":
            return self.last
        return torch.cat([self.last, self.maximum, self.total / lengths[:, None]], dim=-1)

    def prefixes(self, pooling: Pooling, hidden: Tensor) -> tuple[Tensor, Pooled]:
        """The same after each of the next states ``(1, T, H)`` of a single row, ``(T, P)``."""
        lengths = torch.arange(1, hidden.shape[1] + 1, device=hidden.device) + self.steps
        maximum = torch.maximum(self.maximum, hidden[0].cummax(dim=0).values)
        total = self.total + hidden[0].cumsum(dim=0)
        every = Pooled(int(lengths[-1]), hidden[0], maximum, total)
        end = Pooled(every.steps, *(values[-1:] for values in every[1:]))
        return every.vectors(pooling, lengths), end
