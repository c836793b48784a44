"""What a caption must and must not say, on tables whose every probability is known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from pipelines.errors import InputError
from pipelines.generation.strategies import (
    END,
    START,
    Beam,
    Constraints,
    Greedy,
    Sample,
    Strategy,
)
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.pipeline import GOLDEN_PHOTOS, CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.generation.tables import (
    MAX_WORDS,
    Words,
    best,
    decode,
    fixed,
    log_probabilities,
    random_table,
)
from tests.tiny_models import PHOTO_CAPTIONS

STRATEGIES: tuple[Strategy, ...] = (
    Greedy(), Beam(1), Beam(3), Beam(20, 2.0), Sample(), Sample(5.0, top_k=2, seed=3),
)  # fmt: skip
CONSTRAINTS = (
    Constraints({0: "d"}),
    Constraints({0: "b", 1: "b"}, frozenset("a")),
    Constraints({2: "c"}),
    Constraints({MAX_WORDS - 1: "a"}, frozenset("bd")),
    Constraints({2: END}),
    Constraints({}, frozenset("abc")),
)


@pytest.mark.parametrize("constraints", CONSTRAINTS)
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("seed", range(3))
class TestEveryConstrainedDecoding:
    """What holds for any strategy on any table."""

    def test_it_says_what_it_must(
        self, constraints: Constraints, strategy: Strategy, seed: int
    ) -> None:
        steps = decode(random_table(seed), replace(strategy, constraints=constraints))
        for hypothesis in steps[-1].finished:
            said = (*hypothesis.words, END) if hypothesis.ended else hypothesis.words
            assert {place: said[place] for place in constraints.forced} == constraints.forced
            assert not constraints.banned & set(said)

    def test_probabilities_are_the_models_own(
        self, constraints: Constraints, strategy: Strategy, seed: int
    ) -> None:
        table = random_table(seed)
        for step in decode(table, replace(strategy, constraints=constraints)):
            for hypothesis in (*step.live, *step.finished, *step.dropped):
                expected = log_probabilities(table, hypothesis.words, hypothesis.ended)
                assert hypothesis.log_probabilities == pytest.approx(expected)

    def test_candidates_say_whether_they_are_allowed(
        self, constraints: Constraints, strategy: Strategy, seed: int
    ) -> None:
        for step in decode(random_table(seed), replace(strategy, constraints=constraints)):
            for branch in step.branches:
                place = len(branch.words)
                ends = place >= max(constraints.forced, default=-1)
                for candidate in branch.candidates:
                    free = candidate.word not in constraints.banned and (
                        ends or candidate.word != END
                    )
                    forced = constraints.forced.get(place)
                    assert candidate.allowed == (candidate.word == forced if forced else free)


@pytest.mark.parametrize("seed", range(6))
def test_a_beam_that_is_wide_enough_finds_the_best_that_is_allowed(seed: int) -> None:
    random = random_table(seed)

    def table(words: Words) -> Mapping[str, float]:
        return {word: p for word, p in random(words).items() if word in ("a", "b", "c", END)}

    allowed = [w for n in (2, 3) for w in product("bc", repeat=n) if w[1] == "c"]
    scores = {(w, True): sum(log_probabilities(table, w, True)) for w in allowed if len(w) < 3}
    scores |= {(w, False): sum(log_probabilities(table, w, False)) for w in allowed if len(w) == 3}
    found = best(table, Beam(20, 0.0, 0, Constraints({1: "c"}, frozenset("ad"))), max_words=3)
    assert (found.words, found.ended) == max(scores, key=scores.__getitem__)


def runs(words: Words, size: int) -> list[Words]:
    return [words[start : start + size] for start in range(len(words) - size + 1)]


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_words_in_a_row_are_not_said_twice(seed: int, size: int) -> None:
    table = random_table(seed)
    for step in decode(table, Beam(4, 0.0, size), max_words=12):
        for hypothesis in (*step.live, *step.finished):
            said = runs(hypothesis.words, size)
            assert len(said) == len(set(said))
    # A shorter run may be repeated where it is probable.
    again = fixed({"": {"a": 1}, "a": {"b": 1}, "a b": {"a": 1}, "a b a": {"b": 0.9, END: 0.1}})
    assert best(again, Beam(2, 0.0)).words == ("a", "b", "a", "b")
    assert best(again, Beam(2, 0.0, 2)).words == ("a", "b", "a")


def test_a_forced_word_may_be_a_repetition() -> None:
    forced = Constraints({0: "a", 1: "b", 2: "a", 3: "b"})
    assert best(random_table(2), Beam(3, 0.0, 2, forced)).words[:4] == ("a", "b", "a", "b")


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_is_dropped_was_the_next_best(strategy: Strategy) -> None:
    for seed in range(4):
        for step in decode(random_table(seed), strategy):
            assert not set(step.dropped) & {*step.live, *step.finished}
            parents = {branch.words for branch in step.branches}
            grown = [h.words if h.ended else h.words[:-1] for h in step.dropped]
            assert set(grown) <= parents
            if step.live and not isinstance(strategy, Sample):
                worst = min(h.log_probability for h in step.live)
                going = [h.log_probability for h in step.dropped if not h.ended]
                assert all(value <= worst for value in going)


def test_what_may_not_be_dropped_without_a_trace() -> None:
    table = fixed({"": {"a": 0.6, "b": 0.4}, "a": {END: 0.9, "c": 0.1}, "b": {"c": 1.0}})
    first, second = decode(table, Beam(1, 0.0))
    assert [h.words for h in first.dropped] == [("b",)]
    assert [h.words for h in second.dropped] == [("a", "c")]


@pytest.mark.parametrize(
    ("constraints", "said"),
    [
        (Constraints({0: "cat"}), "“cat”"),
        (Constraints({}, frozenset({START})), START),
        (Constraints({0: "A"}), "“A”"),
        (Constraints({0: ""}), "“”"),
        (Constraints({}, frozenset({"x" * 10**5})), "“xxx"),
        (Constraints({0: "x", 1: "y"}, frozenset({"z"})), "“x”, “y”, “z”"),
        (Constraints({}, frozenset(f"w{n}" for n in range(500))), "and 495 more"),
        (Constraints({}, frozenset({END})), "cannot be banned"),
        (Constraints({0: "a"}, frozenset("a")), "both forced and banned"),
        (Constraints({}, frozenset("abcd")), "Every word is banned"),
        (Constraints({MAX_WORDS: "a"}), f"1 to {MAX_WORDS} words"),
        (Constraints({-1: "a"}), f"1 to {MAX_WORDS} words"),
        (Constraints({0: END}), "Force the end last"),
        (Constraints({1: END, 2: "a"}), "Force the end last"),
    ],
)
def test_what_cannot_be_met_is_said(constraints: Constraints, said: str) -> None:
    with pytest.raises(InputError) as refused:
        decode(random_table(1), Beam(2, constraints=constraints))
    assert said in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_the_model_holds_impossible_is_refused(strategy: Strategy) -> None:
    table = fixed({"": {"a": 1.0}})
    with pytest.raises(InputError, match="word 1"):
        best(table, replace(strategy, constraints=Constraints({0: "b"})))


def test_words_near_an_unknown_one_are_offered(captioner: CaptionPipeline) -> None:
    photo = read_image(scikit_image_photo(GOLDEN_PHOTOS[0]))
    with pytest.raises(InputError, match=r"“dogg”.*dog"):
        captioner.caption(photo, Greedy(Constraints.of("a dogg")))


def test_what_a_user_types_is_cut_into_words() -> None:
    typed = Constraints.of("  A dog, <b>the</b> man's ", banned="Red! red .")
    assert typed.forced == dict(enumerate(["a", "dog", "the", "man", "'s"]))
    assert typed.banned == {"red"}
    assert typed
    assert not Constraints.of(" ", "")


@pytest.mark.parametrize("typed", [" . ", "!?", "<>"])
def test_what_holds_no_word_is_no_wish(typed: str) -> None:
    for wish in ((typed, ""), ("", typed)):
        with pytest.raises(InputError, match="holds no word"):
            Constraints.of(*wish)


@pytest.mark.parametrize("strategy", [Greedy(), Beam(3), Sample(seed=5)])
def test_the_price_is_what_the_free_caption_had_more(
    captioner: CaptionPipeline, strategy: Strategy
) -> None:
    photo = read_image(scikit_image_photo(GOLDEN_PHOTOS[0]))
    free = captioner.caption(photo, strategy)
    assert (free.free, free.price) == (None, 0.0)
    steered = captioner.caption(photo, replace(strategy, constraints=Constraints.of("a dog")))
    assert steered.hypothesis.words[:2] == ("a", "dog")
    assert steered.free == free.hypothesis
    gap = free.hypothesis.log_probability - steered.hypothesis.log_probability
    assert math.isclose(steered.price, gap)


def test_a_caption_that_was_found_anyway_costs_nothing(captioner: CaptionPipeline) -> None:
    photo = read_image(scikit_image_photo(GOLDEN_PHOTOS[0]))
    steered = captioner.caption(photo, Greedy(Constraints.of(PHOTO_CAPTIONS[0])))
    assert steered.text == PHOTO_CAPTIONS[0]
    assert steered.price == pytest.approx(0, abs=1e-6)
