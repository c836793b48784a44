"""The decoding loop on tables worked out by hand, and on random ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise, product

import pytest

from pipelines.errors import InputError
from pipelines.generation.results import Hypothesis
from pipelines.generation.strategies import END, Beam, Greedy, Sample, Strategy
from tests.generation.tables import (
    MARKERS,
    MAX_WORDS,
    Words,
    best,
    decode,
    fixed,
    log_probabilities,
    log_probability,
    may_follow,
    random_table,
)

STRATEGIES: tuple[Strategy, ...] = (
    Greedy(), Beam(1), Beam(2, 0.0), Beam(3), Beam(7, 2.0), Beam(20), Sample(),
    Sample(5.0, seed=3), Sample(0.5, top_k=3, seed=9), Sample(top_p=0.6, seed=4),
)  # fmt: skip

# "a" looks better at first, but everything after it is uncertain.
DECEIVING = fixed({"": {"a": 0.6, "b": 0.4}, "a": {"c": 0.4, "d": 0.35, END: 0.25}, "b": {"d": 1}})


def test_beam_finds_what_greedy_misses() -> None:
    greedy, beam = best(DECEIVING, Greedy()), best(DECEIVING, Beam(2, 0.0))
    assert greedy.words == ("a", "c")
    assert greedy.log_probability == pytest.approx(math.log(0.6 * 0.4))
    assert beam.words == ("b", "d")
    assert beam.log_probability == beam.score == pytest.approx(math.log(0.4))


def test_a_length_exponent_favours_longer_captions() -> None:
    table = fixed({"": {"a": 1.0}, "a": {END: 0.55, "b": 0.45}, "a b": {"c": 1.0}})
    assert best(table, Beam(2, 0.0)).words == ("a",)
    # Three steps cost ln 0.55 / 2; four cost ln 0.45 / 4.
    longer = best(table, Beam(2, 1.0))
    assert longer.words == ("a", "b", "c")
    assert longer.score == pytest.approx(math.log(0.45) / 4)


@pytest.mark.parametrize("seed", range(8))
def test_a_beam_of_one_is_greedy(seed: int) -> None:
    greedy, beam = best(random_table(seed), Greedy()), best(random_table(seed), Beam(1))
    assert beam.words == greedy.words
    assert beam.log_probabilities == greedy.log_probabilities
    for narrow in (Sample(top_k=1), Sample(top_p=0.01), Sample(temperature=0.05, top_k=1, seed=5)):
        assert best(random_table(seed), narrow).log_probabilities == greedy.log_probabilities


@pytest.mark.parametrize("exponent", [0.0, 0.7, 2.0])
@pytest.mark.parametrize("seed", range(6))
def test_a_beam_that_is_wide_enough_finds_the_best_of_all(seed: int, exponent: float) -> None:
    random = random_table(seed)

    def table(words: Words) -> Mapping[str, float]:
        return {word: p for word, p in random(words).items() if word in ("a", "b", END)}

    def score(words: Words, ended: bool) -> float:
        gains = log_probabilities(table, words, ended)
        return sum(gains) / float(len(gains) ** exponent)

    ended = [words for n in (1, 2) for words in product("ab", repeat=n)]
    scores = {(w, True): score(w, True) for w in ended}
    scores |= {(w, False): score(w, False) for w in product("ab", repeat=3)}
    found = best(table, Beam(20, exponent), max_words=3)
    assert (found.words, found.ended) == max(scores, key=scores.__getitem__)
    assert found.score == pytest.approx(max(scores.values()))


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("seed", range(4))
class TestEveryDecoding:
    """What holds for any strategy on any table."""

    def test_it_ends_in_words(self, strategy: Strategy, seed: int) -> None:
        steps = decode(random_table(seed), strategy)
        assert 1 <= len(steps) <= MAX_WORDS
        assert [bool(step.live) for step in steps] == [True] * (len(steps) - 1) + [False]
        for hypothesis in steps[-1].finished:
            assert 1 <= len(hypothesis.words) <= MAX_WORDS
            assert not set(hypothesis.words) & set(MARKERS)
            assert hypothesis.ended or len(hypothesis.words) == MAX_WORDS

    def test_probabilities_are_the_models_own(self, strategy: Strategy, seed: int) -> None:
        table = random_table(seed)
        exponent = strategy.length_penalty if isinstance(strategy, Beam) else 0
        for step in decode(table, strategy):
            for hypothesis in (*step.live, *step.finished):
                expected = log_probabilities(table, hypothesis.words, hypothesis.ended)
                assert hypothesis.log_probabilities == pytest.approx(expected)
                assert hypothesis.log_probability == pytest.approx(sum(expected))
                assert hypothesis.score == pytest.approx(sum(expected) / len(expected) ** exponent)

    def test_every_hypothesis_grew_from_its_parent(self, strategy: Strategy, seed: int) -> None:
        before: tuple[Hypothesis, ...] = ()
        for position, step in enumerate(decode(random_table(seed), strategy)):
            new = [hypothesis for hypothesis in step.finished if hypothesis not in before]
            assert set(before) <= set(step.finished)
            for hypothesis in (*step.live, *new):
                grown = hypothesis.words if hypothesis.ended else hypothesis.words[:-1]
                assert step.branches[hypothesis.parent].words == grown
                assert len(grown) == position
                assert step.branch_of(hypothesis.words) == step.branches[hypothesis.parent]
            before = step.finished

    def test_the_next_step_goes_on_where_one_stopped(self, strategy: Strategy, seed: int) -> None:
        steps = decode(random_table(seed), strategy)
        width = strategy.width if isinstance(strategy, Beam) else 1
        assert [branch.words for branch in steps[0].branches] == [()]
        for step, after in pairwise(steps):
            assert [h.words for h in step.live] == [branch.words for branch in after.branches]
            assert len(step.live) == min(width, 4 * len(step.branches))
            for kept in (step.live, step.finished):
                scores = [hypothesis.score for hypothesis in kept]
                assert scores == sorted(scores, reverse=True)

    def test_candidates_are_the_most_probable_words(self, strategy: Strategy, seed: int) -> None:
        table = random_table(seed)
        for step in decode(table, strategy):
            for branch in step.branches:
                words = may_follow(branch.words)
                expected = {w: math.exp(log_probability(table, branch.words, w)) for w in words}
                shown = [(candidate.word, candidate.probability) for candidate in branch.candidates]
                assert dict(shown) == pytest.approx(expected)
                assert shown == sorted(shown, key=lambda pair: -pair[1])
                bits = -sum(p * math.log2(p) for p in expected.values())
                assert branch.entropy == pytest.approx(bits)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_model_that_never_ends_is_cut(strategy: Strategy) -> None:
    found = best(lambda _: {"a": 0.5, "b": 0.3, "c": 0.1, "d": 0.1}, strategy, max_words=5)
    assert len(found.words) == 5
    assert not found.ended


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_model_that_wants_to_say_nothing_says_a_word(strategy: Strategy) -> None:
    markers = dict.fromkeys(MARKERS, 0.2499)
    found = best(lambda _: markers | {"b": 0.0003, "c": 0.0001}, strategy)
    assert set(found.words) <= {"b", "c"}
    assert found.words


def test_sampling_is_reproducible_by_its_seed() -> None:
    table = random_table(3)
    captions = [best(table, Sample(seed=seed)) for seed in range(12)]
    assert captions == [best(table, Sample(seed=seed)) for seed in range(12)]
    assert len({caption.words for caption in captions}) > 3


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"a": 0.5, "b": 0.3, "c": 0.2}),
        ({"temperature": 0.5}, {"a": 25 / 38, "b": 9 / 38, "c": 4 / 38}),
        ({"top_k": 2}, {"a": 5 / 8, "b": 3 / 8}),
        ({"top_p": 0.7}, {"a": 5 / 8, "b": 3 / 8}),
        ({"top_p": 0.45}, {"a": 1.0}),
        ({"top_k": 2, "temperature": 0.5}, {"a": 25 / 34, "b": 9 / 34}),
    ],
)
def test_words_are_drawn_as_often_as_they_are_probable(
    settings: Mapping[str, float], expected: Mapping[str, float]
) -> None:
    table = fixed({"": {"a": 0.5, "b": 0.3, "c": 0.2}})
    draws = 800
    counts = Counter(
        best(table, Sample(seed=seed, **settings)).words[0]  # type: ignore[arg-type]
        for seed in range(draws)
    )
    assert counts.keys() == expected.keys()
    chi_square = sum((counts[w] - draws * p) ** 2 / (draws * p) for w, p in expected.items())
    assert chi_square < 13.8  # One in a thousand, by two degrees of freedom.


@pytest.mark.parametrize(
    ("strategy", "settings"),
    [
        *((Beam, {"width": value}) for value in (0, -1, 21)),
        *((Beam, {"no_repeat_ngram_size": value}) for value in (-1, 6)),
        *((Beam, {"length_penalty": value}) for value in (-0.1, 2.1, math.nan, math.inf)),
        *((Sample, {"temperature": value}) for value in (0, -1, 5.1, math.nan)),
        *((Sample, {"top_k": value}) for value in (-1, 10**7)),
        *((Sample, {"top_p": value}) for value in (0, -0.1, 1.01, math.nan)),
        *((Sample, {"seed": value}) for value in (-1, 2**32)),
    ],
)
def test_a_value_out_of_range_is_refused(
    strategy: type[Beam | Sample], settings: Mapping[str, float]
) -> None:
    with pytest.raises(InputError, match=next(iter(settings)).replace("_", "[ -]")):
        strategy(**settings)  # type: ignore[arg-type]


def test_the_ends_of_each_range_are_allowed() -> None:
    for allowed in (
        Beam(1, 0),
        Beam(20, 2),
        Sample(0.05, 0, 0.01, 0),
        Sample(5, 10**6, 1, 2**32 - 1),
    ):
        assert best(DECEIVING, allowed).words
