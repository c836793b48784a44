"""One layer beside two: what the upper one keeps longer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts import results, sequences
from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.lessons.lesson import GERS, KARPATHY, Lesson, Question, Step
from dashboard.lessons.models import recurrent
from dashboard.lessons.readings import in_percent, play, show
from dashboard.lessons.texts import LONG, ONE_LINE, TURN
from dashboard.shows import SHOWS
from dashboard.shows.sentiment import answers
from pipelines.errors import ModelError
from pipelines.layers.ledger import Ledger
from pipelines.layers.traces import LayerTrace
from pipelines.layers.valves import valves
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.task import PARAMETERS

_LATER = 10  # Words after which a layer is asked what is left.
_FOLLOWED = 20


def _one() -> ModelDirectory:
    return recurrent(
        "sentiment", layers=1, cell="lstm", pooling="last+max+mean", piece_buckets=None
    )


def _two() -> ModelDirectory:
    return recurrent("sentiment", layers=2, cell="lstm")


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
    st.markdown(f"**{said}**")
    drawn = {name: mean.tolist() for name, mean in lines.items()}
    title = _("words later")
    show(sequences.curves(drawn, title, _("left"), first=0, between=(0, 1)), said)
    st.caption(
        explained(
            _(
                "What a word wrote into the memory is a part of its cell state, which the forget "
                "gates since have made smaller. The mean over a review of {n} words.",
                n=len(_layers(_two())[0].hidden),
            )
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
    st.markdown(explained(f"**{said}**"))


def _scored() -> dict[str, float]:
    primary = SHOWS["sentiment"].task.primary
    found = {model.name: primary.of(model.metrics()) for model in (_one(), _two())}
    scores = {name: score for name, score in found.items() if score is not None}
    if len(scores) < len(found):
        raise ModelError("These models were not scored. Restore the folder models.")
    return scores


_VERDICTS = (N_("better"), N_("worse"), N_("no difference that this test can show"))


def _verdict() -> int:
    return _VERDICTS.index(SHOWS["sentiment"].verdict(_two(), _one()))


def _worth() -> None:
    scores = _scored()
    parts = "; ".join(
        _(
            "{name}: {score:.1f} of 100 right, with {numbers} numbers learnt",
            name=model.name,
            score=scores[model.name],
            numbers=PARAMETERS.written(model.metrics()),
        )
        for model in (_one(), _two())
    )
    title = told(SHOWS["sentiment"].task.primary.title)
    said = _("{title}: {parts}.", title=title, parts=parts)
    bars = results.bars({name: score / 100 for name, score in scores.items()})
    show(bars.properties(height=170), said)
    st.markdown(f"**{said}**")


STACKED = Lesson(
    "stacked",
    N_("Stacked"),
    (
        Step(
            N_(
                "Cells can stand on one another: the lower layer reads the words, the upper one "
                "reads what the lower one says of them, step by step."
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
            _worth,
            Question(
                N_("On thousands of reviews, the one with two layers is, beside that with one:"),
                _VERDICTS,
                _verdict,
            ),
        ),
    ),
    "sentiment",
    (GERS, KARPATHY),
)
