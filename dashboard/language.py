"""The language of a viewer: the one place in which a sentence becomes one of that language.

Sentences stand in English where they are used, with a field for each value. Catalogues are those of
gettext, ``locales/LANGUAGE/LC_MESSAGES/unrolled.po``, read as they are; English needs none.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pipelines.messages import Message

LOCALES, FILE = Path(__file__).with_name("locales"), "LC_MESSAGES/unrolled.po"
KEY = "language"  # Of a viewer, in the state of the session: callbacks and fragments know it too.
SOURCE = "en"


def _(text: str, **values: object) -> str:
    """``text`` in the viewer's language, with its values; messages among these are told as well.

    Args:
        text: a template in English, as ``str.format`` knows them.
    """
    return _filled(_translated(text), values)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """The form of a sentence for so many: ``one`` or ``many`` in English.

    Args:
        one, many: templates, in which ``{n}`` is the number.
    """
    return _filled(_translations().ngettext(one, many, number), {"n": number, **values})


def told(said: Message | str) -> str:
    """A message, or a constant that was marked by ``N_``, in the viewer's language."""
    if isinstance(said, str):
        return _translated(said)
    if said.several is None:
        return _filled(_translated(said.template), said.values)
    number = cast(int, said.values["n"])
    template = _translations().ngettext(said.template, said.several, number)
    return _filled(template, said.values)


def _filled(template: str, values: Mapping[str, object]) -> str:
    shown = {k: told(v) if isinstance(v, Message) else v for k, v in values.items()}
    return template.format(**shown)


def _translated(text: str) -> str:
    return text and _translations().gettext(text)  # An empty one would get the catalogue's head.


def _translations() -> NullTranslations:
    if not get_script_run_ctx(suppress_warning=True):
        return _catalogue(LOCALES, SOURCE)  # Nobody views.
    return _catalogue(LOCALES, st.session_state.get(KEY, SOURCE))


@cache
def _catalogue(folder: Path, language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (folder / language / FILE).open("rb") as file:
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return GNUTranslations(compiled)
