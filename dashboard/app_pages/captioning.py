"""One to many: a caption is written word by word."""

import streamlit as st

from dashboard import services
from dashboard.messages import problems_as_messages
from dashboard.views.captioning import show_caption, show_writing
from dashboard.views.choices import choose_models, choose_strategy
from dashboard.views.pictures import choose_picture, show_picture

st.title("A photo, put into words")
with st.sidebar:
    (model,) = choose_models("captioning")
    strategy = choose_strategy(model)
picture = choose_picture()
left, right = st.columns([2, 3], gap="large")
with left:
    usable = picture is not None and show_picture(picture)
with right, problems_as_messages():
    if picture and usable:
        caption = services.caption(model.name, picture.data, strategy)
        show_caption(caption)
        show_writing(caption, "writing")
