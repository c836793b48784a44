"""A course of values on stage, with what was said of it before it came."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _
from dashboard.messages import problems_as_messages
from dashboard.player.component import play
from dashboard.player.plotting import Ahead, Stage, forecasting_show
from dashboard.shows.series.courses import Chosen
from pipelines.tasks.series.baselines import like_last_season, like_today
from pipelines.tasks.series.results import SeriesTrace
from pipelines.tasks.series.task import WITHIN


@problems_as_messages()
def show_forecasts(chosen: Chosen, traces: Mapping[str, SeriesTrace]) -> None:
    """The player, with what one or several models say of one course."""
    play(forecasts_show(chosen, traces), "player")
    said = [
        _("The line is what came so far; the others were drawn before it went on."),
        _("A frame holds all that a perceptron with a window sees."),
        *(_band(trace, chosen.new) for trace in traces.values() if len(traces) == 1),
        _("Space plays, arrows step; click into the plot to go there."),
    ]
    st.caption(explained(" ".join(said)))


def _band(trace: SeriesTrace, new: int) -> str:
    return _(
        "Shaded: a band made for {aim:.0%} of what comes; of the new values on stage it holds "
        "{share:.0%}.",
        aim=WITHIN,
        share=trace.held(new),
    )


def forecasts_show(chosen: Chosen, traces: Mapping[str, SeriesTrace]) -> bytes:
    """The same for the player, beside two rules that need no network."""
    shown = slice(chosen.shown, None)
    values = np.array(chosen.course.values)
    ahead = {
        name: Ahead(
            trace.forecasts[shown],
            (trace.low[shown], trace.high[shown]) if len(traces) == 1 else None,
            trace.window,
        )
        for name, trace in traces.items()
    }
    rules = {_("all stays as it is"): like_today(values)}
    if chosen.season is not None:
        rules[_("as a season ago")] = like_last_season(values, chosen.season)
    ahead |= {name: Ahead(said[shown], plain=True) for name, said in rules.items()}
    new = chosen.new - chosen.shown
    return forecasting_show(
        (chosen.title, values[shown].tolist()),
        ahead,
        Stage(chosen.names[shown], start=new - 1, new=new),
        chosen.step,
        chosen.value,
        "" if chosen.example else _("your values"),
    )
