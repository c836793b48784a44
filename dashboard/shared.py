"""The dashboard with a room that votes by phone: ``make demo SHARE=1``.

The dashboard itself listens on this machine alone, as ever; phones have a port of their own, on
which there is nothing but the room.
"""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st

from dashboard.room.routes import Pages
from dashboard.room.serving import phones_served

pages = Pages()


def _lifespan(_app: st.App) -> AbstractAsyncContextManager[None]:
    return phones_served(pages)


# Streamlit looks for this line before it runs the file.
app = st.App("app.py", routes=pages.for_stage(), lifespan=_lifespan)
