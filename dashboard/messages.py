"""What goes wrong becomes a message where it arose; nothing from outside becomes markup."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import shorten

import streamlit as st

from dashboard.language import _, told
from pipelines.errors import InputError, PipelineError

_logger = logging.getLogger(__name__)
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+\-.!|~$:&])")
# Streamlit finds icons, arrows and addresses in escaped text too; an invisible joiner parts them.
_JOINED = re.compile(r"(:|(?i:www)|[<>~=-](?=[>=-])|(?=@))")
_JOINER = "\u2060"
# What links and images begin with, also where it is written with escapes or entities.
_LEADING = re.compile(
    r"(\](?=[(:])|<(?=[A-Za-z])|&(?=[#A-Za-z])|(?<=[A-Za-z0-9\\]):(?=\S)|(?i:www)|(?=@))"
)


@contextmanager
def problems_as_messages() -> Iterator[None]:
    """Show what went wrong as a message in place of what could not be drawn.

    A ``PipelineError`` speaks for itself. Of any other exception the viewer gets a sentence and the
    terminal the traceback. What Streamlit raises to stop or to run again is no ``Exception`` and
    passes. A fragment runs without its page, so it needs a context of its own.
    """
    try:
        yield
    except InputError as error:
        st.warning(plain(told(error.message)), icon=":material/info:")
    except PipelineError as error:
        st.error(plain(told(error.message)), icon=":material/error:")
    except Exception as error:
        _logger.exception("A part of the page could not be shown.")
        what = shorten(f"{type(error).__name__}: {error}", 300)
        st.error(
            plain(
                _(
                    "This part cannot be shown ({what}). Choose something else; "
                    "the terminal tells more.",
                    what=what,
                )
            ),
            icon=":material/error:",
        )


def plain(text: str) -> str:
    """``text`` in one line for Markdown elements, every character shown as itself."""
    line = re.sub(r"\s*[\r\n]+\s*", " ", text)
    return _MARKS.sub(r"\\\1", _JOINED.sub(rf"\1{_JOINER}", line))


def as_text(markdown: str) -> str:
    """What ``plain`` made of a text, as it was, without what makes a part bold."""
    return _ESCAPED.sub(r"\1", markdown.replace("**", "")).replace(_JOINER, "")


def without_links(markdown: str) -> str:
    """Markdown that leads nowhere: links and images are left as they are written.

    So a browser fetches nothing by itself; Streamlit shows HTML as text anyway.
    """
    return _LEADING.sub(rf"\1{_JOINER}", markdown)
