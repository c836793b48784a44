"""Templates are read as they are written, and filled on the side that is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.tasks.sentiment.composed.grammar import Grammar, parsed, sentence

GRAMMAR = Grammar.of(
    {"adj+": "good", "adj-": "bad", "noun": "film *9, owl", "odd": "a (b|c), {noun}"},
    {"claim=": "it is {adj=}", "either": "one *2\ntwo"},
)


def texts(template: str, side: str = "+") -> set[str]:
    random = np.random.default_rng(0)
    return {GRAMMAR.fill(parsed(template), side, random) for _ in range(100)}


def test_alternatives_and_what_may_be_missing_all_occur() -> None:
    assert texts("a (b|c[ d])[, e]") == {
        *("A b", "A c", "A c d"),
        *("A b, e", "A c, e", "A c d, e"),
    }


def test_marks_choose_the_side() -> None:
    assert texts("{adj=} not {adj!}") == {"Good not bad"}
    assert texts("{adj=} not {adj!}", "-") == {"Bad not good"}
    assert texts("{adj-}") == {"Bad"}
    assert texts("{claim!}, {claim=}", "-") == {"It is good, it is bad"}


def test_words_stand_for_themselves_brackets_and_all() -> None:
    assert texts("{odd}") == {"A (b|c)", "{noun}"}


def test_weights_count() -> None:
    random = np.random.default_rng(0)
    drawn = [GRAMMAR.fill(parsed("{either}"), "", random) for _ in range(300)]
    assert 150 < drawn.count("One") < 250


@pytest.mark.parametrize("template", ["(a", "a)", "[a", "a]", "(a]", "{noun", "{"])
def test_brackets_that_do_not_match_are_named(template: str) -> None:
    with pytest.raises(ValueError, match="template"):
        parsed(template)


def test_a_rule_that_there_is_not_is_named() -> None:
    for template, names in (("{verb}", "verb"), ("{verb=}", r"verb\+ or verb=")):
        with pytest.raises(ValueError, match=f"named {names}"):
            texts(template)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a owl", "An owl"),
        ("a honest man and a useful idea", "An honest man and a useful idea"),
        ("a one-star film", "A one-star film"),
        ("good  .  bad", "Good. Bad"),
        ("what ? a  (bad) one :)", "What? A (bad) one :)"),
    ],
)
def test_sentences_are_spelt_as_they_should_be(text: str, said: str) -> None:
    assert sentence(text) == said
