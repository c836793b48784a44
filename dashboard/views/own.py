"""What a viewer brings: looked at, its columns named, a training ordered."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.language import _, locale_of_viewer, ngettext, told
from dashboard.messages import plain
from dashboard.services import folders
from dashboard.services.tables import MOST_MEGABYTES, MOST_ROWS, Looked, file_name, look
from dashboard.services.training import Order, trainings
from dashboard.show import Own, Show
from pipelines.errors import InputError
from pipelines.models.staging import require_writable, write_bytes

KINDS = ("csv", "tsv", "txt", "jsonl", "parquet", "xlsx")
PREFIX = "own-"  # Of the models that pages have trained, and may delete.
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
        _("A table with a row for each example"),
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
    _show_first(brought.looked)
    options = _mapped(brought.looked, own)
    if options is None:
        return
    if brought.looked.too_long:
        st.info(_("The table has more than {n:,} rows. This command trains on it:", n=MOST_ROWS))
        _show_command(show, file_name(file.name), options)
        return
    _offer(show, own, brought, options)


def _show_first(looked: Looked) -> None:
    rows = [{column: row.get(column) for column in looked.columns} for row in looked.first]
    table = pd.DataFrame(rows, columns=list(looked.columns)).astype(str)
    st.dataframe(table, hide_index=True, alt=_("The first rows of the table."), key="own-first")
    if not looked.too_long:
        said = ngettext("{n:,} row, {kind}", "{n:,} rows, {kind}", looked.rows, kind=looked.kind)
        st.caption(plain(said))


def _mapped(looked: Looked, own: Own) -> list[str] | None:
    """Draw the choice of columns and values; the options that say the same, once all is chosen."""
    places = st.columns(len(own.columns) + len(own.groups), vertical_alignment="bottom")
    columns: dict[str, str] = {}
    for place, (option, title) in zip(places, own.columns.items(), strict=False):
        guess = _guessed(looked, option, list(columns.values()))
        key = f"own-{option}"
        with place:
            columns[option] = st.selectbox(told(title), looked.columns, index=guess, key=key)
    labels = list(looked.values.get(list(columns.values())[-1], ()))
    if own.groups and not labels:
        st.info(_("That column holds too many different values. Choose the one with the labels."))
        return None
    groups: dict[str, list[str]] = {}
    for place, (option, title) in zip(places[len(columns) :], own.groups.items(), strict=True):
        left = [one for one in labels if not any(one in group for group in groups.values())]
        key = f"own-{option}-{'-'.join(columns.values())}"
        with place:
            groups[option] = st.multiselect(told(title), left, key=key, placeholder=_("Choose"))
    if not all(groups.values()):
        return None
    named = {**columns, **{option: ",".join(group) for option, group in groups.items()}}
    # In one word, because a column may be called like an option.
    return [f"--{option}={value}" for option, value in named.items()]


def _guessed(looked: Looked, option: str, taken: Sequence[str]) -> int:
    """The place of a column of that name, or of one that holds what it should: texts, or labels."""
    few = [column in looked.values for column in looked.columns]

    def fit(place: int) -> tuple[bool, bool, bool]:
        name = looked.columns[place]
        return name in taken, option not in name.lower(), few[place] != bool(taken)

    return min(range(len(looked.columns)), key=fit)


def _show_command(show: Show, file: str, options: Sequence[str]) -> None:
    words = ["python", "-m", "pipelines", "train", show.task.name, "models/mine", "--data", file]
    st.code(shlex.join([*words, *options]), language="shell", wrap_lines=True)


def _offer(show: Show, own: Own, brought: _Brought, options: Sequence[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Name of the model"),
            PREFIX + Path(file_name(brought.name)).stem.lower()[: _LONGEST_NAME - len(PREFIX)],
            max_chars=_LONGEST_NAME,
            width=320,
            key="own-name",
        )
        start = st.button(_("Train a small model"), icon=":material/model_training:")
    if start:
        _begin(show, own, _named(name), brought, options)


def _named(name: str) -> str:
    """A name for a folder that pages may delete again."""
    if not re.fullmatch(r"own-[\w-]+", name):
        raise InputError(
            "A model of your own is called {prefix}…, in letters, digits and dashes; {name:.60} is "
            "not.",
            prefix=PREFIX,
            name=name,
        )
    return name


def _begin(show: Show, own: Own, name: str, brought: _Brought, options: Sequence[str]) -> None:
    order = order_of(show, own, name, brought.name, options)
    require_writable(order.model)
    trainings().require_room(order)
    write_bytes(order.run / file_name(brought.name), brought.content)
    trainings().start(order)
    st.toast(_("{name} is in the queue.", name=plain(name)), icon=":material/check:")


def order_of(show: Show, own: Own, name: str, file: str, options: Sequence[str]) -> Order:
    """The order to train a model of that name on a file, which is yet to be put into its folder."""
    model, run = folders.MODELS / name, folders.MODELS.parent / "runs" / name
    where = ("--data", str(run / file_name(file)), "--run", str(run))
    return Order(
        name,
        show.task.name,
        (("train", show.task.name, str(model), *where, *options, *own.options),),
        model,
        run,
        own.epochs,
        locale_of_viewer(),
    )
