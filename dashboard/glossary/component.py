"""What makes terms explain themselves in the browser, and the list of all of them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.glossary.explaining import ASKED
from dashboard.glossary.terms import GROUPS, TERMS
from dashboard.language import locale_of_viewer, told

_HERE = Path(__file__).parent
TOOLTIP = _HERE / "tooltip.js"

_component = st.components.v2.component(
    "unrolled_glossary",
    html='<div class="glossary"></div>',
    css=(_HERE / "glossary.css").read_text(encoding="utf-8"),
    js="\n".join(path.read_text(encoding="utf-8") for path in (TOOLTIP, _HERE / "glossary.js")),
)


def in_words(slug: str) -> dict[str, str]:
    """A term for a script, in the viewer's language: ``name``, ``sentence``, and ``drawing``.

    Raises:
        KeyError: there is no such term.
    """
    term = TERMS[slug]
    return {"name": told(term.name), "sentence": told(term.sentence), "drawing": term.drawing}


def explain_links() -> None:
    """Let the terms of a page explain themselves."""
    with st.container(key="explanations"):
        _draw(listed=False)


def list_terms() -> None:
    """All terms by their groups; that which the address names is marked, and in sight."""
    _draw(listed=True)


def _draw(*, listed: bool) -> None:
    groups = [
        {"title": told(title), "terms": {slug: in_words(slug) for slug in terms}}
        for title, terms in GROUPS.items()
    ]
    asked = st.query_params.get(ASKED, "")
    data = {"groups": groups, "listed": listed, "asked": asked, "language": locale_of_viewer()}
    _component(key=f"glossary-{listed}", data=data)
