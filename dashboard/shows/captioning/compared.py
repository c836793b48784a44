"""Which of two captioners is better, and where they disagree."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.services.folders import Key, asked
from dashboard.shows.captioning import answers
from dashboard.shows.captioning.pictures import put_photo
from dashboard.views.disagreements import list_rows
from dashboard.views.records import title_of_test
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.bootstrap import Difference
from pipelines.scoring.verdicts import Verdict
from pipelines.tasks.captioning import comparison
from pipelines.tasks.captioning.samples import photo_name
from pipelines.tasks.captioning.task import CAPTIONING

_LISTED = 40  # Photos: of more, small pictures would take long.
_COMPARED_BY = {"BLEU-4": "bleu_4", "CIDEr-D": "cider_d"}


def require_predictions(model: ModelDirectory) -> None:
    """See that a captioner can be compared with others.

    Raises:
        ModelError: it was not scored, or what it wrote is damaged.
    """
    _predictions(asked(model.name))


def verdict(first: ModelDirectory, other: ModelDirectory) -> Verdict:
    """The paired bootstrap of two captioners by CIDEr-D, each by its own beam.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    return _compared(asked(first.name), asked(other.name))["cider_d"].verdict


def verdicts(first: ModelDirectory, other: ModelDirectory) -> list[str]:
    """The paired bootstrap of two captioners, each by its own beam, in a line.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    found = _compared(asked(first.name), asked(other.name))
    said = (
        _(
            "{score} {verdict} ({points:+.1f}, from {low:+.1f} to {high:+.1f})",
            score=name,
            verdict=told(found[key].verdict),
            points=found[key].points,
            low=found[key].low,
            high=found[key].high,
        )
        for name, key in _COMPARED_BY.items()
    )
    (test,) = CAPTIONING.tests
    return [
        _(
            "{test}: **{first}** beside **{other}**: {said}; paired bootstrap, 95 %",
            test=title_of_test(first.metrics(), CAPTIONING, test),
            first=plain(first.name),
            other=plain(other.name),
            said=", ".join(said),
        )
    ]


def show_disagreements(first: str, second: str) -> None:
    """The test photos of which two captioners say different things.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    table = _disagreements(first, second)
    st.markdown(
        _(
            "**{first}** and **{second}** say different things of {number:,} photos; listed are "
            "those where one is furthest ahead. Choose one to put it on stage.",
            first=plain(first),
            second=plain(second),
            number=len(table),
        )
    )
    columns = {
        "photo": st.column_config.ImageColumn(_("photo")),
        "lead": st.column_config.NumberColumn(
            _("lead of {model}", model=first),
            format="%+.0f",
            help=_("Its CIDEr-D less that of the other."),
        ),
    }
    furthest = table.head(_LISTED)
    thumbnails = answers.thumbnails_of(tuple(furthest["photo"]))
    list_rows(
        furthest,
        columns,
        f"{first}-{second}",
        _("Photos on which the two models disagree."),
        lambda row: put_photo(row["photo"]),
        shown=furthest.assign(photo=pd.Series(thumbnails, furthest.index, dtype=object)),
        row_height=64,
    )


def _disagreements(first: str, second: str) -> pd.DataFrame:
    """What two captioners wrote under the test photos, each by its own beam, where it differs.

    Returns:
        Columns ``photo`` (its name), each model's caption by its name, and how much better the
        first one is in CIDEr-D, ``lead``, times 100; the furthest apart first.

    Raises:
        ModelError: one of them was not scored, or on other photos.
    """
    one, other = (_predictions(asked(name)) for name in (first, second))
    comparison.require_same_photos(one.scores, other.scores)
    table = pd.DataFrame(
        {
            "photo": [photo_name(number) for number in range(1, len(one.captions) + 1)],
            first: one.captions,
            second: other.captions,
            "lead": 100 * (one.scores.cider - other.scores.cider),
        }
    )
    differing = table[table[first] != table[second]]
    return differing.sort_values("lead", key=abs, ascending=False, kind="stable")


@st.cache_data(max_entries=16, show_spinner=False)
def _predictions(key: Key) -> comparison.Predictions:
    return comparison.load_predictions(Path(key[0]))


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(first: Key, second: Key) -> dict[str, Difference]:
    return comparison.compare(_predictions(first).scores, _predictions(second).scores)
