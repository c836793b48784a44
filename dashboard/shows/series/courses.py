"""Which values are put on stage: those of a known series, or a column of the viewer's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.language import _, told
from dashboard.messages import plain
from dashboard.services.tables import KINDS, lying
from dashboard.shows.series import answers
from dashboard.views.address import gone_back, remember
from dashboard.views.examples import offer_examples
from pipelines.errors import InputError
from pipelines.messages import N_
from pipelines.tasks.series.columns import MOST_BYTES, read_columns
from pipelines.tasks.series.known import KNOWN, Known
from pipelines.tasks.series.results import Course
from pipelines.tasks.series.scaling import Parts

BY_TITLE = {one.title: name for name, one in KNOWN.items()}  # In English.
_KEY = "course"  # In the address, too.
_OWN = N_("Your own column")
_FILE = "course-file"
BEFORE, READ, NEW = 60, 240, 144  # Values on stage that were learnt, read before, and new.
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Chosen:
    """What is put on stage.

    Attributes:
        course: what models read.
        title: what it is called, in the viewer's language.
        value: what is measured.
        step: what lies between two values.
        season: steps until all begins again; None where nothing does, or nobody knows.
        names: of the values, ``T`` of them.
        shown: the first value that is drawn.
        new: the first that nobody learnt from.
    """

    course: Course
    title: str
    value: str
    step: str
    season: int | None
    names: tuple[str, ...]
    shown: int
    new: int

    @property
    def example(self) -> str:
        """The title of a known series, in English; empty for one that nobody else can name."""
        known = None if self.course.own else KNOWN.get(self.course.name)
        return known.title if known else ""


def known(model: str, name: str) -> Chosen:
    """The last third of a series, or its beginning, with what was read before.

    Raises:
        PipelineError: the model that brings it along is damaged, or learnt no such series.
    """
    whole, one = answers.series(model, name), answers.known(model)[name]
    new = Parts.of(len(whole.values)).scored
    begin, end = max(0, new - READ), min(len(whole.values), new + NEW)
    return Chosen(
        whole.between(begin, end),
        told(one.title),
        told(one.value),
        told(one.step),
        one.season if one.season > 1 else None,
        tuple(one.at(place) for place in range(begin, end)),
        max(0, new - begin - BEFORE),
        new - begin,
    )


def choose(model: str) -> Chosen:
    """Draw the choice; what is to be put on stage.

    Args:
        model: the one that brings the known series along.

    Raises:
        PipelineError: a file cannot be used, or the model is damaged.
    """
    there = answers.known(model)
    first = next(iter(there))
    titles = {name: one.title for name, one in there.items()} | {_OWN: _OWN}
    if st.session_state.get(_KEY) not in titles or gone_back():
        wanted = st.query_params.get(_KEY, first)
        st.session_state[_KEY] = wanted if wanted in there else first
    name = st.segmented_control(
        _("Series"),
        list(titles),
        format_func=lambda one: plain(told(titles[one])),
        required=True,
        key=_KEY,
        label_visibility="collapsed",
    )
    offer_examples(list(there), name or first, put)
    if name == _OWN:
        remember(_KEY, "")
        return _own(there) or known(model, first)
    name = name or first
    remember(_KEY, name if name != first else "")
    return known(model, name)


def put(name: str) -> None:
    """Have a known series put on stage from the next run on."""
    st.session_state[_KEY] = name


@st.cache_data(max_entries=4, show_spinner=False)
def _columns(name: str, content: bytes) -> dict[str, tuple[float, ...]]:
    with lying(name, content) as path:
        return read_columns(path)


def _own(there: Mapping[str, Known]) -> Chosen | None:
    """A column of a file; None as long as there is none."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    file = left.file_uploader(
        _("A table with a number in every row"),
        KINDS,
        max_upload_size=-(-MOST_BYTES // MEGABYTE),
        key=_FILE,
    )
    if file is None:
        st.caption(_("Until there is one, a known series is shown."))
        return None
    columns = _columns(file.name, file.getvalue())
    column = middle.selectbox(_("Column"), list(columns), index=len(columns) - 1, key="column")
    networks = right.selectbox(
        _("Networks of"),
        list(there),
        index=min(1, len(there) - 1),
        format_func=lambda one: plain(told(there[one].title)),
        key="networks",
    )
    if column not in columns or networks not in there:
        raise InputError("The file has no such column. Choose another.")
    st.caption(
        _(
            "No network learnt these values: those of “{title}” read them, standardised by their "
            "first two thirds. It stays until the page is loaded anew, and no link leads to it.",
            title=plain(told(there[networks].title)),
        )
    )
    chosen = _end_of(column, columns[column], networks)
    chosen.course.readable(there[networks])  # Said once, not by every model.
    return chosen


def _end_of(column: str, values: tuple[float, ...], networks: str) -> Chosen:
    """The last third of a column, or as much of it as the stage has room for."""
    new = Parts.of(len(values)).scored
    begin, end = max(0, new - READ), min(len(values), new + NEW)
    return Chosen(
        # All that it is standardised by has to be read, however little of it is shown.
        Course(networks, values[:end], own=True),
        title=column,
        value=column,
        step=_("row"),
        season=None,
        names=tuple(str(place + 1) for place in range(end)),
        shown=max(begin, new - BEFORE),
        new=new,
    )
