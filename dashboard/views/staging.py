"""The stage of a comparison, and the way up there from where an input for it was chosen."""

from __future__ import annotations

import streamlit as st

STAGE = "stage"  # The key of the container that holds it.
_ASKED = "scrolls-to-stage"
_JS = f"""
export default function ({{ data }}) {{
  if (!data.asked) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stage = document.querySelector(".st-key-{STAGE}");
  stage?.scrollIntoView({{ behavior: calm ? "auto" : "smooth", block: "start" }});
}}
"""

_component = st.components.v2.component("unrolled_scroll", js=_JS)


def scroll_to_stage() -> None:
    """Have the viewer look at the stage after the next run."""
    # Another number each time: an element is only told of what has changed.
    count = st.session_state["scrolls"] = st.session_state.get("scrolls", 0) + 1
    st.session_state[_ASKED] = count


def keep_scrolling() -> None:
    """Do so, where it was asked for."""
    asked = st.session_state.pop(_ASKED, 0)
    _component(key="scroll", data={"asked": asked})
