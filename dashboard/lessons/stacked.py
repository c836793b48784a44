"""One layer beside two and three: what the upper ones keep longer, and what that is worth."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts import sequences
from dashboard.language import _, told
from dashboard.lessons.figure import chosen, note, show, tell
from dashboard.lessons.lesson import GERS, KARPATHY, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import in_percent, play
from dashboard.lessons.texts import LONG, ONE_LINE, TURN
from dashboard.lessons.worth import VERDICTS, show_worth, verdict_on
from dashboard.shows.gestures import answers as gestures
from dashboard.shows.gestures.paths import example
from dashboard.shows.sentiment import answers
from pipelines.errors import ModelError
from pipelines.layers.ledger import Ledger
from pipelines.layers.traces import LayerTrace
from pipelines.layers.valves import valves
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory

_LATER = 10  # Words or frames after which a layer is asked what is left.
_FOLLOWED = 20
_PLACES = (N_("lowest layer"), N_("second layer"), N_("third layer"))


def _one() -> ModelDirectory:
    return recurrent(
        "sentiment", layers=1, cell="lstm", pooling="last+max+mean", piece_buckets=None
    )


def _two() -> ModelDirectory:
    return recurrent("sentiment", layers=2, cell="lstm")


def _watchers() -> list[ModelDirectory]:
    """Three that name gestures, of one layer, of two and of three."""
    return [recurrent("gestures", layers=n, cell="lstm") for n in range(1, len(_PLACES) + 1)]


def _layers(model: ModelDirectory, text: str = LONG) -> tuple[LayerTrace[np.ndarray], ...]:
    return answers.trace(model.name, text).layers


def _left(layer: LayerTrace[np.ndarray]) -> np.ndarray:
    """What is left of what a word wrote, 0 to 20 words later: the mean over all words."""
    ledger = Ledger.of(layer)
    if ledger is None:
        raise ModelError("A plain RNN has no memory that could be followed. Restore the models.")
    words = range(len(ledger.written) - _FOLLOWED)
    mean: np.ndarray = np.nanmean([ledger.left(word)[: _FOLLOWED + 1] for word in words], axis=0)
    return mean


def _of_two() -> dict[str, np.ndarray]:
    names = (_("lower layer"), _("upper layer"))
    return {name: _left(layer) for name, layer in zip(names, _layers(_two()), strict=False)}


def _keeps_longer() -> int:
    lower, upper = _of_two().values()
    return 0 if lower[_LATER] > upper[_LATER] else 1


def _kept(*, beside_one: bool) -> None:
    lines = _of_two()
    if beside_one:
        lines[_("a single layer")] = _left(_layers(_one())[0])
    parts = "; ".join(
        _("{name} {left:.1%}", name=name, left=float(mean[_LATER])) for name, mean in lines.items()
    )
    said = _("{n} words later there is left: {parts}.", n=_LATER, parts=parts)
    tell(said)
    drawn = {name: mean.tolist() for name, mean in lines.items()}
    title = _("words later")
    show(sequences.curves(drawn, title, _("left"), first=0, between=(0, 1)), said)
    note(
        _(
            "What a word wrote into the memory is a part of its cell state, which the forget "
            "gates since have made smaller. The mean over a review of {n} words.",
            n=len(_layers(_two())[0].hidden),
        )
    )


def _tenths(share: float) -> str:
    return _("{share:.1%}", share=float(share))


def _by_layer(model: ModelDirectory) -> list[np.ndarray]:
    """What is left of what a frame wrote, by layer from the bottom up."""
    return [_left(layer) for layer in gestures.trace(model.name, example("").points).layers]


def _longest_of_three() -> int:
    return int(np.argmax([left[_LATER] for left in _by_layer(_watchers()[-1])]))


def _deeper() -> None:
    later = chosen(
        _LATER, lambda: st.slider(_("Frames later"), 1, _FOLLOWED, _LATER, key="frames-later")
    )
    left = {model.name: [line[later] for line in _by_layer(model)] for model in _watchers()}
    parts = "; ".join(
        _("{name} {left}", name=name, left=", ".join(map(_tenths, lines)))
        for name, lines in left.items()
    )
    said = _(
        "{n} frames later there is left, from the lowest layer up: {parts}.", n=later, parts=parts
    )
    tell(said)
    bars = {
        told(place): [lines[n] if n < len(lines) else np.nan for lines in left.values()]
        for n, place in enumerate(_PLACES)
    }
    show(sequences.by_word(list(left), bars, _("left")), said)
    note(
        _(
            "Three networks, alike but for their layers, watch one drawn path of {n} frames; each "
            "bar is a mean over the frames.",
            n=len(example("").points),
        )
    )


def _gates() -> None:
    layers = _layers(_two(), TURN)
    keeps = "update" if layers[0].cell is None else "forget"
    names = (_("lower layer"), _("upper layer"))
    opened = [valves(layer)[keeps].opened for layer in layers]
    lines = {name: line.tolist() for name, line in zip(names, opened, strict=False)}
    parts = "; ".join(
        _("{name} {share}", name=name, share=in_percent(float(np.mean(line))))
        for name, line in lines.items()
    )
    said = _("Open on average: {parts}.", parts=parts)
    show(sequences.curves(lines, _("word"), _("open")), said)
    tell(said)


STACKED = Lesson(
    "stacked",
    N_("Stacked"),
    (
        Step(
            N_(
                "Cells can stand on one another: the lower layer reads the words, the upper one "
                "what the lower one says."
            ),
            lambda: play([_two()], ONE_LINE, "unrolled"),
        ),
        Step(
            N_("Each layer has a memory of its own, and keeps it in its own way."),
            lambda: _kept(beside_one=False),
            Question(
                N_("Some words later, in which layer is more left of what a word wrote?"),
                (N_("in the lower one"), N_("in the upper one")),
                _keeps_longer,
            ),
        ),
        Step(
            N_("Beside them, a network of one layer, which has to do both at once."),
            lambda: _kept(beside_one=True),
        ),
        Step(
            N_(
                "One layer, two, three: these networks watch a finger and name each frame. Again "
                "every layer has a memory of its own."
            ),
            _deeper,
            Question(
                N_("Of three layers, in which is most left some frames later?"),
                _PLACES,
                _longest_of_three,
            ),
        ),
        Step(
            N_(
                "What keeps is a gate. The upper layer does not simply hold all of its gates more "
                "open: it lets some cells go, and holds others for long."
            ),
            _gates,
        ),
        Step(
            N_(
                "See for yourself what the memory of each layer is made of: choose the layer below "
                "the text."
            ),
            lambda: play([_two()], TURN, "ledger"),
        ),
        Step(
            N_("More layers are not better by themselves: that is measured, task by task."),
            lambda: show_worth(_one(), _two()),
            Question(
                N_("On thousands of reviews, the one with two layers is, beside that with one:"),
                VERDICTS,
                lambda: verdict_on(_one(), _two()),
            ),
        ),
        Step(
            N_("So it is with gestures, where the same was done with up to three layers."),
            lambda: show_worth(*_watchers()),
            Question(
                N_("Of a hand that moves, the one with three layers is, beside that with one:"),
                VERDICTS,
                lambda: verdict_on(*_watchers()),
            ),
        ),
    ),
    "sentiment",
    (GERS, KARPATHY),
)
