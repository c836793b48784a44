"""Which cells follow what, on cells of which that is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from pipelines.errors import DataError
from pipelines.layers.traces import LayerTrace
from pipelines.models.cells import Cell, Cells
from pipelines.scoring.cells import MOVING, Observation, draw, find_cells, rank_correlations
from pipelines.task import Feature

FEATURES = {"negation": Feature("a negation"), "position": Feature("a place", graded=True)}
UNITS, TEXTS, STEPS = 12, 40, 30
COUNTER, DECEIVER = 5, 6


@given(st.integers(0, 1_000), st.booleans())
def test_correlations_are_those_of_the_libraries(seed: int, ties: bool) -> None:
    random = np.random.default_rng(seed)
    states = random.normal(size=(50, 3))
    states = states.round() if ties else states
    there, degrees = np.arange(50) % 5 == 0, random.integers(0, 6, 50)
    found = rank_correlations(states, np.stack([there, degrees]), [False, True])
    for unit in range(3):
        area = roc_auc_score(there, states[:, unit])
        assert (1 + found[0, unit]) / 2 == pytest.approx(area)
        assert found[1, unit] == pytest.approx(spearmanr(states[:, unit], degrees).statistic)


def test_what_never_changes_follows_nothing() -> None:
    states = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]).T
    features = np.array([[True, True, True], [4, 4, 4], [1, 2, 3]])
    found = rank_correlations(states, features, [False, True, True])
    assert found == pytest.approx(np.array([[0, 0], [0, 0], [1, 0]]))


def observation(text: int) -> Observation:
    """Noise, but for a unit that counts, and one that follows negations in the first half alone."""
    random = np.random.default_rng(text)
    negation, position = random.random(STEPS) < 0.3, np.arange(STEPS)
    states = random.normal(size=(STEPS, UNITS))
    states[:, COUNTER] = -position
    states[:, DECEIVER] += 9 * negation * (text < TEXTS // 2)
    gate = np.full((STEPS, UNITS), 0.25) + 0.5 * negation[:, None]
    layer = LayerTrace(states, None, {"update": gate, "candidate": states})
    read = np.array([[unit * (-1) ** text for unit in range(UNITS)]], float)
    features = {"negation": negation, "position": position}
    return Observation.of((layer, layer), (1,), features, read)


@pytest.fixture(scope="module")
def found() -> Cells:
    return find_cells([observation(text) for text in range(TEXTS)], FEATURES, {"file": "hash"})


def cell(found: Cells, unit: int) -> Cell:
    return next(one for one in found.cells if one.unit == unit)


def test_the_cells_that_move_most_come_first_with_what_they_move(found: Cells) -> None:
    """Read as plus or minus its number, a unit held at its mean moves the answer by that."""
    moving = [(one.unit, one.effect) for one in found.cells[:MOVING]]
    assert moving == [(unit, unit) for unit in range(UNITS - 1, UNITS - 1 - MOVING, -1)]
    assert all(one.layer == 1 for one in found.cells)


def test_only_a_cell_that_follows_on_other_texts_too_is_named(found: Cells) -> None:
    assert {one.unit: one.follows for one in found.cells if one.follows} == {
        COUNTER: {"position": -1}
    }
    assert rank_correlations(*_all_of(range(TEXTS // 2)), [False])[0, DECEIVER] > 0.9


def _all_of(texts: range) -> tuple[np.ndarray, np.ndarray]:
    seen = [observation(text) for text in texts]
    negation = np.concatenate([one.features["negation"] for one in seen])
    return np.concatenate([one.states for one in seen]), negation[None]


@pytest.mark.parametrize(("shift", "area"), [(2.0, 0.921), (-2.0, 0.079), (0.5, None)])
def test_a_known_area_is_found(shift: float, area: float | None) -> None:
    """Of two normal curves so many deviations apart it is Φ(shift / √2)."""

    def shifted(text: int) -> Observation:
        random = np.random.default_rng(text)
        there = random.random(400) < 0.3
        states = random.normal(size=(400, 2))
        states[:, 1] += shift * there
        layer = LayerTrace(states, None, {"candidate": states})
        features = {"negation": there, "position": np.zeros(400)}
        return Observation.of((layer,), (0,), features, np.zeros((1, 2)))

    follows = cell(find_cells([shifted(n) for n in range(40)], FEATURES, {}), 1).follows
    assert follows == ({} if area is None else {"negation": pytest.approx(area, abs=0.01)})


def test_a_cell_stands_where_it_mostly_stood(found: Cells) -> None:
    """Of a plain RNN or a GRU it is the hidden state, here the number of steps so far, below 0."""
    counter = cell(found, COUNTER)
    assert (counter.low, counter.high) == (-(STEPS - 1), 0)


def test_gates_rest_where_they_usually_stand(found: Cells) -> None:
    assert found.rest == ({"update": 0.25}, {"update": 0.25})
    assert (found.texts, found.tokens) == (TEXTS, TEXTS * STEPS)


def test_a_weight_says_how_far_a_unit_that_was_read_moves_an_answer() -> None:
    def weighed(text: int) -> Observation:
        layer = LayerTrace(np.zeros((3, 2)), np.zeros((3, 2)), {})
        read = np.full((3, 2), (-1.0) ** (text // 2))
        features = {name: np.zeros(3) for name in FEATURES}
        return Observation.of((layer,), (0,), features, read, np.full((3, 2), [2.0, -0.5]))

    effects = [
        one.effect for one in find_cells([weighed(n) for n in range(4)] * 2, FEATURES, {}).cells
    ]
    assert effects == [2.0, 0.5]


def test_of_two_readers_both_are_looked_at() -> None:
    random = np.random.default_rng(1)
    layers = [LayerTrace(random.normal(size=(9, 2)), None, {}) for _ in range(4)]
    features = {"negation": np.arange(9) % 2 == 0, "position": np.arange(9)}
    seen = Observation.of(layers, (1, 3), features, np.arange(4.0)[None])
    assert {(one.layer, one.unit) for one in find_cells([seen, seen], FEATURES, {}).cells} == {
        (layer, unit) for layer in (1, 3) for unit in (0, 1)
    }


def test_one_text_has_no_halves() -> None:
    with pytest.raises(DataError, match="two validation texts"):
        find_cells([observation(1)], FEATURES, {})


def test_a_draw_is_the_same_again() -> None:
    drawn = draw(50, 20)
    assert len(set(drawn)) == 20
    assert (drawn == draw(50, 20)).all()
    assert sorted(draw(5, 20)) == list(range(5))
