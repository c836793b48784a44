"""Who was nearest on a series, as it was measured: sentences made from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.glossary.explaining import explained
from dashboard.language import _, number, told
from dashboard.messages import plain, problems_as_messages
from dashboard.show import Scores
from dashboard.views.figure import show_table
from dashboard.views.metrics import source_in_words
from dashboard.views.records import tests_in_words
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import measured_on
from pipelines.tasks.series.known import known_of
from pipelines.tasks.series.task import SERIES, TEST

_RULES = ("like_today", "like_last_season")
Records = Mapping[str, Scores]  # By model: what was measured so many steps ahead.


def show_record(name: str, models: Sequence[ModelDirectory]) -> None:
    """Who was nearest on the last third of a series, one step and twelve steps ahead."""
    records = _records(name, models)
    if records:
        _show(records, name)
        _explain()


def show_own_record(model: ModelDirectory) -> None:
    """The same of a model that was trained on series of somebody's own; nothing of no score.

    Raises:
        ModelError: its record is damaged.
    """
    metrics, known = model.metrics(), known_of(model.config, model.name)
    by_series = metrics.get(TEST, {}).get("by_series", {})
    scored = [name for name in known if name in by_series]
    for name in scored:
        if len(scored) > 1:
            st.markdown(f"**{plain(told(known[name].title))}**")
        _show({model.name: by_series[name]}, f"{model.name}-{name}")
    if scored:
        _explain()
        st.caption(f"{tests_in_words(metrics, SERIES)}. {source_in_words(metrics)}")


def _show(records: Records, name: str) -> None:
    titles = {
        "1": _("**One step ahead**, over the whole last third"),
        "12": _("**Twelve steps ahead**, over the whole last third"),
    }
    for column, (ahead, title) in zip(st.columns(2), titles.items(), strict=True):
        at = {model: record[ahead] for model, record in records.items()}
        with column:
            st.markdown(title)
            said, beaten = in_words(at)
            sentences = explained(" ".join(said))
            if beaten:
                st.markdown(sentences)
            else:
                st.warning(sentences, icon=":material/campaign:")
            _table(at, f"{name}-{ahead}")


def _explain() -> None:
    """What the tables hold."""
    st.caption(
        explained(
            _(
                "Mean distance from what came, in standard deviations of the first two thirds. In "
                "brackets: where 95 of 100 stretches of such values would put it."
            )
        )
    )


def in_words(records: Records) -> tuple[list[str], bool]:
    """Who is nearest, whether that is more than chance, and whether an LSTM is, as Markdown.

    Returns:
        The sentences, and whether any network is nearer than “all stays as it is” at all.
    """
    errors = {name: record["error"] for name, record in records.items()}
    best = min(errors, key=lambda name: errors[name])
    today, season = (next(iter(records.values()))[rule] for rule in _RULES)
    told_of = {"model": plain(best), "error": errors[best], "today": today, "season": season}
    if errors[best] >= today:
        loud = _(
            "**Nothing beats yesterday.** No network is nearer than “all stays as it is”, which is "
            "off by {today:.2f}; {model} by {error:.2f}.",
            **told_of,
        )
        return [loud], False
    said = [_nearest(told_of, alone=len(records) == 1)]
    if records[best]["saved_interval"][0] <= 0:
        said.append(_("That may be an accident: the last third is short."))
    if season < errors[best]:
        said.append(
            _("Nearer than every network is what was there a season ago: {season:.2f}.", **told_of)
        )
    lstm = next((name for name in records if name.endswith("-lstm")), best)
    if lstm != best:
        lost = {"model": plain(lstm), "error": errors[lstm]}
        said.append(_("The LSTM does not win here: {model} is off by {error:.2f}.", **lost))
    return said, True


def _nearest(told_of: Scores, *, alone: bool) -> str:
    if alone:
        return _(
            "**{model}** is off by {error:.2f}; “all stays as it is” by {today:.2f}.", **told_of
        )
    return _(
        "**{model}** is the nearest network: off by {error:.2f}; “all stays as it is” by "
        "{today:.2f}.",
        **told_of,
    )


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
    rows = {model: _span(one) for model, one in records.items()}
    rows[_("all stays as it is")] = number(first["like_today"], ".2f")
    rows[_("as a season ago")] = number(first["like_last_season"], ".2f")
    table = pd.DataFrame(
        {_("off by"): rows.values()}, index=pd.Index(list(rows), name=_("forecast"))
    )
    show_table(table, _("How far off each forecast was."), f"record-{name}")


def _span(record: Scores) -> str:
    low, high = record["error_interval"]
    return _("{error:.2f} ({low:.2f} to {high:.2f})", error=record["error"], low=low, high=high)
