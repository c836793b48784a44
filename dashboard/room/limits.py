"""How often somebody may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEPT = 2_000


class Limit:
    """Lets each one ask so often, and a few times at once; it remembers a bounded number of them.

    Args:
        at_once: how many times somebody may ask at once who has not asked for long.
        a_second: how many of these are given back in a second.
        clock: seconds, which only grow.
    """

    def __init__(
        self, at_once: float, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once, self._a_second, self._clock = at_once, a_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> bool:
        """Whether they may ask once more now."""
        now = self._clock()
        left, before = self._left.pop(who, (self._at_once, now))
        left = min(self._at_once, left + (now - before) * self._a_second)
        allowed = left >= 1
        self._left[who] = (left - allowed, now)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return allowed
