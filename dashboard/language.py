"""The language of a viewer: the one place in which a sentence becomes one of that language.

Sentences stand in English where they are used, with a field for each value. Catalogues are those
of gettext, ``locales/LANGUAGE/LC_MESSAGES/unrolled.po``, read as they are; English needs none. The
words of experts are a catalogue of their own, ``LANGUAGE@expert``, of those sentences alone that
have others then.
"""

from __future__ import annotations

import io
import string
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import cast

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pipelines.messages import Message

LOCALES, FILE = Path(__file__).with_name("locales"), "LC_MESSAGES/unrolled.po"
# Of a viewer, in the state of the session: callbacks and fragments know it too.
KEY, REGISTER = "language", "words"
SOURCE, PLAIN = "en", "plain"


def _(text: str, **values: object) -> str:
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
    if said.several is None:
        return filled(_translated(said.template), said.values)
    number = cast(int, said.values["n"])
    template = _translations().ngettext(said.template, said.several, number)
    return filled(template, said.values)


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
    return _Formatter().format_field(value, spec)


def filled(template: str, values: Mapping[str, object]) -> str:
    """A template that was told already, with its values as the language writes them."""
    shown = {k: told(v) if isinstance(v, Message) else v for k, v in values.items()}
    return _Formatter().vformat(template, (), shown)


class _Formatter(string.Formatter):
    """Fills templates; numbers take the marks of the language."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        if not isinstance(value, int | float | np.number):
            return text
        marks: dict[str, str | int | None] = {**marks_of_numbers(locale_of_viewer())}
        return text.translate(str.maketrans(marks))


@cache
def marks_of_numbers(language: str) -> Mapping[str, str]:
    """What stands in a language for the marks within a number as Python writes it."""
    from babel.numbers import format_percent, get_decimal_symbol, get_group_symbol

    percent = format_percent(0, locale=language).removeprefix("0")
    return {",": get_group_symbol(language), ".": get_decimal_symbol(language), "%": percent}


def _translated(text: str) -> str:
    return text and _translations().gettext(text)  # An empty one would get the catalogue's head.


def _translations() -> NullTranslations:
    if not get_script_run_ctx(suppress_warning=True):
        return _catalogue(LOCALES, SOURCE, PLAIN)  # Nobody views.
    register = st.session_state.get(REGISTER, PLAIN)
    return _catalogue(LOCALES, locale_of_viewer(), register)


@cache
def _catalogue(folder: Path, language: str, register: str) -> NullTranslations:
    if register != PLAIN:
        own = _read(folder, f"{language}@{register}", language)
        own.add_fallback(_catalogue(folder, language, PLAIN))
        return own
    return NullTranslations() if language == SOURCE else _read(folder, language, language)


def _read(folder: Path, name: str, language: str) -> NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (folder / name / FILE).open("rb") as file:
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return GNUTranslations(compiled)
