"""Composed texts are distinct, balanced, whole and labelled by what they say."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from pipelines.tasks.sentiment.behaviour import load_cases
from pipelines.tasks.sentiment.composed.compose import (
    SHARES,
    Composed,
    Family,
    Form,
    compose,
    families,
)
from pipelines.tasks.sentiment.composed.grammar import Choice, Field, Grammar, Template, parsed
from pipelines.text import words

MANY = 6_000


@cache
def many() -> list[Composed]:
    return compose(MANY, 5)


def spoken(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if word[-1].isalnum())


def test_a_seed_gives_the_same_texts_and_another_one_others() -> None:
    assert compose(300, 1) == compose(300, 1)
    assert len({text.text for text in compose(300, 1) + compose(300, 2)}) > 500


def test_no_two_texts_have_the_same_words() -> None:
    said = [spoken(text.text) or tuple(words(text.text)) for text in many()]
    assert len(said) == len(set(said)) == MANY


def test_as_many_praise_as_blame_in_every_family_that_does() -> None:
    kinds = Counter(text.kind for text in many())
    assert kinds["positive"] == pytest.approx(kinds["negative"], rel=0.1)
    assert kinds["none"] > kinds["positive"] / 2
    for family in families():
        here = {Composed("", form.positive, form.opinion).kind for form in family.forms}
        assert ("positive" in here) == ("negative" in here), family.name


def test_texts_are_as_long_as_what_an_audience_says() -> None:
    lengths = [len(words(text.text)) for text in many()]
    assert min(lengths) >= 1
    assert max(lengths) <= 60
    assert np.mean(lengths) == pytest.approx(10, abs=4)


def test_targets_are_probabilities_and_none_without_an_opinion() -> None:
    for text in many():
        assert 0 <= text.positive <= 1
        assert text.opinion in (0, 1)
        assert text.opinion or text.positive == 0.5


def test_texts_are_capitalised_single_spaced_and_with_the_right_article() -> None:
    for text in (text.text for text in many()):
        assert "  " not in text
        assert text == text.strip()
        assert not text[0].islower()
        assert " a a" not in text
        assert " a e" not in text.replace(" a eu", "")


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_every_template_is_filled_with_rules_that_there_are(family: Family) -> None:
    random = np.random.default_rng(0)
    for form in family.forms:
        for _ in range(3):
            text = family.grammar.fill(form.template, form.side, random)
            assert text
            assert not set(text) & set("{}"), text


def test_every_rule_is_used() -> None:
    used, known = set[str](), set[str]()
    for family in families():
        known |= {name.rstrip("+-=") for name in family.grammar.rules}
        templates = [form.template for form in family.forms]
        templates += [option for some in family.grammar.rules.values() for option in some]
        used |= {name for template in templates for name in named(template)}
    assert known <= used | {"emoji", "emoticon", "opening"}, known - used


def named(template: Template) -> set[str]:
    """The names of the rules in ``template``."""
    found = {part.name for part in template if isinstance(part, Field)}
    inner = [part.options for part in template if isinstance(part, Choice)]
    return found.union(*(named(option) for options in inner for option in options))


def test_texts_of_the_behaviour_tests_are_left_out() -> None:
    cases = [text for case in load_cases() for text in (case.text, case.variant) if text]
    forbidden = {spoken(text) for text in cases}
    assert not any(spoken(text.text) in forbidden for text in compose(10_000, 5, cases))


def test_what_is_to_be_left_out_is_recognised_by_its_words() -> None:
    first = [text.text for text in compose(200, 3) if spoken(text.text)]
    without = compose(200, 3, [text.upper().rstrip(".!") + "?!" for text in first])
    assert not {spoken(text.text) for text in without} & {spoken(text) for text in first}


def test_asking_for_more_than_there_is_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"good": (1.0, 1.0), "bad": (0.0, 1.0), "fair": (0.5, 1.0), "Monday": (0.5, 0.0)}
    forms = tuple(Form(parsed(text), "", *targets) for text, targets in said.items())
    small = Family("small", 1, Grammar({"opening": (("well,",),)}), forms)
    monkeypatch.setattr(f"{compose.__module__}.families", lambda: (small,))
    assert {text.kind for text in compose(4, 1)} < set(SHARES)
    with pytest.raises(ValueError, match="Ask for fewer"):
        compose(1000, 1)


SAID = {
    "litotes": {"not bad": 1, "not great at all": 0, "anything but boring": 1},
    "superlatives": {"it couldn't be better": 1, "not the best film": 0},
    "degree": {"never fails to impress": 1, "fails to impress": 0},
    "swearing": {"fucking amazing": 1, "what a piece of shit": 0, "fucking awful": 0},
    "recommendation": {"don't bother": 0, "worth every penny": 1},
    "reactions": {"i fell asleep": 0, "i cried like a baby": 1},
}


@pytest.mark.parametrize("name", SAID)
def test_well_known_sayings_are_among_the_texts_with_their_side(name: str) -> None:
    (family,) = (family for family in families() if family.name == name)
    random = np.random.default_rng(1)
    drawn = [family.draw(family.forms, random) for _ in range(10_000)]
    targets = {" ".join(spoken(text.text)): text.positive for text in drawn}
    for said, side in SAID[name].items():
        assert (targets[" ".join(spoken(said))] > 0.5) == bool(side), said
