"""A run folder: one training, what it is, its checkpoints and its history.

run.json      what is trained, how and on what, and whether that has ended
last.ckpt     where it goes on
best.ckpt     what becomes the model
history.csv   one row an epoch
lock          held for as long as a training lives, whatever ends it; names its process
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from pipelines.errors import InputError
from pipelines.locks import taken
from pipelines.models.files import HISTORY
from pipelines.models.json_files import write_json

RUN, LAST, BEST, LOCK = "run.json", "last.ckpt", "best.ckpt", "lock"
WHAT, VOCABULARY, ENDED = "what", "vocabulary", "ended"
DIFFERENCES_NAMED = 5


class RunFolder:
    """A run folder that is held: no other training writes into it.

    Attributes:
        path: the folder.
        identity: the digest of what is trained, how and on what; checkpoints carry it.
        resumes: whether a training goes on here; one that was ended before its first checkpoint
            begins anew.
    """

    def __init__(self, path: Path, what: Mapping[str, object], *, resume: bool) -> None:
        self.path = path
        self.resumes = resume and (path / LAST).is_file()
        self._what = _flat(what)
        self.identity = hashlib.sha256(json.dumps(self._what).encode()).hexdigest()

    def look(self) -> None:
        """See that the training may start anew or, resumed, go on.

        Raises:
            InputError: an interrupted one could go on here, or its settings, its data or what it
                starts from differ.
        """
        if self.resumes:
            self._compare(self._known().get(WHAT))
        elif (self.path / LAST).is_file() and not self._known().get(ENDED):
            raise InputError(
                "{path} holds a training that was interrupted. Go on with it by --resume, or "
                "delete {path}, or name another folder with --run.",
                path=self.path,
            )

    def settle(self, vocabulary: str) -> None:
        """Begin, now that all is known; one that has ended here before gives way.

        Args:
            vocabulary: digest of the words that data and settings have come to.

        Raises:
            InputError: they are other ones than before an interruption.
        """
        if not self.resumes:
            for name in (RUN, LAST, BEST, HISTORY):
                (self.path / name).unlink(missing_ok=True)
        if self._known().get(VOCABULARY, vocabulary) != vocabulary:
            raise InputError(
                "{path} was begun with other words than its data and settings give now, so "
                "it cannot go on. Start anew: delete it, or name another folder with --run.",
                path=self.path,
            )
        self._write({VOCABULARY: vocabulary, ENDED: False})

    def end(self) -> None:
        """The model is written; a training of the same name may start anew."""
        self._write({**self._known(), ENDED: True})

    def _compare(self, known: object) -> None:
        if not isinstance(known, dict):
            raise InputError(
                "{path} does not say what was trained there, so it cannot go on. Start anew: "
                "delete it, or name another folder with --run.",
                path=self.path,
            )
        differing = [
            f"{name} was {_shown(known, name)} and is now {_shown(self._what, name)}"
            for name in {**self._what, **known}
            if known.get(name) != self._what.get(name)
        ]
        if differing:
            more = len(differing) - DIFFERENCES_NAMED
            rest = f"; and {more} more" if more > 0 else ""
            raise InputError(
                "{path} is of another training: {differing}{rest}. Give the same to go on, or "
                "start anew: name another folder with --run.",
                path=self.path,
                differing="; ".join(differing[:DIFFERENCES_NAMED]),
                rest=rest,
            )

    def _known(self) -> dict[str, Any]:
        try:
            known = json.loads((self.path / RUN).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _write(self, state: Mapping[str, object]) -> None:
        write_json(self.path / RUN, {**state, WHAT: self._what})


@contextmanager
def held(folder: Path, what: Mapping[str, object], *, resume: bool) -> Iterator[RunFolder]:
    """Hold a run folder for one training; the system lets go of it however the training ends.

    Args:
        folder: made where it is missing.
        what: what is trained, how and on what, as JSON would hold it.
        resume: whether to go on with what was interrupted.

    Raises:
        InputError: the folder cannot be written, another training holds it, or what lies there
            forbids to start or to go on; see ``RunFolder``.
    """
    if resume and not folder.is_dir():
        raise InputError("There is no run folder {folder}. Start without --resume.", folder=folder)
    with _lock(folder) as lock:
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        run = RunFolder(folder, what, resume=resume)
        run.look()
        yield run


def holder(folder: Path) -> int | None:
    """The process that trains in a run folder; None where none does."""
    with suppress(OSError, ValueError), (folder / LOCK).open("r+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read())
    return None


def _lock(folder: Path) -> IO[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = taken(folder / LOCK)
    except OSError as error:
        raise InputError(
            "The run folder {folder} cannot be written: {reason}. Name another with --run.",
            folder=folder,
            reason=error.strerror,
        ) from error
    if lock is None:
        raise InputError(
            "Another training is under way in {folder}. Wait for it, or name another folder "
            "with --run.",
            folder=folder,
        )
    return lock


def _flat(what: object, name: str = "") -> dict[str, Any]:
    """Nested settings as dotted names, as the command line has them."""
    if isinstance(what, Mapping):
        parts = [_flat(value, f"{name}.{key}" if name else str(key)) for key, value in what.items()]
        return {key: value for part in parts for key, value in part.items()}
    return {name: list(what) if isinstance(what, tuple) else what}


def _shown(values: Mapping[str, Any], name: str) -> str:
    """A value, a digest by its beginning."""
    value = values.get(name, "none")
    return f"{value[:8]}…" if isinstance(value, str) and len(value) == 64 else str(value)
