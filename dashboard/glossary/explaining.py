"""Terms within texts: links to the glossary, beside which a script shows what is said there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from dashboard.glossary.terms import TERMS
from dashboard.language import told
from dashboard.views.speech import chosen_speech

PAGE = "glossary"  # In the address, as is the next one.
ASKED = "term"


class _Forms(NamedTuple):
    """What finds terms in a text of one language, and the name of each in the address."""

    pattern: re.Pattern[str]
    slugs: Mapping[str, str]


def explained(text: str, shown: Callable[[str], str] = str) -> str:
    """Markdown in which each term leads to the glossary where it stands first.

    Args:
        text: in the viewer's language.
        shown: makes Markdown of a piece of it; by itself ``text`` is Markdown already.
    """
    pattern, slugs = _forms(tuple((slug, forms_of(slug)) for slug in TERMS))
    parts: list[str] = []
    met: set[str] = set()
    at = 0
    for found in pattern.finditer(text):
        slug = slugs.get(found[0].casefold())
        if slug and slug not in met:
            met.add(slug)
            link = f"[{shown(found[0])}]({PAGE}?{urlencode({ASKED: slug, **chosen_speech()})})"
            parts += [shown(text[at : found.start()]), link]
            at = found.end()
    return "".join([*parts, shown(text[at:])])


def forms_of(slug: str) -> tuple[str, ...]:
    """How a term is written in the viewer's language."""
    term = TERMS[slug]
    return (told(term.name), *filter(None, told(term.also).split("; ")))


def help_of(slug: str) -> str:
    """The sentence of a term, for the help of a widget.

    Raises:
        KeyError: there is no such term.
    """
    return told(TERMS[slug].sentence)


@cache
def _forms(listed: tuple[tuple[str, tuple[str, ...]], ...]) -> _Forms:
    slugs = {form.casefold(): slug for slug, forms in listed for form in forms}
    # The longest first. Nothing that is quoted, no headline of a card, and no part of a word or of
    # the name of a model.
    passed = r"```.*?```|`[^`]*`|„[^“]*“|“[^”]*”|(?m:^\#[^\n]*)"
    spelt = "|".join(map(re.escape, sorted(slugs, key=len, reverse=True)))
    return _Forms(
        re.compile(rf"{passed}|(?<![\w/-])(?:{spelt})(?!\w|\\?-[^\W\d])", re.I | re.S), slugs
    )
