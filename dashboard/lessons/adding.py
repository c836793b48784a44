"""The adding problem, on which small networks learn while one looks on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.charts import sequences
from dashboard.language import _
from dashboard.lessons import studies
from dashboard.lessons.figure import chosen, note, require_page, show, tell
from pipelines.studies.results import GUESSED, Learner, Learning

_LAGS = (10, 20, 40, 60)
_SMOOTHED = 20  # Steps of learning whose error is told as one.
_OFF_SCALE = 1e6  # Of an error.
_WILD = Learner("rnn", 40, scale=1.5, optimizer="sgd", rate=0.2, clip=None, steps=60)


def pose() -> None:
    """A sequence of the task, drawn anew as one likes."""
    length, seed = chosen((_LAGS[0], 1), _choose_sequence)
    drawn, total = studies.example(length, seed)
    numbers, marks = drawn.T
    words = [_("{n:.2f}", n=float(number)) for number in numbers]
    bars = {
        _("to be ignored"): np.where(marks, 0, numbers).tolist(),
        _("marked"): np.where(marks, numbers, 0).tolist(),
    }
    said = _("The answer should be {total:.2f}.", total=total)
    tell(said)
    show(sequences.by_word(words, bars, _("number")), said)


def _choose_sequence() -> tuple[int, int]:
    longer, other = st.columns([3, 1])
    length = longer.select_slider(_("Length"), _LAGS, _LAGS[0], key="adding-length")
    seed = other.number_input(_("Another one"), 1, 1_000, 1, key="adding-seed")
    return length, int(seed)


def learn() -> None:
    """A plain RNN and an LSTM learn it."""
    require_page()
    length = st.select_slider(_("Length"), _LAGS, _LAGS[2], key="learning-length")
    asked = st.toggle(_("Let both learn now"), key="learn")
    steps = Learner("rnn", length).steps
    lines = {_("always guesses the same"): [GUESSED] * (steps // _SMOOTHED)}
    said = _("Of {n} steps of learning, none is done yet.", n=steps)
    if asked:
        learnt = studies.learnt(Learner("rnn", length), Learner("lstm", length), stop="learn")
        rnn, lstm = map(_smoothed, learnt)
        lines |= {_("plain RNN"): rnn, _("LSTM"): lstm}
        said = _(
            "After {n} steps the error of the plain RNN is {rnn:.3f}, of the LSTM {lstm:.3f}. "
            "Without having learnt anything it would be {guessed:.3f}.",
            n=steps,
            rnn=rnn[-1],
            lstm=lstm[-1],
            guessed=GUESSED,
        )
    tell(said)
    title = _("steps of learning, {n} at a time", n=_SMOOTHED)
    show(sequences.curves(lines, title, _("error"), log=True), said)


def _smoothed(learning: Learning) -> list[float]:
    means: list[float] = learning.losses.reshape(-1, _SMOOTHED).mean(axis=1).tolist()
    return means


def explode() -> None:
    """A plain RNN learns it with and without clipping."""
    require_page()
    asked = st.toggle(_("Let both learn now"), key="explode")
    lines = {_("always guesses the same"): [GUESSED] * _WILD.steps}
    said = _("Two networks, the same start, the same sequences.")
    if asked:
        wild, tamed = studies.learnt(_WILD, replace(_WILD, clip=1.0), stop="explode")
        lines[_("as the gradient is")] = _finite(wild.losses)
        lines[_("clipped")] = _finite(tamed.losses)
        said = _(
            "The longest gradient was {longest:.0f} times as long as what is let through. Not "
            "clipped, the error left the scale at step {n}; clipped, it ended at {end:.2f}.",
            longest=float(tamed.gradients.max()),
            n=1 + int(np.argmin(np.nan_to_num(wild.losses, nan=np.inf) < _OFF_SCALE)),
            end=float(tamed.losses[-1]),
        )
    tell(said)
    show(sequences.curves(lines, _("steps of learning"), _("error"), log=True), said)
    note(_("A plain RNN whose weights are {scale} times as large as usual.", scale=_WILD.scale))


def _finite(losses: np.ndarray) -> list[float]:
    within: list[float] = np.where(losses < _OFF_SCALE, losses, np.nan).tolist()
    return within
