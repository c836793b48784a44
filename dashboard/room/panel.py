"""What a presenter sees of the room on a page, and what a page tells its player of it."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.language import _, ngettext, told
from dashboard.messages import plain
from dashboard.room import sharing, thoughts


def mark_room() -> None:
    """Let the player of a page know of the room; in the document alone, so that none is saved."""
    parts = []
    if sharing.opened:
        parts.append(f'data-room="{escape(sharing.opened.codes.stage)}"')
    if thoughts.asked():
        parts.append('data-thought="1"')
    with st.container(key="room"):
        st.html(f"<i {' '.join(parts)}></i>")


def draw_room() -> None:
    """How phones come in, where they can; and what the audience thought."""
    if sharing.opened:
        with st.expander(_("Phones"), icon=":material/qr_code_2:"):
            _phones(sharing.opened)
    with st.expander(_("What the audience thought"), icon=":material/thumbs_up_down:"):
        _thoughts()


def _phones(shared: sharing.Sharing) -> None:
    if shared.alone:
        st.warning(plain(told(sharing.ALONE)), icon=":material/info:")
    left, right = st.columns(2)
    with left:
        st.subheader(_("For the room"), anchor=False)
        st.image(sharing.picture(shared.address), width=240, alt=_("The code for the room"))
        st.code(shared.address, language=None)
        st.caption(told(sharing.MEANS))
        st.caption(_("On stage, Q shows this code, large."))
    with right:
        st.subheader(_("For you alone"), anchor=False)
        with st.popover(_("Show the code of the remote")):
            st.image(sharing.picture(shared.remote), width=240, alt=_("The code of the remote"))
            st.code(shared.remote, language=None)
        st.caption(
            _(
                "Your phone goes on and back, blanks the stage, asks and reveals. Whoever has this "
                "code can do so, too."
            )
        )


def _thoughts() -> None:
    on = st.toggle(_("Ask whether it was understood"), thoughts.asked(), key="asks-thoughts")
    if on != thoughts.asked():
        thoughts.ask(on)
        st.rerun()
    st.caption(
        _("On stage, T asks; by phone or by show of hands. Only the two numbers are kept, here.")
    )
    kept = thoughts.thoughts()
    if not kept:
        return
    yes, no = thoughts.counted()
    both = (
        ngettext("{n} understood", "{n} understood", yes),
        ngettext("{n} did not", "{n} did not", no),
    )
    st.write(plain(", ".join(both)))
    with st.container(horizontal=True):
        st.download_button(_("Download"), kept, "thoughts.csv", "text/csv")
        if st.button(_("Delete")):
            thoughts.forget_thoughts()
            st.rerun()
