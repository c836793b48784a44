"""The small networks of lessons, which learn on this machine; each result is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.language import _
from dashboard.services.work import Work, result_of
from pipelines.studies.results import Learner, Learning

if TYPE_CHECKING:
    from pipelines.layers.recurrent import CellKind
    from pipelines.studies.fading import Activation


def learnt(*learners: Learner, stop: str) -> list[Learning]:
    """How networks learn the adding problem; a bar moves until it is there.

    Args:
        learners: one after the other.
        stop: the key of the toggle that asks for it, to be switched off by who waits no longer.
    """
    return result_of(partial(_learnt, learners), _("Small networks learn …"), stop)


def example(length: int, seed: int) -> tuple[np.ndarray, float]:
    """A sequence of the adding problem, ``(T, 2)``: numbers and marks; and their sum."""
    from pipelines.studies.adding import example as drawn

    return drawn(length, seed)


@st.cache_data(max_entries=64, show_spinner=False)
def by_distance(cell: CellKind, steps: int, scale: float, gate_bias: float) -> np.ndarray:
    """Gradients in a network that has learnt nothing, as ``pipelines.studies.fading`` has them."""
    from pipelines.studies import fading

    return fading.gradient_by_distance(cell, steps, scale=scale, gate_bias=gate_bias)


@st.cache_data(max_entries=16, show_spinner=False)
def by_depth(activation: Activation, layers: int) -> np.ndarray:
    """The same in a deep perceptron."""
    from pipelines.studies import fading

    return fading.gradient_by_depth(activation, layers)


@st.cache_resource(max_entries=32, show_spinner=False)
def _learnt(learners: tuple[Learner, ...]) -> Work[list[Learning]]:
    from pipelines.studies.adding import learn_all

    return Work(learn_all(learners))
