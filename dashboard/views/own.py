"""What a viewer brings: looked at, its columns named, a training ordered."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.language import _, locale_of_viewer, told
from dashboard.messages import plain
from dashboard.services import folders
from dashboard.services.orders import PREFIX, Order
from dashboard.services.tables import (
    KINDS,
    MOST_MEGABYTES,
    MOST_ROWS,
    Looked,
    checked,
    file_name,
    look,
)
from dashboard.services.training import trainings
from dashboard.show import Own, Show, Start
from dashboard.views.mapping import choose_columns, show_first
from pipelines.errors import InputError
from pipelines.models.staging import require_writable

_LONGEST_NAME = 40


@dataclass(frozen=True)
class _Brought:
    """A file that was brought: what it is called, what it holds, and what is in it."""

    name: str
    content: bytes
    looked: Looked


def order_training(show: Show, own: Own) -> None:
    """Draw how a table is brought and read, and the button that has a model trained on it.

    Raises:
        InputError: the file is no table, or what was chosen cannot be trained on.
    """
    file = st.file_uploader(
        _("Your table"),
        KINDS,
        max_upload_size=MOST_MEGABYTES,
        key="own-file",
        help=_("CSV, TSV, JSON Lines, Parquet or Excel"),
    )
    st.caption(
        _(
            "It stays on this machine, and is deleted as soon as its training has ended. Up to "
            "{size} MB and {rows:,} rows; for more there is the command line.",
            size=MOST_MEGABYTES,
            rows=MOST_ROWS,
        )
    )
    if file is None:
        return
    with st.spinner(_("Reading {name} …", name=plain(file.name))):
        brought = _Brought(file.name, file.getvalue(), look(file.name, file.getvalue()))
    show_first(brought.looked)
    known = show.batch.labels if show.batch else {}
    options = choose_columns(brought.looked, own, file.file_id, known)
    if options is None:
        return
    if brought.looked.too_long:
        st.info(_("The table has more than {n:,} rows. This command trains on it:", n=MOST_ROWS))
        _show_command(show, file_name(file.name), options)
        return
    with st.spinner(_("Checking {name} …", name=plain(file.name))):
        said = checked(file.name, brought.content, show.task.name, options)
    with st.expander(_("What a training would take"), expanded=True, icon=":material/fact_check:"):
        st.markdown("\n".join(f"- {plain(told(line))}" for line in said))
    _offer(show, own, brought, options)


def _show_command(show: Show, file: str, options: Sequence[str]) -> None:
    words = ["python", "-m", "pipelines", "train", show.task.name, "models/mine", "--data", file]
    st.code(shlex.join([*words, *options]), language="shell", wrap_lines=True)


def _offer(show: Show, own: Own, brought: _Brought, options: Sequence[str]) -> None:
    start = _chosen_start(own)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Name of the model"),
            PREFIX + Path(file_name(brought.name)).stem.lower()[: _LONGEST_NAME - len(PREFIX)],
            max_chars=_LONGEST_NAME,
            width=320,
            key=f"own-name-{brought.name}",  # Another file gives another model.
        )
        pressed = st.button(_("Train a small model"), icon=":material/model_training:")
    if pressed:
        _begin(order_of(show, start, _named(name), brought.name, options), brought)


def _chosen_start(own: Own) -> Start:
    """Draw what the model can begin with: with what is there."""
    there = [one for one in own.starts if not one.model or (folders.MODELS / one.model).is_dir()]
    place = st.radio(
        _("It begins with"),
        range(len(there)),
        format_func=lambda one: told(there[one].title),
        captions=[told(one.meaning) for one in there],
        key="own-start",
    )
    return there[place]


def _named(name: str) -> str:
    """A name for a folder that pages may delete again."""
    if not re.fullmatch(r"own-[\w-]+", name):
        raise InputError(
            "A model of your own is called {prefix}…, in letters, digits and dashes; “{name:.60}” "
            "is not.",
            prefix=PREFIX,
            name=name,
        )
    return name


def _begin(order: Order, brought: _Brought) -> None:
    require_writable(order.model)
    trainings().start(order, file_name(brought.name), brought.content)
    st.toast(_("{name} is in the queue.", name=plain(order.name)), icon=":material/check:")


def order_of(show: Show, start: Start, name: str, file: str, options: Sequence[str]) -> Order:
    """The order to train a model of that name on a file, which is yet to be put into its folder."""
    task, model = show.task.name, folders.MODELS / name
    run = folders.runs() / name
    where = ("--data", str(run / file_name(file)), "--run", str(run))
    first = str(folders.MODELS / start.model) if start.model else ""
    begun, beside = (("--start", first), ("--beside", first)) if first else ((), ())
    train = ("train", task, str(model), *where, *begun, *options, *start.options)
    score = ("evaluate", task, str(model), "--data", str(run / "data"), *beside)
    return Order(name, task, (train, score), model, run, start.epochs, locale_of_viewer())
