"""A script is performed: scenes one after the other, walked by a single key."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from dashboard import services
from dashboard.language import _, locale_of_viewer, told
from dashboard.messages import plain, problems_as_messages
from dashboard.player.component import play
from dashboard.player.payload import packed_script
from dashboard.script.scenes import MOST_BYTES, TITLES, Scene, Script, read_script, shipped
from dashboard.shows import SHOWS
from pipelines.errors import InputError, PipelineError
from pipelines.messages import N_

_OWN, _OWN_TITLE = "own", N_("A file of your own")


def draw() -> None:
    """The page."""
    st.title(_("Scenes, one after the other"))
    with problems_as_messages():
        script = _choose()
        if script:
            _perform(script)


def _choose() -> Script | None:
    titles = {**TITLES, _OWN: _OWN_TITLE}
    name = st.segmented_control(
        _("Script"),
        list(titles),
        format_func=lambda one: told(titles[one]),
        default=next(iter(titles)),
        required=True,
        key="script",
        bind="query-params",
    )
    if name != _OWN:
        return shipped(name or next(iter(titles)), locale_of_viewer())
    file = st.file_uploader(_("A script"), "toml", key="script-file")
    if file is None:
        return None
    return read_script(file.read(MOST_BYTES + 1))


def _perform(script: Script) -> None:
    scenes, shows = [], []
    with st.spinner(_("Every scene is made ready.")):
        for number, scene in enumerate(script.scenes, 1):
            try:
                shows.append(_show_of(scene))
                scenes.append(scene)
            except PipelineError as error:
                said = _("Scene {number} is left out. {why}", number=number, why=error.message)
                st.warning(plain(said), icon=":material/info:")
    if not shows:
        return
    told_of = [{**asdict(scene), "called": told(SHOWS[scene.task].title)} for scene in scenes]
    play(packed_script(script.title, told_of, shows), "player")
    st.caption(
        _(
            "F fills the screen. Page down, → or space goes on; page up or ← goes back. All scenes "
            "are in this window already: it goes on without a server."
        )
    )
    for number, scene in enumerate(scenes, 1):
        seconds = _("{n} seconds", n=scene.seconds)
        title = told(SHOWS[scene.task].title)
        st.markdown(f"{number}. **{plain(title)}**, {seconds}: {plain(' '.join(scene.say))}")


def _show_of(scene: Scene) -> bytes:
    """What a scene puts on stage.

    Raises:
        PipelineError: there is no such task or model, the model is broken, or does not take what
            it is given.
    """
    stages = {name: show.scene for name, show in SHOWS.items() if show.scene}
    if scene.task not in stages:
        raise InputError(
            "There is no task {task!r:.80} for scripts; use {known}.",
            task=scene.task,
            known=", ".join(stages),
        )
    there = {m.name for m in services.working_models(scene.task) if "steps" in m.capabilities}
    for model in scene.models:
        if model not in there:
            raise InputError(
                "There is no model {model!r:.80} that has steps; use {known}.",
                model=model,
                known=", ".join(sorted(there)),
            )
    return stages[scene.task](scene.models, scene.given)
