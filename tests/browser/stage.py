"""A page of nothing but the player, and shows of invented results for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from dashboard.player.opinions import Probabilities, Verdict
from dashboard.player.plotting import Ahead, Stage, forecasting_show, plotting_show
from dashboard.player.reading import Reading
from pipelines.layers.traces import LayerTrace
from tests.browser.server import clone
from tests.dashboard.labelled import BIO, OTHER_BIO, labelled, show_of, with_cells
from tests.dashboard.translated import translated, translation_show

VERDICT = Verdict(
    "clearly positive, 98%",
    probability=0.98,
    worth="of 100 answers this sure, about 98 are right",
    doubt=(0.4, 0.6),
    clear=(0.1, 0.9),
)
PLOTS = {
    "plot": {"validation loss": [0.0, 1.0, 0.5, 1.0, 0.25, 0.125, 0.0, 0.3, 0.3, 0.9, 0.8, 0.1]},
    "plots": {
        "training loss": [5.1, 3.9, 3.2, 2.8, 2.4],
        "validation loss": [3.6, 3.2, float("nan"), 3.3, 3.4],
    },
    "flat": {"validation loss": [-2.0, -2.0]},
    "long": {"validation loss": [1000.0 * step for step in range(300)]},
    "single": {"validation loss": [1e-5]},
}
PAGE = """
import sys
from pathlib import Path
import streamlit as st
sys.path.insert(0, str(Path(__file__).parents[1]))
from dashboard.player.component import play
st.set_page_config(layout="wide")
st.title("Stage")
play(Path(st.query_params["show"]).read_bytes(), "player")
"""


def write_stage(models: Path, root: Path) -> Path:
    """A dashboard under ``root`` that plays the show that its address names."""
    clone(models, root)
    (root / "dashboard" / "app.py").write_text(PAGE)
    late = labelled(OTHER_BIO, while_reading=False)
    for name, readings in {
        "one": {"a": labelled()},
        "cells": {"a": with_cells(labelled())},
        "late": {"a": labelled(while_reading=False)},
        "three": {"a": labelled(), "b": labelled(OTHER_BIO), "c": late},
        "swinging": {"a": _opinions(*(place % 2 for place in range(len(BIO.split()))))},
        "memory": {"a": _remembering()},
        "turning": {"a": _opinions(0.55, 0.56, 0.72, 0.68, 0.05, 0.5, 0.45, 0.6, 0.6, *[0.8] * 4)},
    }.items():
        (root / name).write_bytes(show_of(readings))
    one = {"a": translated()}
    for name, show in {
        "translation": translation_show(one),
        "looking-back": translation_show(one, looks_back=True),
        "translations": translation_show({**one, "b": translated(width=1)}),
    }.items():
        (root / name).write_bytes(show)
    for name, curves in PLOTS.items():
        (root / name).write_bytes(plotting_show(curves, "epoch", "loss of the training"))
    (root / "foretold").write_bytes(foretold())
    return root


def foretold() -> bytes:
    """A line of twenty steps, which a model with a window of five and one without foretell."""
    values = np.arange(20.0)
    said = values[:, None] + np.arange(1, 5)
    ahead = {
        "window": Ahead(said + 1, window=5),
        "memory": Ahead(said),
        "same": Ahead(said, plain=True),
    }
    stage = Stage([f"day {step}" for step in range(20)], start=9, new=10)
    return forecasting_show(("tide", values.tolist()), ahead, stage, "day", "metres")


def _remembering() -> Reading:
    """An LSTM of four cells, half of whose memory stays at each word and nothing at the last one.

    Words before it speak for a positive answer, more at every step; the last one speaks against it.
    """
    steps = len(BIO.split())
    kept, opened = np.full((steps, 4), 0.5), np.ones((steps, 4))
    kept[-1] = 0
    cells = [np.ones(4)]
    for step in range(1, steps):
        cells.append(kept[step] * cells[-1] + 1)
    gates = {"forget": kept, "input": opened, "output": opened, "candidate": opened}
    parts = np.tril(np.tile(np.arange(1.0, steps + 1), (steps, 1)))
    parts[:, -1] *= -1
    trace = LayerTrace(np.tanh(cells), np.array(cells), gates)
    return replace(_opinions(0.999, *[0.6] * (steps - 1)), layers=[trace], memory_parts=parts)


def _opinions(*probabilities: float) -> Reading:
    """A model that says so after each word."""
    return Reading(
        Probabilities(np.array(probabilities), VERDICT),
        [True] * len(probabilities),
        [],
        0,
    )
