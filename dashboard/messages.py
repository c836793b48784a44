"""A ``PipelineError`` becomes a message where it arose; nothing from outside becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pipelines.errors import InputError, PipelineError


@contextmanager
def problems_as_messages() -> Iterator[None]:
    """Show a ``PipelineError`` as a message in place of what could not be drawn."""
    try:
        yield
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/info:")
    except PipelineError as error:
        st.error(plain(str(error)), icon=":material/error:")


def plain(text: str) -> str:
    """``text`` for Markdown elements, every character shown as itself."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", text)
