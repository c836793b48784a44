"""How a text is searched for, as the viewer chooses it."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.glossary.explaining import help_of
from dashboard.language import _
from dashboard.views.address import choose_named, choose_number
from pipelines.errors import InputError
from pipelines.generation.strategies import MAX_BEAM_WIDTH, Beam, Greedy, Sample, Strategy
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory

_TENTHS = [tenth / 10 for tenth in range(21)]
_TWENTIETHS = [part / 20 for part in range(1, 21)]
_STRATEGIES = (N_("Beam"), N_("Greedy"), N_("Sample"))


def choose_strategy(model: ModelDirectory) -> Strategy:
    """Beam, greedy or sampling; the beam starts as ``model`` had it chosen on validation data."""
    kind = choose_named(_("Strategy"), {kind: kind for kind in _STRATEGIES}, "strategy")
    if kind == "Greedy":
        return Greedy()
    return _choose_sampling() if kind == "Sample" else _choose_beam(model)


def _choose_sampling() -> Sample:
    # Infinity in a link is an error where Streamlit asks for a whole number, and refused elsewhere.
    number = partial(st.number_input, step=1.0, format="%.0f", bind="query-params")
    return Sample(
        temperature=choose_number(
            _("Temperature"), _TENTHS[1:], "temperature", 1.0, help=help_of("temperature")
        ),
        top_k=st.slider(
            _("Top-k (0: all words)"),
            0,
            100,
            0,
            key="top-k",
            help=help_of("top-k"),
            bind="query-params",
        ),
        top_p=choose_number(_("Top-p"), _TWENTIETHS, "top-p", 0.9, help=help_of("top-p")),
        # As the browser rounds what it shows.
        seed=math.floor(
            number(_("Seed"), 0.0, 2.0**32 - 1, 1.0, key="seed", help=help_of("seed")) + 0.5
        ),
    )


def _choose_beam(model: ModelDirectory) -> Beam:
    own = own_beam(model)
    return replace(
        own,
        width=st.slider(
            _("Width"),
            1,
            MAX_BEAM_WIDTH,
            own.width,
            key=f"width-{model.name}",
            help=help_of("beam"),
            bind="query-params",
        ),
        length_penalty=choose_number(
            _("Length penalty"),
            _TENTHS,
            f"length-penalty-{model.name}",
            own.length_penalty,
            help=help_of("length-penalty"),
        ),
    )


def own_beam(model: ModelDirectory) -> Beam:
    """The beam in a model's description; where that is damaged, the model says so when asked."""
    own: Any = model.config.get("decoding")
    try:
        return Beam(
            int(own["width"]), float(own["length_penalty"]), int(own["no_repeat_ngram_size"])
        )
    except (TypeError, KeyError, ValueError, OverflowError, InputError):
        return Beam()
