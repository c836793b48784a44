"""How far a forecaster can be trusted, as it was measured."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.language import _, number, told
from dashboard.show import Scores
from dashboard.shows.series import answers
from dashboard.shows.series.compared import by_horizon
from dashboard.views.figure import show_chart, show_table
from dashboard.views.records import title_of_test
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.series.task import SERIES, TEST, WITHIN


def show_scores(model: ModelDirectory, metrics: Scores) -> None:
    """How far off it is on each series, and how far its seeds differ."""
    if TEST not in metrics:
        return
    test = title_of_test(metrics, SERIES, TEST)
    st.markdown(_("**Errors, {test}**, in standard deviations of what was learnt from", test=test))
    rows = [
        (title, int(ahead), one)
        for title, both in _by_title(model, metrics).items()
        for ahead, one in both.items()
    ]
    table = pd.DataFrame(
        {
            _("steps ahead"): [str(ahead) for _title, ahead, _one in rows],
            _("off by"): [number(one["error"], ".3f") for *_rest, one in rows],
            _("95 of 100"): [_span(one["error_interval"]) for *_rest, one in rows],
            _("one network alone"): [_span(_ends(one["by_seed"])) for *_rest, one in rows],
            _("all stays as it is"): [number(one["like_today"], ".3f") for *_rest, one in rows],
            _("as a season ago"): [number(one["like_last_season"], ".3f") for *_rest, one in rows],
        },
        index=pd.Index([title for title, *_rest in rows], name=_("series")),
    )
    show_table(table, _("Errors of each series, one and twelve steps ahead."), "series")
    figure = by_horizon({model.name: metrics})
    if figure is not None:
        st.markdown(f"**{figure.title}**")
        show_chart(figure.chart, figure.alt, "horizon")


def _by_title(model: ModelDirectory, metrics: Scores) -> dict[str, Scores]:
    """The scores of each series that the model learnt."""
    known = answers.known(model.name)
    return {
        told(known[name].title): both
        for name, both in metrics[TEST]["by_series"].items()
        if name in known
    }


def show_trust(model: ModelDirectory, metrics: Scores) -> None:
    """How many true values lay in the band, beside how many it was made for."""
    if TEST not in metrics:
        st.caption(_("This model was not put to these tests."))
        return
    st.markdown(
        _(
            "**{share:.0f} % of true values lay in the band that was made for {aim:.0%}**, {test}",
            share=metrics[TEST]["within"],
            aim=WITHIN,
            test=title_of_test(metrics, SERIES, TEST),
        )
    )
    found = _by_title(model, metrics)
    table = pd.DataFrame(
        {
            _("one step ahead %"): [number(one["1"]["within"], ".0f") for one in found.values()],
            _("twelve steps ahead %"): [
                number(one["12"]["within"], ".0f") for one in found.values()
            ],
        },
        index=pd.Index(list(found), name=_("series")),
    )
    show_table(table, _("How many true values lay in the band."), "trust")
    st.caption(
        _(
            "The band is as wide as errors were on the part that settings were chosen by (split "
            "conformal prediction). That holds as long as a series goes on as it was there."
        )
    )


def _span(ends: list[float]) -> str:
    return _("{low:.3f} to {high:.3f}", low=ends[0], high=ends[1])


def _ends(values: list[float]) -> list[float]:
    return [min(values), max(values)]
