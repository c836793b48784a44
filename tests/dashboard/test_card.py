"""The card of a comparison says what the scores and the tests say, of any choice of models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.card import Standing, in_words
from tests.dashboard.conftest import shown

A, B, C, D = (f"model-{letter}" for letter in "abcd")


def claim(model: str, score: str) -> str:
    return f"{model} is right on {score} of 100"


def card(standings: Sequence[Standing], lead: bool | Callable[[str], bool | None] | None) -> str:
    """All sentences; ``lead``: what a test says of the best one, beside any or the named other."""

    def leads(_: str, other: str) -> bool | None:
        return lead(other) if callable(lead) else lead

    return shown(" ".join(in_words(standings, claim, leads)))


@pytest.mark.parametrize(
    ("standings", "lead", "said"),
    [
        (
            [Standing(A, 86.7, 3), Standing(B, 93.0, 12), Standing(C, 90.5, 3)],
            True,
            f"{B} is right on 93 of 100 (the others: 87 to 90). The lead is no accident. An answer "
            f"takes about 4 times as long as with {C}: take that one where speed matters more.",
        ),
        (
            [Standing(A, 90.0, 10), Standing(B, 89.8, 2)],
            False,
            f"{A} is right on 90.0 of 100 ({B}: 89.8). The lead may be an accident. {B} answers "
            "about 5 times as fast: take that one.",
        ),
        (
            [Standing(A, 90.0, 10), Standing(B, 80.0, 9), Standing(C, 80.0, 9)],
            lambda other: other == B,
            f"{A} is right on 90 of 100 (the others: 80). The lead over {C} may be an accident. "
            f"The lead over {B} is no accident. None of the others is twice as fast: take {A}.",
        ),
        (
            [Standing(A, 90.0, 10), Standing(B, 90.04, 4), Standing(C, 70.0, 1)],
            True,
            f"{B} is right on 90 of 100 ({C}: 70). Just as good: {A}. The lead over {C} is no "
            f"accident. An answer takes about 4 times as long as with {C}: take that one where "
            "speed matters more.",
        ),
        (
            [Standing(A, 90.0, 2), Standing(B, 90.0, 2)],
            True,
            f"{A} is right on 90 of 100. Just as good: {B}. The other is not twice as fast: take "
            f"{A}.",
        ),
        (
            [Standing(A, 90.0), Standing(B, 80.0, 1)],
            None,
            f"{A} is right on 90 of 100 ({B}: 80). Whether the lead is an accident was not tested.",
        ),
        (
            [Standing(A, 90.0, 1)],
            True,
            f"{A} is right on 90 of 100. Choose another model to compare it with.",
        ),
        (
            [Standing(A, 90.0, 1), Standing(B, None, 1), Standing(C, None, 1, elsewhere=True)],
            True,
            f"{A} is right on 90 of 100. Choose another model to compare it with. {B} was not "
            f"scored. {C} was measured on other tests, and has no place here.",
        ),
        ([Standing(A, None)], None, "This model was not scored, so nothing says how good it is."),
        (
            [Standing(A, None), Standing(B, None)],
            None,
            "These models were not scored, so nothing says which is best.",
        ),
    ],
)
def test_the_card_says_what_was_measured(
    standings: Sequence[Standing], lead: bool | None, said: str
) -> None:
    assert card(standings, lead) == said


def test_of_many_names_some_are_counted() -> None:
    some = [Standing(A, 99.0), *(Standing(f"model-{n}", 50.0) for n in range(6))]
    assert "model-0, model-1, model-2 and 2 more may be" in card(
        some, lambda other: other == "model-5"
    )


_STANDINGS = st.lists(
    st.builds(
        Standing,
        st.just(""),
        st.none() | st.floats(0, 100),
        st.none() | st.floats(0.1, 1_000),
    ),
    min_size=1,
    max_size=12,
)


@given(_STANDINGS, st.sampled_from([True, False, None]))
def test_whoever_is_named_first_is_the_best_and_whoever_is_to_be_taken_deserves_it(
    drawn: Sequence[Standing], lead: bool | None
) -> None:
    by_name = {
        f"model-{n}": Standing(f"model-{n}", one.score, one.time) for n, one in enumerate(drawn)
    }
    said = card(list(by_name.values()), lead)
    scores = [one.score for one in drawn if one.score is not None]
    assert said.endswith(".")
    if not scores:
        return
    best = by_name[said.split()[0]]
    assert best.score == pytest.approx(max(scores), abs=0.051)
    for name, one in by_name.items():
        if f"with {name}: take that one where" in said:
            assert one.times_as_fast(best) >= 2
        if f"{name} answers about" in said:
            assert one.times_as_fast(best) >= 2
            assert lead is False or f"{one.score:.1f}" == f"{best.score:.1f}"
