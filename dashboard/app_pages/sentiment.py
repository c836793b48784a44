"""Many to one: a review is read word by word."""

import streamlit as st

from dashboard import services
from dashboard.messages import problems_as_messages
from dashboard.views.choices import choose_models, write_text
from dashboard.views.explanations import show_effects
from dashboard.views.figure import offer_json
from dashboard.views.sentiment import choose_reading_anew, show_answer, show_reading
from dashboard.views.what_if import show_what_if

title, choice = st.columns([3, 1], vertical_alignment="center")
title.title("A review, read word by word")
with choice:
    (model,) = choose_models("sentiment")
text = write_text()
with problems_as_messages():
    if model.has_steps:
        trace = services.trace(model.name, text)
        if choose_reading_anew(trace):
            trace = services.trace(model.name, text, read_anew=True)
        show_reading({model.name: trace}, editable=True)
        show_answer(trace.result)
        if trace.layers:
            with problems_as_messages():
                show_what_if(model.name, trace)
            with problems_as_messages():
                show_effects(model.name, trace)
        offer_json("Trace as JSON", trace, model.name)
    else:
        show_answer(services.answer(model.name, text))
        st.info(
            "This model takes the text at once: it has no steps to show.", icon=":material/info:"
        )
