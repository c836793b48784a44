"""Gradients that vanish and gradients that explode: in theory, in real models, and in learning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.charts import sequences
from dashboard.language import _, number, told
from dashboard.lessons import adding, studies
from dashboard.lessons.figure import chosen, note, show, tell
from dashboard.lessons.lesson import HOCHREITER, PASCANU, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import in_percent, left
from dashboard.lessons.texts import LONG
from dashboard.shows.sentiment import answers, inside
from pipelines.messages import N_

if TYPE_CHECKING:
    from pipelines.layers.recurrent import CellKind
    from pipelines.studies.fading import Activation

_CELLS: Mapping[CellKind, str] = {"rnn": N_("plain RNN"), "gru": N_("GRU"), "lstm": N_("LSTM")}
_STEPS = 60
_FACTORS = (0.5, 0.7, 0.9, 1.0, 1.1, 1.3, 1.6, 2.0)
_BIASES = (0.0, 1.0, 2.0, 3.0)
_SCALE = 0.7  # Of recurrent weights at the start, as ``fading`` has it by itself.
_DEPTH = 30


def _factor() -> None:
    factor = chosen(_SCALE, _choose_scale)
    gradients = studies.by_distance("rnn", _STEPS, factor, 0.0)
    said = _("{n} steps back there is left: {left}.", n=_STEPS, left=left(gradients[-1]))
    tell(said)
    _by_distance({told(_CELLS["rnn"]): gradients}, said)
    note(_("A plain RNN that has learnt nothing, on a sequence that was drawn."))


def _choose_scale() -> float:
    return st.select_slider(
        _("Size of the recurrent weights"),
        _FACTORS,
        _SCALE,
        format_func=lambda factor: number(factor, "g"),
        key="weight-scale",
    )


def _by_distance(gradients: Mapping[str, np.ndarray], said: str) -> None:
    lines = {name: norms.tolist() for name, norms in gradients.items()}
    chart = sequences.curves(lines, _("steps back"), _("gradient"), first=0, log=True)
    show(chart, said)


def _from_the_start(gate_bias: float) -> dict[str, np.ndarray]:
    return {
        told(title): studies.by_distance(cell, _STEPS, _SCALE, gate_bias)
        for cell, title in _CELLS.items()
    }


def _reaches_furthest() -> int:
    return int(np.argmax([gradients[-1] for gradients in _from_the_start(0.0).values()]))


def _choose_bias() -> float:
    return st.select_slider(
        _("How far open the gates that keep start"),
        _BIASES,
        format_func=lambda value: in_percent(1 / (1 + np.exp(-value))),
        key="gate-bias",
    )


def _same_start() -> None:
    bias = chosen(_BIASES[0], _choose_bias)
    gradients = _from_the_start(bias)
    said = "; ".join(
        _("{name}: {left}", name=name, left=left(norms[-1])) for name, norms in gradients.items()
    )
    said = _("{n} steps back there is left: {said}.", n=_STEPS, said=said)
    tell(said)
    _by_distance(gradients, said)


def _trained() -> dict[str, np.ndarray]:
    found = {}
    for cell in _CELLS:
        model = recurrent("sentiment", cell=cell, pooling="last", layers=1)
        answers.trace(model.name, LONG)
        norms = inside.state_gradients(model.name, LONG)
        found[model.name] = norms / norms[0]
    return found


def _fades_first() -> int:
    return int(np.argmin([norms[-1] for norms in _trained().values()]))


def _real() -> None:
    gradients = _trained()
    said = "; ".join(
        _("{name}: {left}", name=name, left=left(norms[-1])) for name, norms in gradients.items()
    )
    said = _("At the first word there is left of the gradient: {said}.", said=said)
    _by_distance(gradients, said)
    tell(said)
    note(_("The review: “{review}”", review=LONG))


def _deep() -> None:
    kinds: dict[Activation, str] = {
        "sigmoid": N_("S-shaped"),
        "tanh": N_("tanh"),
        "relu": N_("rectifier"),
    }
    gradients = {told(title): studies.by_depth(kind, _DEPTH) for kind, title in kinds.items()}
    said = "; ".join(
        _("{name}: {left}", name=name, left=left(norms[-1])) for name, norms in gradients.items()
    )
    said = _("{n} layers down there is left: {said}.", n=_DEPTH - 1, said=said)
    lines = {name: norms.tolist() for name, norms in gradients.items()}
    title = _("layers below the top")
    show(sequences.curves(lines, title, _("gradient"), first=0, log=True), said)
    tell(said)


VANISHING = Lesson(
    "vanishing",
    N_("Vanishing and exploding"),
    (
        Step(
            N_(
                "At each step back the error is multiplied by the same weights. If they are small "
                "it fades, if they are large it grows, and either happens faster than one thinks."
            ),
            _factor,
        ),
        Step(
            N_(
                "In gated cells the error has a second way back, along the memory, past the gate "
                "that keeps. That helps only if the gate is open: move it."
            ),
            _same_start,
            Question(
                N_("Nothing is learnt yet, all gates are half open. Where is most left far back?"),
                tuple(_CELLS.values()),
                _reaches_furthest,
            ),
        ),
        Step(
            N_("These three have learnt to read reviews, and stand on the same one."),
            _real,
            Question(
                N_("In which of them has the gradient faded most at the first word?"),
                tuple(_CELLS.values()),
                _fades_first,
            ),
        ),
        Step(
            N_(
                "To see what that means for learning, Hochreiter and Schmidhuber gave networks a "
                "task: add the two marked numbers, and ignore all others."
            ),
            adding.pose,
        ),
        Step(
            N_(
                "The first marked number comes near the beginning, so the error must find its way "
                "back there. Let both learn, on this machine; then make the sequences longer."
            ),
            adding.learn,
        ),
        Step(
            N_(
                "Where gradients explode, one step of learning throws away all that was learnt. "
                "Pascanu and others simply cut what is too long: gradients are clipped."
            ),
            adding.explode,
        ),
        Step(
            N_(
                "Deep perceptrons had the same trouble, by layers in place of steps. Pretraining "
                "layer by layer was the first way out; then rectifiers, whose slope does not "
                "shrink the error."
            ),
            _deep,
        ),
    ),
    "sentiment",
    (HOCHREITER, PASCANU),
)
