"""What Streamlit itself says: in its files, and on a page that is read by somebody German."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from dashboard.streamlit_words import SAID


@cache
def said_by_streamlit() -> str:
    """All that its part in the browser is made of."""
    scripts = (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")
    return "".join(script.read_text(encoding="utf-8") for script in scripts)


@pytest.mark.parametrize("text", sorted({text for texts in SAID.values() for text in texts}))
def test_streamlit_still_says_so(text: str) -> None:
    # What changes stands between two pieces, and so does a verb that depends on where a field is.
    for piece in re.split(r"\{\w+\}|(?<=to )(?=apply)", text):
        assert piece.strip() in said_by_streamlit(), text
