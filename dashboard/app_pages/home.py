"""What this is, the two shows, and the models with their self-checks."""

import streamlit as st

from dashboard.views.checks import show_checks

st.title("Two recurrent networks, unrolled")
st.markdown(
    "One LSTM reads a review word by word and changes its mind in front of you; "
    "another sees a photo once and writes a caption word by word. "
    "Both run live on this machine, with every gate and every candidate laid open."
)
left, right = st.columns(2)
with left.container(border=True):
    st.header(":material/menu_book: Many to one")
    st.markdown("A **sentiment** LSTM reads a review and ends on one calibrated answer.")
    st.page_link("app_pages/sentiment.py", label="Watch it read", icon=":material/play_arrow:")
with right.container(border=True):
    st.header(":material/image: One to many")
    st.markdown("A **captioning** LSTM, without attention, turns one look into a sentence.")
    st.page_link("app_pages/captioning.py", label="Watch it write", icon=":material/play_arrow:")
show_checks()
