"""The pages for phones: each in one piece, so that a room full of them asks only once."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from dashboard.language import in_language
from dashboard.room.words import WORDS
from dashboard.views.speech import LANGUAGES

_HERE = Path(__file__).parent
_STYLE, _SCRIPT = (_HERE.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# Nothing but what stands in the page is run or shown, and it asks nobody but where it came from.
POLICY = "; ".join(
    [
        "default-src 'none'",
        f"script-src {_hash(_SCRIPT)}",
        f"style-src {_hash(_STYLE)}",
        "connect-src 'self'",
        "img-src data:",  # No icon.
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)


@cache
def phone_page() -> str:
    """On which the room votes."""
    return _page("phone")


@cache
def remote_page() -> str:
    """From which the presenter goes on."""
    return _page("remote")


@cache
def stranger_page() -> str:
    """For whoever has another code."""
    return _page("stranger")


def _page(kind: str) -> str:
    words = {
        language: {name: in_language(text, language) for name, text in WORDS.items()}
        for language in LANGUAGES
    }
    # The only mark that could end the element that holds them.
    data = json.dumps(words).replace("<", r"\u003c")
    page = _HERE.joinpath("page.html").read_text("utf-8")
    parts = {"KIND": kind, "STYLE": _STYLE, "SCRIPT": _SCRIPT, "WORDS": data}
    for name, part in parts.items():
        page = page.replace(f"{{{{{name}}}}}", part, 1)
    return page
