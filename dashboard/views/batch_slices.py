"""Parts of many answers: by a column of the file, by length, or by a word."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import streamlit as st

from dashboard.batch.results import Results, slices
from dashboard.language import _, ngettext, number
from dashboard.views.figure import show_table

_FEW = 30  # Values of a column by which rows are sliced.
_LENGTH, _WORD = 0, 1  # In place of a column, whose name is a text.


def show_slices(results: Results) -> None:
    """Rows by a column of the file, by length, or by a word, and how many are right."""
    table = results.table
    few = [
        name
        for name in results.own
        if name != results.given and 1 < table[name].map(str).nunique() <= _FEW
    ]
    titles: dict[int | str, str] = {_LENGTH: _("length"), _WORD: _("a word")}
    titles |= {name: name[:60] for name in few}
    by = st.selectbox(
        _("Slices by"), list(titles), format_func=titles.__getitem__, key="batch-slices"
    )
    if by == _WORD:
        wanted = st.text_input(_("Word"), key="batch-word", max_chars=100)
        if not wanted:
            return
        holds = holding(table[results.given], wanted.casefold())
        parts = holds.map({True: _("with “{word}”", word=wanted), False: _("without it")})
    elif by == _LENGTH:
        parts, names = _by_length(results.words)
    else:
        parts = table[by]
    found = slices(results, parts)
    if by == _LENGTH:
        found = found.reindex([name for name in names if name in found.index])
    rows = {_("rows"): [number(n, ",") for n in found["rows"]]}
    if found["known"].any():
        rows[_("right %")] = [_percent(share) for share in found["right"]]
    written = pd.DataFrame(rows, index=pd.Index(found.index, name=titles[by]))
    show_table(written, _("Slices by {name}.", name=titles[by]), "slices")


def _by_length(words: pd.Series) -> tuple[pd.Series, list[str]]:
    """Four parts of about as many rows each, and their names from short to long."""
    cuts = sorted({int(words.quantile(share)) for share in (0, 0.25, 0.5, 0.75)})
    names = [_between(low, high - 1) for low, high in pairwise(cuts)]
    names.append(_("{low:,} words and more", low=cuts[-1]))
    return words.map(lambda n: names[sum(n >= cut for cut in cuts) - 1]), names


def _between(low: int, high: int) -> str:
    if low == high:
        return ngettext("{n:,} word", "{n:,} words", low)
    return _("{low:,} to {high:,} words", low=low, high=high)


def _percent(share: float) -> str:
    return "–" if share != share else number(100 * share, ".1f")


def holding(column: pd.Series, wanted: str) -> pd.Series:
    """Which values hold a text, in whatever case."""
    return column.map(lambda value: wanted in str(value).casefold()).astype(bool)
