"""Navigation, and the last place where an error of a page becomes a message.

Run it with ``make demo``, or ``python -m streamlit run dashboard/app.py`` from the root.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

# ``streamlit run`` puts this folder on the path, not the root that holds both packages.
sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.app_pages import (
    batch,
    chain,
    compare,
    desk,
    glossary,
    home,
    learn,
    models,
    own,
    perform,
    present,
    privacy,
)
from dashboard.batch.jobs import batches
from dashboard.glossary.component import explain_links
from dashboard.glossary.explaining import PAGE
from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.report.gathering import begin_gathering
from dashboard.room.panel import mark_room
from dashboard.script.mine import forget_stage, keep_in_browser
from dashboard.services.training import trainings
from dashboard.shows import SHOWS
from dashboard.streamlit_words import reword_streamlit
from dashboard.theme import share_theme
from dashboard.views.examples import forget_examples
from dashboard.views.login import logged_in, require_login
from dashboard.views.speech import choose_speech, settle_speech
from dashboard.visits import note_visit

HERE = Path(__file__).parent
IN_SIGHT = 2  # Shows beside the other pages: all of them would not fit.


def main() -> None:
    """Draw the navigation and the chosen page."""
    note_visit()
    batches()  # Which deletes what is too old, whatever page is visited.
    trainings()  # Which goes on with what a server left that died.
    settle_speech()
    forget_examples()
    forget_stage()
    begin_gathering()
    # A picture of our own: icons by name are fetched from the internet.
    st.set_page_config("Unrolled", str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "style.css")
    require_login()
    sections = _sections()
    page = st.navigation(sections, position="top")
    choose_speech()
    mark_room()
    explain_links()
    reword_streamlit()
    share_theme(one.url_path for pages in sections.values() for one in pages)
    keep_in_browser()
    with problems_as_messages():
        page.run()


def _sections() -> dict[str, list[StreamlitPage]]:
    """All pages, by the title under which the navigation has them."""
    shows: dict[str, StreamlitPage] = {}
    chained = _page(partial(chain.draw, shows), "chain", _("Photo to German"), ":material/link:")
    for name, show in SHOWS.items():
        shows[name] = _page(partial(perform.draw, show, chained), name, told(show.title), show.icon)
    presented = _page(present.draw, "present", _("Present"), ":material/co_present:")
    leaving = _page(st.logout, "logout", _("Log out"), ":material/logout:")
    first = partial(home.draw, shows, presented)
    return {
        "": [
            _page(first, "home", _("Home"), ":material/home:", default=True),
            *list(shows.values())[:IN_SIGHT],
            _page(compare.draw, "compare", _("Compare"), ":material/balance:"),
            _page(partial(learn.draw, shows), "learn", _("Learn"), ":material/school:"),
        ],
        _("More shapes"): [*list(shows.values())[IN_SIGHT:], chained],
        _("Behind it"): [
            presented,
            st.Page(desk.draw, title=_("Presenter window"), url_path="desk", visibility="hidden"),
            _page(partial(batch.draw, shows), "batch", _("Batch"), ":material/table_rows:"),
            _page(partial(own.draw, shows), "own", _("Your data"), ":material/table:"),
            _page(models.draw, "models", _("Models"), ":material/deployed_code:"),
            _page(glossary.draw, PAGE, _("Glossary"), ":material/dictionary:"),
            _page(privacy.draw, "privacy", _("Privacy"), ":material/shield_person:"),
            *([leaving] if logged_in() else []),
        ],
    }


def _page(
    draw: Callable[[], None], name: str, title: str, icon: str, *, default: bool = False
) -> StreamlitPage:
    return st.Page(draw, title=title, icon=icon, url_path=name, default=default)


main()
