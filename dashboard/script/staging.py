"""A script on stage: every scene is made ready, with what the room said for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard import services
from dashboard.field.component import whole_characters
from dashboard.language import _, told
from dashboard.lessons import LESSONS
from dashboard.lessons.scene import scene as lesson_scene
from dashboard.messages import plain
from dashboard.player.component import play
from dashboard.player.payload import packed_script
from dashboard.script.scenes import LESSON, Scene, Script
from dashboard.shows import SHOWS
from pipelines.errors import InputError, PipelineError

MOST_SAID = 500  # Characters of what a room says.
_PLAYER = "player"
_SAID = "said-by-room"  # By what asked for it; nothing else knows it, no address and no file.


def perform(name: str, script: Script, chosen: int, tries: int) -> None:
    """Draw the stage; a scene that cannot be shown is named and left out.

    Args:
        name: of the script, so that it goes on where it is when it is changed.
        chosen: the place of the scene, from 0, that is put on stage where this has changed,
        tries: or this.
    """
    ready, at = [], 0
    with st.spinner(_("Every scene is made ready.")):
        for number, scene in enumerate(script.scenes, 1):
            try:
                ready.append((scene, *_heard(scene, _said().get(_asker(scene), ""))))
                at = len(ready) - 1 if number <= chosen + 1 else at
            except PipelineError as error:
                why = _("Scene {number} is left out. {why}", number=number, why=error.message)
                st.warning(plain(why), icon=":material/info:")
    if not ready:
        return
    scenes = [
        {**asdict(scene), **heard, "called": _called(scene)} for scene, heard, _bytes in ready
    ]
    about = {"id": name, "title": script.title, "asked": (at, tries)}
    show = packed_script(about, scenes, [show for _scene, _heard, show in ready])
    play(show, _PLAYER, said=partial(_take_said, [scene for scene, _heard, _bytes in ready]))


def _called(scene: Scene) -> str:
    of = LESSONS[scene.given] if scene.task == LESSON else SHOWS[scene.task]
    return told(of.title)


def _take_said(scenes: Sequence[Scene]) -> None:
    """Let a scene be of what a room said for it, from the next run on."""
    sent = st.session_state[_PLAYER].said
    if not isinstance(sent, Mapping) or sent.get("scene") not in range(len(scenes)):
        return
    text = whole_characters(str(sent.get("text", "")))
    _said()[_asker(scenes[sent["scene"]])] = text[:MOST_SAID]


def _said() -> dict[Scene, str]:
    found: dict[Scene, str] = st.session_state.setdefault(_SAID, {})
    return found


def _asker(scene: Scene) -> Scene:
    """The same scene, in whatever language its lines are."""
    return replace(scene, say=())


def _heard(scene: Scene, said: str) -> tuple[Mapping[str, Any], bytes]:
    """What is told besides a scene, and its show; of what the model cannot read, why.

    Raises:
        PipelineError: the scene itself cannot be shown.
    """
    if not (scene.room and said):
        return {}, show_of(scene)
    try:
        return {"said": said}, show_of(replace(scene, given=said))
    except PipelineError as error:
        return {"said": said, "refused": told(error.message)}, show_of(scene)


def show_of(scene: Scene) -> bytes:
    """What a scene puts on stage.

    Raises:
        PipelineError: there is no such task or model, the model is broken, or does not take what
            it is given.
    """
    if scene.task == LESSON:
        return lesson_scene(scene.given, scene.step)
    stages = {name: show.scene for name, show in SHOWS.items() if show.scene}
    if scene.task not in stages:
        raise InputError(
            "There is no task {task!r:.80} for scripts; use {known}.",
            task=scene.task,
            known=", ".join([*stages, LESSON]),
        )
    hearing = [name for name in stages if SHOWS[name].hears]
    if scene.room and scene.task not in hearing:
        raise InputError(
            "The room can say no input for {task!r:.80}; it can for {known}.",
            task=scene.task,
            known=", ".join(hearing),
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
