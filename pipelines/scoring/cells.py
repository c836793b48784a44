"""Which cells of a recurrent model move its answer most, and which follow something nameable.

Cells are chosen on one half of the texts, and what is said of them is measured on the other half:
the best of 512 cells looks good by chance on the texts that it was chosen by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from pipelines.errors import DataError
from pipelines.layers.traces import LayerTrace
from pipelines.layers.valves import valves
from pipelines.models.cells import Cell, Cells
from pipelines.task import Feature

MOVING = 5
FOLLOWS_FROM = 0.4  # Of rank correlations; an area under the ROC curve of 0.7. Less has no name.
ENDS = (0.01, 0.99)  # Quantiles of the states of a cell, between which it nearly always stands.
SEED = 2026


@dataclass(frozen=True)
class Observation:
    """What all cells did while one text was read or written.

    Attributes:
        tops: the layers that are looked at, those that answers are read from; all equally wide.
        states: ``(T, U)``, of their units, side by side.
        features: what was there at each token, by name, ``(T,)`` each.
        read: ``(E, U)``, what each of ``E`` answers read from each unit.
        weights: ``(E, U)``, what a unit's part of the logit is its ``read`` times; 1 if not given.
        opened: of each layer, the mean opening of each gate, ``(T,)``.
    """

    tops: Sequence[int]
    states: np.ndarray
    features: Mapping[str, np.ndarray]
    read: np.ndarray
    weights: np.ndarray
    opened: tuple[Mapping[str, np.ndarray], ...]

    @classmethod
    def of(
        cls,
        layers: Sequence[LayerTrace[np.ndarray]],
        tops: Sequence[int],
        features: Mapping[str, np.ndarray],
        read: np.ndarray,
        weights: np.ndarray | None = None,
    ) -> Observation:
        """From all layers of a trace, ``(T, H)`` each."""
        return cls(
            tops,
            np.concatenate([_memory(layers[top]) for top in tops], axis=1).astype(np.float32),
            features,
            read,
            np.ones_like(read) if weights is None else weights,
            tuple({name: v.opened for name, v in valves(one).items()} for one in layers),
        )


def _memory(layer: LayerTrace[np.ndarray]) -> np.ndarray:
    """The cell state of an LSTM, squashed; of others the hidden state, all that they remember."""
    return layer.hidden if layer.cell is None else np.tanh(layer.cell)


class _Half(NamedTuple):
    """What was found on a half of the texts.

    Attributes:
        effects: mean absolute change of a logit, ``(U,)``.
        followed: rank correlation of features and units, ``(F, U)``.
        ends: between which each unit nearly always stands, ``(2, U)``.
    """

    effects: np.ndarray
    followed: np.ndarray
    ends: np.ndarray


def draw(number: int, most: int) -> np.ndarray:
    """Which of ``number`` texts are looked at, no more than ``most``, in random order."""
    return np.random.default_rng(SEED).permutation(number)[:most]


def find_cells(
    observations: Sequence[Observation],
    features: Mapping[str, Feature],
    data: Mapping[str, str],
) -> Cells:
    """The cells that move answers most, and for each feature the one that follows it best.

    Args:
        observations: of texts in random order; the first half is chosen by.
        features: what may be followed.
        data: SHA-256 of each file that the texts are from.

    Raises:
        DataError: there are fewer than two texts.
    """
    if len(observations) < 2:
        raise DataError("Cells take two validation texts or more. Give more data.")
    middle = len(observations) // 2
    chosen_by, measured_on = observations[:middle], observations[middle:]
    mean = np.concatenate([one.read for one in chosen_by]).mean(axis=0)
    first, second = (_measured(half, features, mean) for half in (chosen_by, measured_on))
    followers = _best_followers(first.followed)
    movers = np.argsort(-first.effects, kind="stable")[:MOVING].tolist()
    tops = observations[0].tops
    found = {
        unit: _cell(unit, followers.get(unit), first, second, features, tops)
        for unit in (*movers, *followers)
    }
    cells = [cell for unit, cell in found.items() if unit in movers or cell.follows]
    return Cells(
        tuple(sorted(cells, key=lambda one: (-one.effect, one.layer, one.unit))),
        _rest(observations),
        texts=len(observations),
        tokens=sum(len(one.states) for one in observations),
        seed=SEED,
        data=data,
    )


def _cell(
    unit: int,
    row: int | None,
    chosen_by: _Half,
    measured_on: _Half,
    features: Mapping[str, Feature],
    tops: Sequence[int],
) -> Cell:
    """What is to be said of a unit, and of the feature in that ``row`` or else the clearest one."""
    if row is None:
        row = int(np.abs(chosen_by.followed[:, unit]).argmax())
    name, feature = list(features.items())[row]
    found = float(measured_on.followed[row, unit])
    follows = {}
    if found * np.sign(chosen_by.followed[row, unit]) >= FOLLOWS_FROM:
        follows[name] = round(found if feature.graded else (1 + found) / 2, 3)
    low, high = (round(float(end), 3) for end in measured_on.ends[:, unit])
    reader, place = divmod(unit, len(measured_on.effects) // len(tops))
    effect = round(float(measured_on.effects[unit]), 4)
    return Cell(tops[reader], place, low, high, effect, follows)


def _measured(
    half: Sequence[Observation], features: Mapping[str, Feature], mean: np.ndarray
) -> _Half:
    moved = np.concatenate([np.abs((one.read - mean) * one.weights) for one in half])
    states = np.concatenate([one.states for one in half])
    rows = [np.concatenate([one.features[name] for one in half]) for name in features]
    graded = [one.graded for one in features.values()]
    followed = rank_correlations(states, np.stack(rows), graded)
    return _Half(moved.mean(axis=0), followed, np.quantile(states, ENDS, axis=0))


def rank_correlations(
    states: np.ndarray, features: np.ndarray, graded: Sequence[bool]
) -> np.ndarray:
    """How each feature and each unit go together, in [-1, 1], ``(F, U)``.

    Of a feature that has degrees Spearman's correlation. Of one that is there or not the
    rank-biserial correlation, which is 2 A - 1 for the area A under the ROC curve. 0 where either
    never changes.

    Args:
        states: ``(N, U)``.
        features: ``(F, N)``.
        graded: which of them have degrees.
    """
    pairs = zip(features, graded, strict=True)
    wanted = np.stack([_by_degree(one) if degrees else _by_side(one) for one, degrees in pairs])
    found = np.zeros((len(features), states.shape[1]))
    for unit, values in enumerate(states.T):
        ranks = _centred_ranks(values)
        spread = float(np.linalg.norm(ranks))
        if spread:
            found[:, unit] = wanted @ ranks / np.where(graded, spread, 1)
    return found


def _centred_ranks(values: np.ndarray) -> np.ndarray:
    ranks: np.ndarray = rankdata(values) - (len(values) + 1) / 2
    return ranks


def _by_degree(feature: np.ndarray) -> np.ndarray:
    ranks = _centred_ranks(feature)
    scaled: np.ndarray = ranks / max(1.0, float(np.linalg.norm(ranks)))
    return scaled


def _by_side(feature: np.ndarray) -> np.ndarray:
    """The mean rank of one side less that of the other, over half of all ranks."""
    there = feature.astype(float)
    scaled: np.ndarray = 2 * there / max(1.0, there.sum() * (1 - there).sum())
    return scaled


def _best_followers(followed: np.ndarray) -> dict[int, int]:
    """Of each feature the unit that follows it best, the clearest first, and none of two."""
    best: dict[int, int] = {}
    for place in np.argsort(-np.abs(followed), axis=None, kind="stable"):
        row, unit = (int(one) for one in np.unravel_index(place, followed.shape))
        if unit not in best and row not in best.values():
            best[unit] = row
        if len(best) == min(followed.shape):
            break
    return best


def _rest(observations: Sequence[Observation]) -> tuple[Mapping[str, float], ...]:
    """Where the gates of each layer usually stand."""
    layers = zip(*(one.opened for one in observations), strict=True)
    return tuple(
        {
            gate: round(float(np.median(np.concatenate([one[gate] for one in layer]))), 4)
            for gate in layer[0]
        }
        for layer in layers
    )
