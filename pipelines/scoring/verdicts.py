"""What a test on the same items may say of one model beside another; both tasks say it alike."""

from __future__ import annotations

from typing import Literal

SIGNIFICANCE = 0.05
Verdict = Literal["better", "worse", "no difference that this test can show"]


def verdict(significant: bool, ahead: bool) -> Verdict:
    """Of a model that is ``ahead``, or not, by what may or may not be chance."""
    if not significant:
        return "no difference that this test can show"
    return "better" if ahead else "worse"
