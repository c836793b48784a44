"""A photo is put into words, by one model or by several."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.component import play_small
from dashboard.player.steering import FREE
from dashboard.player.tree import spoken_words
from dashboard.shows.captioning import answers
from dashboard.shows.captioning.pictures import (
    choose_picture,
    choose_source,
    in_link,
    offer_as_scene,
    show_human_captions,
)
from dashboard.shows.captioning.steering import WISHES, steered_caption
from dashboard.shows.captioning.writing import show_seen, show_writing, small_show
from dashboard.views.choices import choose_models
from dashboard.views.figure import offer_json
from dashboard.views.strategies import choose_strategy, own_beam
from dashboard.views.wishes import Wishes
from dashboard.views.written import show_written
from pipelines.errors import InputError, PipelineError
from pipelines.generation.strategies import Strategy
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.captioning.samples import SamplePhoto
from pipelines.tasks.captioning.task import CAPTIONING

_HEAT = "heat"  # In the address, too.
_HEATED = "heated"  # What the heat on stage is of.


def perform() -> None:
    """One photo, as one model puts it into words."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title(_("A photo, put into words"), width="content")
        source = choose_source()
        with st.popover(_("How it searches"), width="content"):
            how = st.container()
        with st.container(width=200, key="which-model"):
            (model,) = choose_models(CAPTIONING)
    with how:
        strategy = choose_strategy(model)
    taken = st.container()
    strip, stage = st.columns([1, 13], gap="small")
    with problems_as_messages():
        with taken:
            picture = choose_picture(source, strip)
        with stage.container(key="stage"):
            _write(model, picture, strategy)


def _write(model: ModelDirectory, picture: SamplePhoto, strategy: Strategy) -> None:
    """The stage, and under it all that can be asked of a caption."""
    stage, wishes = st.container(), st.container()
    # Before all that can fail: the address loses what is bound to it and not drawn.
    with wishes:
        wished = WISHES.choose(picture.name)
    where, what = st.columns([5, 4, 2])[:2]
    by_part = where.toggle(_("Which part of the photo mattered"), key=_HEAT, bind="query-params")
    by_encoder = what.toggle(_("What the encoder alone sees"), key="classes", bind="query-params")
    waiting, below = st.container(), st.container()
    with stage, problems_as_messages():
        # Whether it can be used is said before anything else.
        preview = answers.preview(picture.data, told(picture.name))
        try:
            with wishes:  # Below the stage, which shall not move while one waits.
                caption, steering = steered_caption(model.name, picture.data, strategy, wished)
        except PipelineError:
            stage.image(preview, plain(told(picture.name)))  # As it is not at fault.
            raise
        said = tuple(spoken_words(caption.hypothesis))
        asked = (model.name, picture.data, steering.cover, said)
        heat = None
        with waiting:
            if by_part and st.session_state.get(_HEATED) == asked:
                heat = answers.occlusion(*asked, stop=_HEAT)
        own = wished == Wishes() and strategy == own_beam(model)
        offer_as_scene([model.name], picture, "" if own else _("your wishes"))
        show_writing({model.name: caption}, picture, steering, in_link=in_link(), heat=heat)
        with below:
            show_written(model.name, caption)
            if by_encoder:
                with problems_as_messages():
                    show_seen(answers.seen_classes(model.name, picture.data))
            show_human_captions(picture.captions)
    # It takes long, so it comes onto a stage that is there already.
    if by_part and heat is None:
        with waiting, problems_as_messages():
            answers.occlusion(*asked, stop=_HEAT)
            st.session_state[_HEATED] = asked
            st.rerun()


def open_show(model: ModelDirectory) -> None:
    """The first sample photo, which is put into words at once."""
    picture = answers.sample_photos()[0]
    caption = answers.caption(model.name, picture.data, None)
    play_small(small_show({model.name: caption}, picture), "small-writing")


def tell() -> str | None:
    """A photo that is chosen, put into words on a small stage; the sentence, if there is one."""
    with problems_as_messages():
        left, right = st.columns([2, 1], vertical_alignment="center")
        with left:
            source = choose_source()
        with right:
            (model,) = choose_models(CAPTIONING)
        picture = choose_picture(source, st.container())
        caption = answers.caption(model.name, picture.data, None)
        play_small(small_show({model.name: caption}, picture), "small-writing")
        return caption.sentence
    return None


def names() -> list[str]:
    """Of the photos that a scene knows, but for those of the test part, which a data folder has."""
    return [photo.name for photo in answers.sample_photos()]


def scene(models: Sequence[str], name: str) -> bytes:
    """A photo, by its name, as models put it into words."""
    photos = {photo.name: photo for photo in reversed(answers.sample_photos())}
    picture = photos.get(name or names()[0]) or answers.named_photo(name)
    if picture is None:
        raise InputError(
            "There is no photo {name!r:.80}; use {known}.", name=name, known=", ".join(photos)
        )
    return small_show(
        {model: answers.caption(model, picture.data, None) for model in models}, picture
    )


def compare(models: Sequence[ModelDirectory]) -> None:
    """One photo, put into words by all models in step, each by its own beam."""
    with problems_as_messages():
        left, right = st.columns([2, 5])
        with left:
            source = choose_source()
        with right:
            picture = choose_picture(source, right)
        # Whether it can be used is said before anything else.
        answers.preview(picture.data, told(picture.name))
        captions = {}
        for model in models:
            with problems_as_messages():
                captions[model.name] = answers.caption(model.name, picture.data, None)
        if captions:
            offer_as_scene(captions, picture)
            show_writing(captions, picture, FREE, in_link=in_link())
            offer_json(_("Steps as JSON"), captions, "captions")
        show_human_captions(picture.captions)
