"""Who was nearest on a series, as it was measured: sentences made from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.show import Scores
from dashboard.views.figure import show_table
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on
from pipelines.tasks.series.known import KNOWN
from pipelines.tasks.series.task import SERIES, TEST

_RULES = ("like_today", "like_last_season")
Records = Mapping[str, Scores]  # By model: what was measured so many steps ahead.


def show_record(name: str, models: Sequence[ModelDirectory]) -> None:
    """Who was nearest on the last third of a series, one step and twelve steps ahead."""
    records = _records(name, models)
    if not records:
        return
    step = told(KNOWN[name].step)
    titles = {
        "1": _("**The next {step}**, over the whole last third", step=step),
        "12": _("**Twelve {step}s ahead**, over the whole last third", step=step),
    }
    for column, (ahead, title) in zip(st.columns(2), titles.items(), strict=True):
        at = {model: record[ahead] for model, record in records.items()}
        with column:
            st.markdown(title)
            said, beaten = in_words(at)
            if beaten:
                st.markdown(" ".join(said))
            else:
                st.warning(" ".join(said), icon=":material/campaign:")
            _table(at, f"{name}-{ahead}")
    st.caption(
        explained(
            _(
                "Mean distance from what came, in standard deviations of the first two thirds. In "
                "brackets: where 95 of 100 stretches of such values would put it."
            )
        )
    )


def in_words(records: Records) -> tuple[list[str], bool]:
    """Who is nearest, whether that beats the two rules, and whether an LSTM does; as Markdown.

    Returns:
        The sentences, and whether any network does better than “all stays as it is” beyond
        what chance would do.
    """
    errors = {name: record["error"] for name, record in records.items()}
    first = next(iter(records.values()))
    best = min(errors, key=lambda name: errors[name])
    beating = [name for name, record in records.items() if record["saved_interval"][0] > 0]
    today, season = (first[rule] for rule in _RULES)
    if not beating:
        said = [
            _(
                "**Nothing beats yesterday.** No model here is nearer than “all stays as it is” "
                "({today:.2f}) beyond what chance would do; the nearest, {model}, is off by "
                "{error:.2f}.",
                today=today,
                model=plain(best),
                error=errors[best],
            )
        ]
    else:
        said = [
            _(
                "**{model}** is nearest: off by {error:.2f}; “all stays as it is” by {today:.2f}.",
                model=plain(best),
                error=errors[best],
                today=today,
            )
        ]
        if season < errors[best]:
            said.append(
                _(
                    "Nearer than every network is what was there a season ago: off by "
                    "{season:.2f}.",
                    season=season,
                )
            )
    lstms = [name for name in records if name.endswith("-lstm")]
    if lstms and beating and best not in lstms:
        said.append(
            _(
                "The LSTM does not win here: {model} is off by {error:.2f}.",
                model=plain(lstms[0]),
                error=errors[lstms[0]],
            )
        )
    return said, bool(beating)


def _records(name: str, models: Sequence[ModelDirectory]) -> dict[str, Scores]:
    """Of the models that were scored on the same series as the first of them."""
    found = {}
    tests = None
    for model in models:
        with problems_as_messages():
            metrics = model.metrics()
            measured = metrics.get(TEST, {}).get("by_series", {}).get(name)
            if measured is None:
                continue
            tests = tests or measured_on(metrics, SERIES)
            if measured_on(metrics, SERIES) == tests:
                found[model.name] = measured
    return found


def _table(records: Records, name: str) -> None:
    first = next(iter(records.values()))
    rows = {
        plain_name: _(
            "{error:.2f} ({low:.2f} to {high:.2f})", error=one["error"], low=low, high=high
        )
        for plain_name, one in records.items()
        for low, high in (one["error_interval"],)
    }
    rows[_("all stays as it is")] = f"{first['like_today']:.2f}"
    rows[_("as a season ago")] = f"{first['like_last_season']:.2f}"
    table = pd.DataFrame(
        {_("off by"): rows.values()}, index=pd.Index(list(rows), name=_("forecast"))
    )
    show_table(table, _("How far off each forecast was."), f"record-{name}")


def _span(record: Scores) -> str:
    low, high = record["error_interval"]
    return _("{error:.2f} ({low:.2f} to {high:.2f})", error=record["error"], low=low, high=high)
