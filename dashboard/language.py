"""The language of a viewer: the one place in which a sentence becomes one of that language.

Catalogues are those of ``pipelines.language``. The words of experts are one of their own,
``LANGUAGE@expert``, of those sentences alone that have others then.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pipelines import language
from pipelines.language import LOCALES, SOURCE, read_catalogue
from pipelines.messages import Message

# Of a viewer, in the state of the session: callbacks and fragments know it too.
KEY, REGISTER = "language", "words"
PLAIN = "plain"


def _(text: str, /, **values: object) -> str:
    """``text`` in the viewer's language, with its values; messages among these are told as well.

    Args:
        text: a template in English, as ``str.format`` knows them.
    """
    return filled(_translated(text), values)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """The form of a sentence for so many: ``one`` or ``many`` in English.

    Args:
        one, many: templates, in which ``{n}`` is the number.
    """
    return filled(_translations().ngettext(one, many, number), {"n": number, **values})


def told(said: Message | str) -> str:
    """A message, or a constant that was marked by ``N_``, in the viewer's language."""
    if isinstance(said, str):
        return _translated(said)
    return language.tell(said, _translations(), locale_of_viewer())


def in_language(text: str, language: str) -> str:
    """A constant that was marked by ``N_``, in plain words of a language."""
    return _catalogue(LOCALES, language, PLAIN).gettext(text)


def locale_of_viewer() -> str:
    """By which numbers and dates are written."""
    if not get_script_run_ctx(suppress_warning=True):
        return SOURCE  # Nobody views.
    return str(st.session_state.get(KEY, SOURCE))


def number(value: float, spec: str) -> str:
    """A number as the language writes it.

    Args:
        spec: as ``format`` knows it.
    """
    return language.number(value, spec, locale_of_viewer())


def filled(template: str, values: Mapping[str, object]) -> str:
    """A template that was told already, with its values as the language writes them."""
    return language.filled(template, values, _translations(), locale_of_viewer())


def _translated(text: str) -> str:
    return text and _translations().gettext(text)  # An empty one would get the catalogue's head.


def _translations() -> NullTranslations:
    if not get_script_run_ctx(suppress_warning=True):
        return _catalogue(LOCALES, SOURCE, PLAIN)  # Nobody views.
    register = st.session_state.get(REGISTER, PLAIN)
    return _catalogue(LOCALES, locale_of_viewer(), register)


@cache
def _catalogue(folder: Path, name: str, register: str) -> NullTranslations:
    if register != PLAIN:
        own = read_catalogue(folder, f"{name}@{register}", name)
        own.add_fallback(_catalogue(folder, name, PLAIN))
        return own
    return NullTranslations() if name == SOURCE else read_catalogue(folder, name, name)
