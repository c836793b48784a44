"""One to many: a caption is written word by word."""

import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages
from dashboard.player.tree import spoken_words
from dashboard.views.captioning import show_caption, show_seen, show_writing
from dashboard.views.choices import choose_models, choose_strategy
from dashboard.views.pictures import choose_picture, in_link, show_human_captions
from dashboard.views.steering import steered_caption
from pipelines.errors import PipelineError
from pipelines.generation.strategies import Strategy
from pipelines.tasks.captioning.samples import SamplePhoto

_HEAT = "heat"  # In the address, too.


def perform(model: str, picture: SamplePhoto, strategy: Strategy) -> None:
    """The stage, and under it all that can be asked of a caption."""
    stage = st.container()
    try:
        caption, constraints = steered_caption(model, picture.data, strategy)
    except PipelineError:
        stage.image(services.preview(picture.data), plain(picture.name))  # As it is not at fault.
        raise
    where, what, _ = st.columns([5, 4, 2])
    heat = None
    if where.toggle("Which part of the photo mattered", key=_HEAT, bind="query-params"):
        said = tuple(spoken_words(caption.hypothesis))
        heat = services.occlusion(model, picture.data, said, stop=_HEAT)
    with stage:
        show_writing({model: caption}, picture, constraints, in_link=in_link(), heat=heat)
    show_caption(model, caption)
    if what.toggle("What the encoder alone sees", key="classes", bind="query-params"):
        with problems_as_messages():
            show_seen(services.seen_classes(model, picture.data))
    show_human_captions(picture.captions)


title, how, choice = st.columns([4, 2, 2], vertical_alignment="center")
title.title("A photo, put into words")
with choice:
    (model,) = choose_models("captioning")
with how.popover("How it searches", width="stretch"):
    strategy = choose_strategy(model)
with problems_as_messages():
    picture = choose_picture()
    if picture:
        # Whether it can be used is said before anything else.
        services.preview(picture.data, picture.name)
        perform(model.name, picture, strategy)
