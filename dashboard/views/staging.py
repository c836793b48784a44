"""Where an input is put on stage from further down the page, and the way up there."""

from __future__ import annotations

import streamlit as st

_KEY = "stage"
_ASKED = "scrolls-to-stage"
_JS = """
export default function ({ parentElement, data }) {
  if (!data.asked) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stage = document.querySelector(`.st-key-${data.stage}`);
  stage?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}
"""

_component = st.components.v2.component("unrolled_scroll", js=_JS)


def stage() -> st.delta_generator.DeltaGenerator:
    """The place of the stage, to be drawn into; scrolled to where that was asked for."""
    asked = st.session_state.pop(_ASKED, 0)
    place = st.container(key=_KEY)
    with place:
        _component(key="scroll", data={"asked": asked, "stage": _KEY})
    return place


def scroll_to_stage() -> None:
    """Have the viewer look at the stage after the next run."""
    # A number of its own each time: an element is told only of what has changed.
    count = st.session_state["scrolls"] = st.session_state.get("scrolls", 0) + 1
    st.session_state[_ASKED] = count
