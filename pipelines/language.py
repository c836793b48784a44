"""Sentences in a language: catalogues, and how a language writes numbers.

Sentences stand in English where they are used, with a field for each value. Catalogues are those
of gettext, ``locales/LANGUAGE/LC_MESSAGES/unrolled.po``, read as they are; English needs none. On
a command line, the environment says which language is spoken.
"""

from __future__ import annotations

import io
import os
import re
import string
from collections.abc import Mapping
from functools import cache, partial
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import cast

import numpy as np

from pipelines.messages import Message

LOCALES, FILE = Path(__file__).with_name("locales"), "LC_MESSAGES/unrolled.po"
SOURCE = "en"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # As gettext asks them.


def _(text: str, /, **values: object) -> str:
    """``text`` in the language of the environment, with its values.

    Args:
        text: a template in English, as ``str.format`` knows them.
    """
    return filled(translated(text), values, *_spoken())


def translated(text: str) -> str:
    """``text``, which has no fields, in the language of the environment."""
    return text and _spoken()[0].gettext(text)


def told(said: Message, language: str = "") -> str:
    """A message in a language; where none is named, in that of the environment."""
    return tell(said, *_spoken(language))


def spoken() -> str:
    """The language of the environment."""
    return _asked_for()


def tell(said: Message, sentences: NullTranslations, language: str) -> str:
    """A message in a language; messages among its values are told as well."""
    if said.several is None:
        template = sentences.gettext(said.template)
    else:
        number = cast(int, said.values["n"])
        template = sentences.ngettext(said.template, said.several, number)
    return filled(template, said.values, sentences, language)


def filled(
    template: str, values: Mapping[str, object], sentences: NullTranslations, language: str
) -> str:
    """A template that was told already, with its values as the language writes them."""
    inner = partial(tell, sentences=sentences, language=language)
    shown = {k: inner(v) if isinstance(v, Message) else v for k, v in values.items()}
    return _Formatter(language).vformat(template, (), shown)


def number(value: float, spec: str, language: str) -> str:
    """A number as a language writes it.

    Args:
        spec: as ``format`` knows it.
    """
    return _Formatter(language).format_field(value, spec)


class _Formatter(string.Formatter):
    """Fills templates; numbers take the marks of the language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        if not isinstance(value, int | float | np.number):
            return text
        marks: dict[str, str | int | None] = {**marks_of_numbers(self._language)}
        return _with_power(text).translate(str.maketrans(marks))


def _with_power(text: str) -> str:
    """A number as people write it: 1.2 · 10⁻⁸, not 1.2e-08."""
    found = re.fullmatch(r"(-?[\d.,]+)e([+-]\d+)", text)
    if not found:
        return text
    factor, power = found.groups()
    raised = f"10{str(int(power)).translate(_RAISED)}"
    return raised if factor == "1" else f"{factor}\xa0·\xa0{raised}"


@cache
def marks_of_numbers(language: str) -> Mapping[str, str]:
    """What stands in a language for the marks within a number as Python writes it."""
    if language == SOURCE:
        return {",": ",", ".": ".", "%": "%"}
    from babel.numbers import format_percent, get_decimal_symbol, get_group_symbol

    percent = format_percent(0, locale=language).removeprefix("0")
    return {",": get_group_symbol(language), ".": get_decimal_symbol(language), "%": percent}


def read_catalogue(folder: Path, name: str, language: str) -> NullTranslations:
    """A catalogue, for instance that of the words of experts, ``de@expert``."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (folder / name / FILE).open("rb") as file:
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _spoken(language: str = "") -> tuple[NullTranslations, str]:
    language = language or _asked_for()
    return (NullTranslations() if language == SOURCE else _read_once(language)), language


@cache
def _read_once(language: str) -> NullTranslations:
    return read_catalogue(LOCALES, language, language)


def _asked_for() -> str:
    """The first language of the environment that is known; English where there is none."""
    asked = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    names = (re.split("[_.@]", name)[0] for name in asked.split(":"))
    known = (name for name in names if name == SOURCE or _is_there(name))
    return next(known, SOURCE)


def _is_there(name: str) -> bool:
    return re.fullmatch("[a-z]{2,3}", name) is not None and (LOCALES / name / FILE).is_file()
