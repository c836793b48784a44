"""Which texts count as near-duplicates, whatever order they come in."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.data.near_duplicates import groups_of

WORDS = [f"w{n}" for n in range(400)]


def text_of(seed: int, words: int = 60) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, words))


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_an_edited_copy_belongs_to_its_text_in_any_order(order: list[int]) -> None:
    texts = [text_of(n) for n in range(6)]
    texts += [f"{text.upper()}, at last!" for text in texts]
    groups = groups_of([texts[place] for place in order])
    of = {place: int(groups[at]) for at, place in enumerate(order)}
    assert all(of[n] == of[n + 6] for n in range(6))
    assert len(set(of.values())) == 6


def test_other_and_short_texts_are_like_none() -> None:
    half = [" ".join([text_of(1, 30), text_of(n, 30)]) for n in range(2, 8)]
    short = ["", "Good!", "Good film", "Good film", "Good film so", "Good film 2"]
    groups = groups_of([*half, *short])
    assert len(set(groups.tolist())) == len(half) + len(short)
