"""The first rows of a table that a viewer brings, and what its columns and values mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.batch.reading import likely_labels
from dashboard.language import _, ngettext, told
from dashboard.messages import plain
from dashboard.services.tables import Looked
from dashboard.show import Own
from pipelines.data.own import parted

_ABREAST = 5  # Choices in a row.
_LONGEST = 40  # Characters of a field.
_FEWEST_LABELS = 2  # Of one alone, nothing could be learnt.


def show_first(looked: Looked) -> None:
    """Draw the first rows."""
    rows = [{column: row.get(column) for column in looked.columns} for row in looked.first]
    table = pd.DataFrame(rows, columns=list(looked.columns)).astype(str)
    st.dataframe(table, hide_index=True, alt=_("The first rows of the table."), key="own-first")
    if not looked.too_long:
        said = ngettext("{n:,} row, {kind}", "{n:,} rows, {kind}", looked.rows, kind=looked.kind)
        st.caption(plain(said))


def choose_columns(
    looked: Looked, own: Own, file: str, known: Mapping[str, str]
) -> list[str] | None:
    """Draw the choice of columns and values; the options that say the same, once all is chosen.

    Args:
        looked: the table.
        own: what is to be chosen.
        file: tells this table from others; with another, all choices begin anew.
        known: which group labels are in, by what files call them in lower case.
    """
    anew = _is_other("own", (file, own))
    places = iter(_places(sum(map(len, (own.columns, own.optional, own.groups, own.fields)))))
    columns = _chosen_columns(places, looked, own, anew)
    labels = list(filter(None, looked.values.get(columns[list(own.columns)[-1]], ())))
    fault = _fault(columns, labels if own.groups else None)
    if fault:
        st.info(fault)
        return None
    key = f"own-{'-'.join(columns.values())}"
    likely = likely_labels(labels, {**{name: name for name in own.groups}, **known})
    groups = choose_values(islice(places, len(own.groups)), own.groups, labels, key, likely)
    fields = _filled_fields(places, own, anew)
    told_apart = sum(
        len(group) if option == own.each else bool(group) for option, group in groups.items()
    )
    if own.groups and told_apart < _FEWEST_LABELS:
        st.info(_("Choose above what the labels mean; then the training can begin."))
        return None
    named = {**columns, **{option: parted(group) for option, group in groups.items()}, **fields}
    # In one word, because a column may be called like an option.
    return [f"--{option}={value}" for option, value in named.items()]


def _places(number: int) -> list[DeltaGenerator]:
    """Places for so many choices, in rows that a screen is wide enough for."""
    rows = range(0, number, _ABREAST)
    return [
        place
        for first in rows
        for place in st.columns(min(_ABREAST, number), vertical_alignment="bottom")[
            : number - first
        ]
    ]


def _chosen_columns(
    places: Iterator[DeltaGenerator], looked: Looked, own: Own, anew: bool
) -> dict[str, str]:
    """The column of each option; empty of one that may be lacking, and is."""
    columns: dict[str, str] = {}
    for option, title in {**own.columns, **own.optional}.items():
        guess = _guessed(looked, own, option, list(columns.values()))
        lacks = option in own.optional and option not in looked.columns[guess].lower()
        key, first = f"own-{option}", None if lacks else guess
        if anew:
            st.session_state[key] = None if lacks else looked.columns[guess]
        with next(places):
            chosen = st.selectbox(
                told(title), looked.columns, index=first, key=key, placeholder=_("None")
            )
        columns[option] = chosen or ""
    return columns


def _filled_fields(places: Iterator[DeltaGenerator], own: Own, anew: bool) -> dict[str, str]:
    fields: dict[str, str] = {}
    for option, title in own.fields.items():
        if anew:
            st.session_state[f"own-{option}"] = ""
        with next(places):
            said = st.text_input(
                told(title),
                max_chars=_LONGEST,
                key=f"own-{option}",
                placeholder=f"--{option}",  # As what is wrong with it calls it.
            )
        if said.strip():
            fields[option] = said.strip()
    return fields


def _fault(columns: Mapping[str, str], labels: Sequence[str] | None) -> str | None:
    """Why these columns cannot be learnt from, as Markdown; None where they may.

    Args:
        columns: what was chosen, by option.
        labels: the values of the last of them; None where they need not be few.
    """
    twice = [one for one, times in Counter(columns.values()).items() if one and times > 1]
    if twice:
        return _(
            "The column {name} cannot be two things at once. Choose another, or bring a table that "
            "has a column for each.",
            name=plain(twice[0]),
        )
    if labels is not None and not labels:
        return _("That column holds too many different values. Choose the one with the labels.")
    if labels is not None and len(labels) < _FEWEST_LABELS:
        return _(
            "All rows of that column hold {value}. Choose the one with the labels, or bring rows "
            "with others too.",
            value=plain(labels[0]),
        )
    return None


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
    anew = _is_other(key, values)
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


def _is_other(key: str, of: object) -> bool:
    """Whether the choices of that key were of something else so far."""
    before = st.session_state.get(f"{key}-of")
    st.session_state[f"{key}-of"] = of
    return before != of


def _guessed(looked: Looked, own: Own, option: str, taken: Sequence[str]) -> int:
    """The place of a column of that name, or of one that holds what it should.

    Labels are few, but more than one; beside them stand long texts, else many values.
    """
    is_label = bool(own.groups) and option == list(own.columns)[-1]

    def fit(place: int) -> tuple[bool, bool, bool, float]:
        name = looked.columns[place]
        values = len([*filter(None, looked.values.get(name, ()))])
        few, many = (values if values >= _FEWEST_LABELS else math.inf), -(values or math.inf)
        named = name.lower() != option, option not in name.lower()
        given = -looked.length_of(name) if own.groups else many
        return name in taken, *named, few if is_label else given

    return min(range(len(looked.columns)), key=fit)
