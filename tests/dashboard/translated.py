"""An invented translation, as a network that reads and one that writes would give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.player.sources import Encoding, Sentence
from dashboard.player.steering import FREE, Steering
from dashboard.player.writing import writing_show
from pipelines.generation.decoding import StepOutput, decode
from pipelines.generation.results import Writing
from pipelines.generation.strategies import END, START, Beam
from pipelines.layers.traces import LayerTrace
from pipelines.text import PADDING, UNKNOWN, Vocabulary, tokenize

TEXT = "Two dogs are chasing a frisbee."
WORDS = ["Zwei", "Hunde", "jagen", "einem", "Frisbee", "hinterher", "."]
LAYERS, UNITS = 2, 384
_VOCABULARY = Vocabulary([PADDING, UNKNOWN, START, END, *WORDS, "zwei", "Welpen", "einen", "Ball"])


def translated(width: int = 3) -> Writing:
    """``TEXT`` in other words, of which the model is rather sure."""

    def step(
        state: Sequence[int], parents: Sequence[int], words: Sequence[int]
    ) -> StepOutput[Sequence[int]]:
        places = [state[parent] + 1 for parent, _ in zip(parents, words, strict=True)]
        said = [np.log(_next(place)) for place in places]
        return StepOutput(np.array(said), places, _layers(places))

    start: Sequence[int] = [-1]
    steps = tuple(decode(step, start, _VOCABULARY, Beam(width), 20))
    return Writing(steps[-1].best, steps)


def translation_show(
    writings: Mapping[str, Writing], steering: Steering = FREE, *, looks_back: bool = False
) -> bytes:
    """What the player is sent of ``writings`` of ``TEXT``, which is read from its end."""
    tokens = tokenize(TEXT)
    count = len(tokens)
    encodings = {}
    for name, writing in writings.items():
        written = len(writing.hypothesis.log_probabilities)
        looks = np.eye(written, count) * 0.8 + 0.2 / count if looks_back else None
        order = [*reversed(range(count))]
        known = [token.text != "frisbee" for token in tokens]
        encodings[name] = Encoding(known, order, _layers(range(-count, 0)), looks)
    return writing_show(writings, Sentence(TEXT, tokens, encodings), steering)


def _next(place: int) -> np.ndarray:
    right = [*WORDS, END]
    chances = np.full(len(_VOCABULARY), 0.01)
    chances[_VOCABULARY.id(right[min(place, len(WORDS))])] = 0.6
    chances[4 + (place * 5 + 3) % (len(_VOCABULARY) - 4)] += 0.2
    return np.asarray(chances / chances.sum())


def _layers(places: Sequence[int]) -> tuple[LayerTrace[np.ndarray], ...]:
    """What each layer did at these places, of which the first words that are written have 0."""
    at = np.array(places)[:, None] + np.arange(UNITS)[None]
    return tuple(_layer(np.sin(at * (number + 1.7))) for number in range(LAYERS))


def _layer(values: np.ndarray) -> LayerTrace[np.ndarray]:
    gates = dict.fromkeys(("forget", "input", "output"), (values + 1) / 2)
    return LayerTrace(values * 0.7, values, gates | {"candidate": values})
