"""The first rows of a table that a viewer brings, and what its columns and values mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.language import _, ngettext, told
from dashboard.messages import plain
from dashboard.services.tables import Looked
from dashboard.show import Own


def show_first(looked: Looked) -> None:
    """Draw the first rows."""
    rows = [{column: row.get(column) for column in looked.columns} for row in looked.first]
    table = pd.DataFrame(rows, columns=list(looked.columns)).astype(str)
    st.dataframe(table, hide_index=True, alt=_("The first rows of the table."), key="own-first")
    if not looked.too_long:
        said = ngettext("{n:,} row, {kind}", "{n:,} rows, {kind}", looked.rows, kind=looked.kind)
        st.caption(plain(said))


def choose_columns(looked: Looked, own: Own) -> list[str] | None:
    """Draw the choice of columns and values; the options that say the same, once all is chosen."""
    places = st.columns(len(own.columns) + len(own.groups), vertical_alignment="bottom")
    columns: dict[str, str] = {}
    for place, (option, title) in zip(places, own.columns.items(), strict=False):
        guess = _guessed(looked, option, list(columns.values()))
        key = f"own-{option}"
        with place:
            columns[option] = st.selectbox(told(title), looked.columns, index=guess, key=key)
    labels = list(filter(None, looked.values.get(list(columns.values())[-1], ())))
    if own.groups and not labels:
        st.info(_("That column holds too many different values. Choose the one with the labels."))
        return None
    if own.groups and len(labels) < len(own.groups):
        st.info(
            _(
                "All rows of that column hold {value}. Choose the one with the labels, or bring "
                "rows with others too.",
                value=plain(labels[0]),
            )
        )
        return None
    key = f"own-{'-'.join(columns.values())}"
    groups = choose_values(places[len(columns) :], own.groups, labels, key)
    if not all(groups.values()):
        return None
    named = {**columns, **{option: ",".join(group) for option, group in groups.items()}}
    # In one word, because a column may be called like an option.
    return [f"--{option}={value}" for option, value in named.items()]


def choose_values(
    places: Iterable[DeltaGenerator],
    groups: Mapping[str, str],
    values: Sequence[str],
    key: str,
    likely: Mapping[str, str] | None = None,
) -> dict[str, list[str]]:
    """Draw the choice of what values mean; those of each group, and no value in two of them.

    Args:
        places: where, one a group.
        groups: their titles, by their names.
        values: what there is to choose from.
        key: of the choice; it begins anew where there are other values, as of another file.
        likely: the group of some values, unless a viewer chooses otherwise.
    """
    anew = st.session_state.get(f"{key}-of") != values
    st.session_state[f"{key}-of"] = values
    chosen: dict[str, list[str]] = {}
    for place, (name, title) in zip(places, groups.items(), strict=True):
        left = [one for one in values if not any(one in group for group in chosen.values())]
        first = [one for one in left if (likely or {}).get(one) == name]
        if anew:
            st.session_state[f"{key}-{name}"] = first
        with place:
            chosen[name] = st.multiselect(
                told(title), left, first, key=f"{key}-{name}", placeholder=_("Choose")
            )
    return chosen


def _guessed(looked: Looked, option: str, taken: Sequence[str]) -> int:
    """The place of a column of that name, or of one that holds what it should: texts, or labels."""
    few = [column in looked.values for column in looked.columns]

    def fit(place: int) -> tuple[bool, bool, bool]:
        name = looked.columns[place]
        return name in taken, option not in name.lower(), few[place] != bool(taken)

    return min(range(len(looked.columns)), key=fit)
