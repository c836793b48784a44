"""What is kept of what viewers give, and what leaves this server."""

from __future__ import annotations

import streamlit as st

from dashboard.language import _
from dashboard.views.login import logged_in


def draw() -> None:
    """The page."""
    st.title(_("Privacy"))
    st.header(_("What leaves"))
    st.markdown(
        _(
            "Nothing. What you give goes from your browser to the machine on which this dashboard "
            "runs, and the models answer there. No script, font or statistic is asked of, or sent "
            "to, any other."
        )
    )
    if logged_in():
        st.markdown(
            _(
                "Where you logged in, this dashboard asked who you are; nothing of what you give "
                "goes there."
            )
        )
    st.header(_("What this machine keeps"))
    _list(*_kept_here())
    st.header(_("What your browser keeps"))
    _list(*_kept_in_browser())


def _kept_here() -> tuple[str, ...]:
    return (
        _(
            "What you write, draw or upload is in its memory while the page is open, and up to "
            "{n} seconds longer in case you come back.",
            n=int(st.get_option("server.disconnectedSessionTTL")),
        ),
        _(
            "Answers stay in its memory, with what they answer, so that they come at once when "
            "the same is asked again; newer ones take their place, and all go when it is stopped."
        ),
        _(
            "A table that is looked at, and every file of more than a megabyte while it arrives, "
            "passes through a temporary one, which is gone as soon as it is read."
        ),
        _(
            "A table from which a model is trained here lies in the folder runs until its training "
            "has ended, however it ends; one that is interrupted, because the dashboard is "
            "stopped, goes on in another one that shares the folder, or when the next one has its "
            "first visitor. The model lies in the folder models, with words of the table and the "
            "names of its file, columns and labels, until it is deleted."
        ),
        _(
            "A file with many inputs lies in the folder runs with its answers, and with what you "
            "change of them, so that its page can be loaded anew, until it is deleted there, and "
            "at most a day; what is older when the dashboard is started goes when the first page "
            "is visited."
        ),
        _(
            "Where a room votes by phone, it keeps in memory what each phone chose, and in files "
            "of its own the codes of the show and, if the speaker wishes, how many understood, "
            "until the speaker deletes it: numbers and times, no names."
        ),
        _(
            "The log of make serve holds when which kind of page was asked for and how long it "
            "took, never a text or a photo. The terminal of make demo tells of errors, and an "
            "error may quote what it is about."
        ),
    )


def _kept_in_browser() -> tuple[str, ...]:
    return (
        _(
            "The address of a page names models, examples and your text, so that a link leads "
            "back to them; the history of your browser has it, and so has everybody to whom you "
            "send it."
        ),
        _("Your own script, where you wrote one, until you empty it or clear your browser's data."),
        _(
            "How the stage was set, with the clock and the score of a show, until its window is "
            "closed; and the colours that you chose, until you choose others."
        ),
        _(
            "On a phone that votes, a number drawn by lot and its last vote, until its page is "
            "closed."
        ),
        _(
            "A cookie that tells your uploads from forged ones, until the browser is closed; and "
            "where one logs in, who you are, until you log out."
        ),
    )


def _list(*sentences: str) -> None:
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
