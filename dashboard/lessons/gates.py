"""Three gates: what each is for is seen by holding it at a value while a real model reads."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts import sequences
from dashboard.language import _, told
from dashboard.lessons.figure import chosen, note, show, tell
from dashboard.lessons.lesson import GERS, HOCHREITER, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import in_percent, play
from dashboard.lessons.texts import BLAME, ONE_LINE, PRAISE
from dashboard.shows.sentiment import answers, inside
from pipelines.layers.valves import valves
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.sentiment.results import SentimentTrace

_GATES = {"forget": N_("forget gate"), "input": N_("input gate"), "output": N_("output gate")}
_HOLDS = [part / 20 for part in range(21)]
_FREE = N_("as it is")


def _model() -> ModelDirectory:
    return recurrent("sentiment", cell="lstm", layers=1, pooling="last")


def _free(text: str) -> SentimentTrace:
    return answers.trace(_model().name, text)


def _held(text: str, **gates: float) -> SentimentTrace:
    return inside.held(_model().name, text, **gates)


def _three() -> None:
    opened = valves(_free(BLAME).layers[-1])
    lines = {told(title): opened[gate].opened.tolist() for gate, title in _GATES.items()}
    said = _in_words({name: float(np.mean(line)) for name, line in lines.items()})
    show(sequences.curves(lines, _("word"), _("open")), said)
    tell(said)
    note(_("Each as the mean of all cells, from shut to open."))


def _in_words(means: dict[str, float]) -> str:
    parts = (_("{name}: {share} open", name=n, share=in_percent(m)) for n, m in means.items())
    return _("On average {parts}.", parts="; ".join(parts))


def _hand(gate: str, text: str) -> float:
    """A slider that holds a gate, and what becomes of the answer; where the gate is held."""
    value = chosen(
        0.0,
        lambda: st.select_slider(
            told(_GATES[gate]), _HOLDS, format_func=in_percent, key=f"held-{gate}"
        ),
    )
    free, held = _free(text), _held(text, **{gate: value})
    label = _("{gate} held at {value}", gate=told(_GATES[gate]), value=in_percent(value))
    lines = {told(_FREE): free.probabilities.tolist(), label: held.probabilities.tolist()}
    said = _(
        "As it is, the answer is {free} positive; with the gate held at {value}, {held}.",
        free=in_percent(free.result.probability),
        value=in_percent(value),
        held=in_percent(held.result.probability),
    )
    tell(said)
    show(sequences.curves(lines, _("word"), _("positive"), between=(0, 1)), said)
    note(_("The review: “{review}”", review=text))
    return value


def _forget() -> None:
    _hand("forget", BLAME)


def _forgets() -> int:
    """Which way the answer to a damning review goes when nothing is kept."""
    return _nearest(_held(BLAME, forget=0.0).result.probability)


def _nearest(probability: float) -> int:
    """Negative, undecided, positive: in three equal parts."""
    return min(2, int(3 * probability))


def _sizes() -> None:
    text = BLAME
    traces = {told(_FREE): _free(text), _("never forgets"): _held(text, forget=1.0)}
    lines = {name: _memory(trace).tolist() for name, trace in traces.items()}
    said = _(
        "At the end its memory is {times:.1f} times as large as it is by itself.",
        times=_ratio(list(lines.values())),
    )
    show(sequences.curves(lines, _("word"), _("size of the memory")), said)
    tell(said)
    note(_("Its size is the mean magnitude of the cell state."))


def _ratio(lines: list[list[float]]) -> float:
    free, held = (line[-1] for line in lines)
    return held / free


def _grows() -> int:
    free, held = (_memory(one)[-1] for one in (_free(BLAME), _held(BLAME, forget=1.0)))
    return 0 if held > free else 1


def _memory(trace: SentimentTrace) -> np.ndarray:
    cell: np.ndarray = np.asarray(trace.layers[-1].cell, np.float32)
    size: np.ndarray = np.abs(cell).mean(axis=1)
    return size


def _deaf() -> int:
    """Whether praise and blame get the same answer when nothing is let in."""
    praise, blame = (_held(text, input=0.0).result.probability for text in (PRAISE, BLAME))
    return 0 if in_percent(praise) == in_percent(blame) else 1


def _input() -> None:
    other = _held(PRAISE, input=_hand("input", BLAME))
    note(
        _(
            "A warm review, with the gate held alike: {answer} positive.",
            answer=in_percent(other.result.probability),
        )
    )


def _mute() -> None:
    held = _held(BLAME, output=_hand("output", BLAME))
    said = _("The memory at the end: {size:.2f}.", size=float(_memory(held)[-1]))
    note(said)


def _alone() -> None:
    play([_model()], ONE_LINE, "valves", "ledger")


GATES = Lesson(
    "gates",
    N_("Three gates"),
    (
        Step(
            N_(
                "The memory of an LSTM runs past three valves: the forget gate says what stays, "
                "the input gate what gets in, the output gate what is shown. The network moves "
                "them itself, anew at every word."
            ),
            _three,
        ),
        Step(
            N_(
                "Hold the forget gate yourself. Shut, all that was read is dropped at each word; "
                "open, nothing ever is."
            ),
            _forget,
            Question(
                N_("The review is a damning one. What is the answer if nothing is kept?"),
                (N_("still negative"), N_("it no longer knows"), N_("positive")),
                _forgets,
            ),
        ),
        Step(
            N_(
                "The first LSTM had no forget gate: whatever it wrote stayed. Gers and others "
                "added one, as a memory that only grows soon drowns what is new."
            ),
            _sizes,
            Question(
                N_("If nothing is ever forgotten, what becomes of the memory?"),
                (N_("it grows"), N_("it stays as large as it is")),
                _grows,
            ),
        ),
        Step(
            N_("Hold the input gate. Shut, no word gets into the memory."),
            _input,
            Question(
                N_("The input gate is shut. What do a warm and a damning review get?"),
                (N_("the same answer"), N_("different answers")),
                _deaf,
            ),
        ),
        Step(
            N_(
                "Hold the output gate. Shut, the memory still fills, but nothing of it is shown: "
                "to know and to say are two things."
            ),
            _mute,
        ),
        Step(
            N_(
                "Nobody holds them now. Watch what each gate does at a turn, and which words the "
                "memory is made of after it."
            ),
            _alone,
        ),
    ),
    "sentiment",
    (HOCHREITER, GERS),
)
