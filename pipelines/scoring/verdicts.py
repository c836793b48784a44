"""What a test on the same items may say of one model beside another; all tasks say it alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.messages import N_

SIGNIFICANCE = 0.05
Verdict = Literal["better", "worse", "no difference that this test can show"]


def verdict(significant: bool, ahead: bool) -> Verdict:
    """Of a model that is ``ahead``, or not, by what may or may not be chance."""
    if not significant:
        return N_("no difference that this test can show")
    return N_("better") if ahead else N_("worse")


@dataclass(frozen=True)
class Comparison:
    """McNemar's exact test of two models on the same items (McNemar 1947).

    Attributes:
        only_first: items that only the first model got right.
        only_second: items that only the second model got right.
        p_value: how probable so uneven a split would be of models that are equally good.
    """

    only_first: int
    only_second: int
    p_value: float

    @property
    def verdict(self) -> Verdict:
        """Of the first model, at a significance of 0.05."""
        return verdict(self.p_value < SIGNIFICANCE, self.only_first > self.only_second)


def compare(first: np.ndarray, second: np.ndarray) -> Comparison:
    """Compare two models by which of the same items each got right, ``(N,)``."""
    from scipy.stats import binomtest  # A second that a page without comparisons can spare.

    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    split = only_first + only_second
    p_value = float(binomtest(only_first, split).pvalue) if split else 1.0
    return Comparison(only_first, only_second, p_value)
