"""A script as a file: an ordered list of scenes, in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import tomli_w

from pipelines.errors import InputError
from pipelines.messages import N_

SHIPPED = Path(__file__).with_name("shipped")
TITLES = {  # By the names of the files.
    "two-minutes": N_("Two minutes"),
    "ten-minutes": N_("Ten minutes, with lessons"),
}
LESSON = "lesson"  # In the place of a task.
T = TypeVar("T")
MOST_BYTES, MOST_SCENES, MOST_STEPS = 200_000, 60, 100_000
LONGEST_SCENE = 3_600  # Seconds.


@dataclass(frozen=True)
class Scene:
    """What is put on stage at once.

    Attributes:
        task: whose show it is, by name; or ``LESSON``.
        models: their names; of several, all are on one stage. A lesson has models of its own.
        given: a text, or the name of an example; the first example where it is empty. Of a lesson,
            its name.
        step: of a lesson, from 1.
        stop: the step, from 1, at which it waits for the speaker; 0 is the end.
        inside: whether the inside of the network is opened after the end.
        room: whether the room is asked for a text; ``given`` is taken where it says none.
        seconds: how long it should take.
        say: lines for the speaker.
    """

    task: str
    models: tuple[str, ...] = ()
    given: str = ""
    step: int = 0
    stop: int = 0
    inside: bool = False
    room: bool = False
    seconds: int = 20
    say: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """Scenes in their order."""

    title: str
    scenes: tuple[Scene, ...]

    def with_scene(self, before: Scene, after: Scene) -> Script:
        """The same with another scene in place of this very one, wherever it stands by now."""
        return replace(self, scenes=tuple(after if it is before else it for it in self.scenes))

    def without_scene(self, place: int) -> Script:
        """The same without the scene at a place."""
        return replace(self, scenes=self.scenes[:place] + self.scenes[place + 1 :])

    def with_moved(self, place: int, by: int) -> Script:
        """The same with a scene so many places further on; at the ends there is no further."""
        others = list(self.without_scene(place).scenes)
        others.insert(max(0, place + by), self.scenes[place])
        return replace(self, scenes=tuple(others))


def shipped(name: str, language: str) -> Script:
    """One of ``TITLES``, its lines in a language where there is a file of it, else in English."""
    own = SHIPPED / f"{name}.{language}.toml"
    return read_script((own if own.exists() else SHIPPED / f"{name}.toml").read_bytes())


def read_script(data: bytes) -> Script:
    """The script that a file holds.

    Raises:
        InputError: it is none; the message names the scene, the field and its value.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            "The script has {n:,} bytes. Use one of at most {most:,}.", n=len(data), most=MOST_BYTES
        )
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            "The script is no TOML file ({what}). Correct it there.", what=str(error)
        ) from error
    scenes = found.get("scenes")
    _require_known(found, ("title", "scenes"), 0)
    if not isinstance(scenes, list) or not 0 < len(scenes) <= MOST_SCENES:
        raise InputError(
            "A script needs 1 to {most} scenes. Begin each with the line [[scenes]].",
            most=MOST_SCENES,
        )
    title = _field(found, "title", str, "", 0)
    return Script(title, tuple(_scene(one, number) for number, one in enumerate(scenes, 1)))


def write_script(script: Script) -> bytes:
    """The file of a script, which ``read_script`` reads as the same; what is usual is left out.

    Raises:
        InputError: it could not be read: it is too long, or a value is none that a scene can have.
    """
    usual = {name: field.default for name, field in Scene.__dataclass_fields__.items()}
    scenes = [
        {name: value for name, value in asdict(scene).items() if value != usual[name]}
        for scene in script.scenes
    ]
    written = tomli_w.dumps({"title": script.title, "scenes": scenes}).encode()
    read_script(written)
    return written


def _scene(found: object, number: int) -> Scene:
    if not isinstance(found, dict):
        raise _wrong(number, "scenes", found)
    _require_known(found, Scene.__dataclass_fields__, number)
    stop = _field(found, "stop", int, Scene.stop, number)
    seconds = _field(found, "seconds", int, Scene.seconds, number)
    if not 0 <= stop <= MOST_STEPS:
        raise _wrong(number, "stop", stop)
    if not 0 < seconds <= LONGEST_SCENE:
        raise _wrong(number, "seconds", seconds)
    task = _field(found, "task", str, "", number)
    models = _texts(found, "models", number)
    if bool(models) == (task == LESSON):
        raise _wrong(number, "models", list(models))
    step = _field(found, "step", int, Scene.step, number)
    if (0 < step <= MOST_STEPS) != (task == LESSON):
        raise _wrong(number, "step", step)
    return Scene(
        task=task,
        models=models,
        given=_field(found, "given", str, Scene.given, number),
        step=step,
        stop=stop,
        inside=_field(found, "inside", bool, Scene.inside, number),
        room=_field(found, "room", bool, Scene.room, number),
        seconds=seconds,
        say=_texts(found, "say", number),
    )


def _field(found: Mapping[str, Any], name: str, kind: type[T], usual: T, number: int) -> T:
    value = found.get(name, usual)
    if type(value) is not kind:
        raise _wrong(number, name, value)
    return value


def _texts(found: Mapping[str, Any], name: str, number: int) -> tuple[str, ...]:
    value = found.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(number, name, value)
    return tuple(value)


def _require_known(found: Mapping[str, Any], known: Iterable[str], number: int) -> None:
    for name in found:
        if name not in known:
            raise InputError(
                "Scene {number}: there is no field {name!r:.80}. Use {known}.",
                number=number,
                name=name,
                known=", ".join(known),
            )


def _wrong(number: int, name: str, value: object) -> InputError:
    return InputError(
        "Scene {number}: {name} cannot be {value!r:.80}. Give it another value.",
        number=number,
        name=name,
        value=value,
    )
