"""Many to one: a review is read word by word."""

import streamlit as st

from dashboard import services
from dashboard.views.choices import choose_models, write_text
from dashboard.views.sentiment import choose_reading_anew, show_answer, show_reading

st.title("A review, read word by word")
with st.sidebar:
    (model,) = choose_models("sentiment")
text = write_text()
if model.has_steps:
    trace = services.trace(model.name, text)
    show_answer(trace.result)
    if choose_reading_anew(trace):
        trace = services.trace(model.name, text, read_anew=True)
    show_reading(trace, "reading")
else:
    show_answer(services.answer(model.name, text))
    st.info("This model takes the text at once: it has no steps to show.", icon=":material/info:")
