"""A sentence is translated, by one model or by several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import services
from dashboard.language import _, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.component import play_small
from dashboard.script.mine import offer_scene
from dashboard.script.scenes import Scene
from dashboard.shows.translation import answers
from dashboard.shows.translation.steering import WISHES, steered_translation
from dashboard.shows.translation.texts import LONG, SENTENCES, language_read, name_of
from dashboard.shows.translation.writing import show_translation, translation_show
from dashboard.views.choices import choose_models, ordered_models
from dashboard.views.figure import offer_json
from dashboard.views.strategies import choose_strategy, own_beam
from dashboard.views.wishes import Wishes
from dashboard.views.written import show_written
from pipelines.generation.strategies import Strategy
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.translation.task import TRANSLATION


def perform() -> None:
    """One sentence, as one model translates it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title(_("A sentence, read and then written anew"), width="content")
        with st.popover(_("How it searches"), width="content"):
            how = st.container()
        with st.container(width=220):
            (model,) = choose_models(TRANSLATION)
    with how:
        strategy = choose_strategy(model)
    text = SENTENCES[language_read(model)].choose()
    with problems_as_messages():
        _write(model, text, strategy)


def _write(model: ModelDirectory, text: str, strategy: Strategy) -> None:
    """The stage, and under it all that can be asked of a translation."""
    stage, wishes = st.container(key="stage"), st.container()
    # Before all that can fail: the address loses what is bound to it and not drawn.
    with wishes:
        wished = WISHES.choose(text)
    with stage, problems_as_messages():
        translation, steering = steered_translation(model.name, text, strategy, wished)
        own = wished == Wishes() and strategy == own_beam(model)
        offer_scene(Scene(TRANSLATION.name, (model.name,), text), "" if own else _("your wishes"))
        show_translation({model.name: translation}, steering)
        with wishes:
            show_written(model.name, translation)


def open_show(model: ModelDirectory) -> None:
    """A sentence that is translated at once."""
    text = SENTENCES[language_read(model)].first
    translation = answers.translation(model.name, text, None)
    play_small(translation_show({model.name: translation}), "small-translation")


def retell(sentence: str) -> Mapping[str, str]:
    """An English sentence that another show told, translated on a small stage once it is told."""
    able = [model for model in ordered_models(TRANSLATION) if language_read(model) == "en"]
    model = next((one for one in able if services.check_now(one).passed), None)
    if model is None:
        st.info(_("No model here reads English."), icon=":material/info:")
        return {}
    translation = answers.translation(model.name, sentence, None)
    play_small(translation_show({model.name: translation}, follows=True), "small-translation")
    return {"translation-model": model.name, SENTENCES["en"].name: sentence}


def scene(models: Sequence[str], text: str) -> bytes:
    """A sentence as models that read its language translate it."""
    text = text or SENTENCES["en"].first
    return translation_show({name: answers.translation(name, text, None) for name in models})


def compare(models: Sequence[ModelDirectory]) -> None:
    """One sentence, translated by all models that read its language, each by its own beam."""
    language = language_read(models[0])
    choice = SENTENCES[language]
    if len(models) > 1:
        choice.suggest(choice.examples[LONG])
    text = choice.choose()
    translations = {}
    for model in models:
        with problems_as_messages():
            if language_read(model) == language:
                translations[model.name] = answers.translation(model.name, text, None)
    if translations:
        offer_scene(Scene(TRANSLATION.name, tuple(translations), text))
        show_translation(translations)
        offer_json(_("Steps as JSON"), translations, "translations")
    if others := [plain(model.name) for model in models if language_read(model) != language]:
        st.caption(
            _(
                "The sentence is {language}; it is not for {models}.",
                language=told(name_of(language)),
                models=", ".join(others),
            )
        )
