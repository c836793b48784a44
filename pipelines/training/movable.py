"""What a training moves to where it runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self, cast

import torch
from torch import Tensor


class Movable:
    """A dataclass of tensors that a training moves to where it runs."""

    def to(self, device: torch.device) -> Self:
        """The same on ``device``."""
        moved = {
            name: value.to(device)
            for name, value in vars(self).items()
            if isinstance(value, Tensor | Movable)
        }
        return cast(Self, replace(cast(Any, self), **moved))
