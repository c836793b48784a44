"""What this is, with a show that runs at once; the models with their self-checks."""

import streamlit as st

from dashboard import services
from dashboard.messages import problems_as_messages
from dashboard.views.checks import show_checks
from dashboard.views.choices import SHORT_EXAMPLE, ordered_models
from dashboard.views.sentiment import show_reading

st.title("Two recurrent networks, unrolled")
st.markdown(
    "One LSTM reads a review word by word and changes its mind in front of you; "
    "another sees a photo once and writes a caption word by word. "
    "Both run live on this machine, with every gate and every candidate laid open."
)
left, right = st.columns(2)
left.page_link(
    "app_pages/sentiment.py",
    label="**Many to one:** watch a review being read",
    icon=":material/menu_book:",
    width="stretch",
)
right.page_link(
    "app_pages/captioning.py",
    label="**One to many:** watch a caption being written",
    icon=":material/image:",
    width="stretch",
)
if services.models():
    with problems_as_messages():
        readers = (model for model in ordered_models("sentiment") if model.has_steps)
        reader = next((model for model in readers if services.check_now(model).passed), None)
        if reader:
            show_reading({reader.name: services.trace(reader.name, SHORT_EXAMPLE)})
show_checks()
