"""Many to one: a review is read word by word."""

import streamlit as st

from dashboard import services
from dashboard.views.choices import choose_models, write_text
from dashboard.views.sentiment import show_answer, show_reading

st.title("A review, read word by word")
with st.sidebar:
    (model,) = choose_models("sentiment")
text = write_text()
trace = services.trace(model.name, text)
show_answer(trace.result)
show_reading(trace, "reading")
