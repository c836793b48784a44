"""Navigation, and the last place where an error of a page becomes a message.

Run it with ``make demo``, or ``python -m streamlit run dashboard/app.py`` from the root.
"""

from __future__ import annotations

import sys
from pathlib import Path

# ``streamlit run`` puts this folder on the path, not the root that holds both packages.
sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st

from dashboard.messages import problems_as_messages
from dashboard.visits import note_visit

HERE = Path(__file__).parent
PAGES = HERE / "app_pages"


def main() -> None:
    """Draw the navigation and the chosen page."""
    note_visit()
    # A picture of our own: icons by name are fetched from the internet.
    st.set_page_config("Unrolled", str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "style.css")
    page = st.navigation(
        [
            st.Page(PAGES / "home.py", title="Home", icon=":material/home:", default=True),
            st.Page(PAGES / "sentiment.py", title="Sentiment", icon=":material/menu_book:"),
            st.Page(PAGES / "captioning.py", title="Captioning", icon=":material/image:"),
            st.Page(PAGES / "compare.py", title="Compare", icon=":material/balance:"),
            st.Page(PAGES / "models.py", title="Models", icon=":material/deployed_code:"),
        ],
        position="top",
    )
    with problems_as_messages():
        page.run()


main()
