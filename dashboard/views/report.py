"""What stands on a page, as one file to be sent on and printed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.language import _
from dashboard.report.about import report_of
from dashboard.report.gathering import gathered
from dashboard.report.writing import as_html


def offer_report(title: str, name: str) -> None:
    """A button that saves what the page has drawn so far, if that is anything.

    Args:
        title: of the report.
        name: of the file.
    """
    found = gathered()
    if not (found.parts or found.said):
        return
    st.download_button(
        _("Report as one file"),
        partial(as_html, report_of(title, found)),
        f"unrolled-{name}.html",
        "text/html",
        key="download-report",
        on_click="ignore",
        icon=":material/article:",
        help=_(
            "All that stands here, with the models, their data and their limits. It opens in any "
            "browser, plays without a network, and prints as PDF."
        ),
    )
