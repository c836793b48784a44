"""What a model that a page has trained is worth on the rows of the table that were held back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.language import _, number
from dashboard.messages import plain
from dashboard.show import Scores
from dashboard.views.figure import show_table
from dashboard.views.metrics import source_in_words
from pipelines.models.directory import ModelDirectory
from pipelines.models.records import BESIDE


class Share(NamedTuple):
    """How many answers are right, in points of 100.

    Attributes:
        right: of all.
        low, high: between which the true share lies with 95 %.
        guessing: if the commonest answer of these items were always given.
        items: how many there are.
    """

    right: float
    low: float
    high: float
    guessing: float
    items: int


def show_shares(
    model: ModelDirectory, share_in: Callable[[Scores], Share | None], sentence: str
) -> None:
    """Draw its score, what it began with scores, and what guessing does; nothing of no score.

    Args:
        model: that a page has trained.
        share_in: what scores say of the rows that were held back; None where they say nothing.
        sentence: that says so, in English, of ``n`` items and the share that is ``right``.

    Raises:
        ModelError: the record of the model is damaged.
    """
    metrics = model.metrics()
    share = share_in(metrics)
    if not share:
        return
    rows = {model.name: share}
    for name, scores in metrics.get(BESIDE, {}).items():
        if other := share_in(scores):
            rows[_("{name}, with which it began", name=name)] = other
    written = {name: [number(one.right, ".1f"), _interval(one)] for name, one in rows.items()}
    written[_("always the commonest class")] = [number(share.guessing, ".1f"), ""]
    st.markdown(_(sentence, n=share.items, right=share.right))
    heads = [_("right of 100"), _("95 of 100 times between")]
    table = pd.DataFrame(written, index=pd.Index(heads)).T.rename_axis(index=_("model"))
    show_table(table, _("How often each is right on what was held back."), f"own-{model.name}")
    said = _(
        "Differences that lie within these intervals may be chance; more rows make them narrower."
    )
    st.caption(f"{source_in_words(metrics)} {plain(said)}")


def _interval(share: Share) -> str:
    return f"{number(share.low, '.0f')}–{number(share.high, '.0f')}"
