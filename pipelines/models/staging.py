"""Folders and files that are written beside their place and moved there once they are whole.

A crash, a full disk or another command at the same time leaves the old or the new one, never half.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from pipelines.errors import InputError, PipelineError
from pipelines.messages import Message
from pipelines.models.files import CONFIG

# No listing shows a name that begins with a dot.
_NEW, _OLD = ".new-", ".old-"
_LEFT_BEHIND = 24 * 3600  # Seconds, longer than any command writes.
_UNWRITABLE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
    *(errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
}
_State = frozenset[tuple[str, int, int, int]]


@contextmanager
def staged(path: Path, kept: Message | None = None) -> Iterator[Path]:
    """A folder to write into, with all that ``path`` holds; at the end it takes that place.

    It lies beside ``path``, so that a captioner finds its encoders from there. Whatever fails, be
    it the move itself, ``path`` stays as it was.

    Args:
        path: the folder to make or to change.
        kept: what an error shall say of work that is not lost.

    Raises:
        InputError: the folder cannot be written, or another command changed it meanwhile.
    """
    require_writable(path)
    new = _beside(path)
    try:
        with _explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _remove_left_behind(path.parent)
            new.mkdir()
            with _alone(path):
                before = _state(path)
                _copy(path, new)
            yield new
            _flush(new)
            with _alone(path):
                if _state(path) != before:
                    raise InputError(
                        "{path} was changed by another command meanwhile. Run this one again.",
                        path=path,
                    )
                _move(new, path)
    except PipelineError as error:  # Whose name is that of the place, wherever it arose.
        said = _renamed(error.message, new.name, path.name)
        if kept:
            said = Message("{said} {kept}", {"said": said, "kept": kept})
        raise type(error)(said) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole, or leave what was there.

    Raises:
        InputError: it cannot be written.
    """
    new = _beside(path)
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(content)
            _sync(new)
            new.replace(path)
            _sync(path.parent)
        finally:
            new.unlink(missing_ok=True)


def require_writable(path: Path, *, file: bool = False) -> None:
    """See that a folder, or a ``file``, can be made or changed, before anything that takes long.

    Raises:
        InputError: something else has that name, or nothing can be written there.
    """
    with _explained(path):
        if not str(path).isprintable():  # As a name that is not UTF-8 is not, either.
            raise InputError(
                "{path!a} is not UTF-8, or no plain name. Name another.", path=str(path)
            )
        if path.name in ("", "..") or path.is_symlink():
            raise InputError(
                "{path} is a link to a place, or none. Name the place itself.", path=path
            )
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise InputError("{path} is neither a file nor a folder. Name another.", path=path)
        inside = next((one for one in path.absolute().parents if (one / CONFIG).is_file()), None)
        if inside:
            raise InputError(
                "{path} lies inside the model folder {name}. Name another.",
                path=path,
                name=inside.name,
            )
        if path.exists() and path.is_dir() is file:
            found, wanted = ("folder", "file") if file else ("file", "folder")
            raise InputError(
                "{path} is a {found} where a {wanted} is to be written. Name another.",
                path=path,
                found=found,
                wanted=wanted,
            )
        there = next(parent for parent in path.absolute().parents if os.path.lexists(parent))
        tried = _beside(there / path.name)
        tried.mkdir()
        tried.rmdir()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What a disk refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        raise InputError(
            "{path} cannot be written: {reason}. Make room there, or name another place.",
            path=path,
            reason=error.strerror,
        ) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While no other command reads or moves ``path``; first mends what one left that was killed."""
    parent = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(parent, fcntl.LOCK_EX)
        if not path.exists():
            with suppress(FileNotFoundError):
                _aside(path).rename(path)
        shutil.rmtree(_aside(path), ignore_errors=True)
        yield
    finally:
        os.close(parent)


def _move(new: Path, path: Path) -> None:
    with suppress(FileNotFoundError):
        path.rename(_aside(path))
    try:
        new.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            _aside(path).rename(path)
        raise
    _sync(path.parent)
    shutil.rmtree(_aside(path), ignore_errors=True)


def _copy(path: Path, new: Path) -> None:
    for place, folders, names in os.walk(path):
        here, there = Path(place), new / Path(place).relative_to(path)
        for name in (*folders, *names):
            if (here / name).is_dir() and not (here / name).is_symlink():
                (there / name).mkdir()
            elif (here / name).is_file() or (here / name).is_symlink():
                shutil.copy2(here / name, there / name, follow_symlinks=False)
            else:
                raise InputError("{path} is no regular file. Remove it.", path=here / name)


def _flush(folder: Path) -> None:
    for place, _, names in os.walk(folder):
        for file in (Path(place, name) for name in names):
            if not file.is_symlink():
                _sync(file)
        _sync(Path(place))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _renamed(said: Message, old: str, name: str) -> Message:
    values = {
        key: _renamed(value, old, name)
        if isinstance(value, Message)
        else str(value).replace(old, name)
        if isinstance(value, str | Path)
        else value
        for key, value in said.values.items()
    }
    return replace(said, template=said.template.replace(old, name), values=values)


def _state(path: Path) -> _State:
    if not path.exists():
        return frozenset()
    found = ((file.name, file.lstat()) for file in path.iterdir())
    return frozenset((name, s.st_ino, s.st_size, s.st_mtime_ns) for name, s in found)


def _beside(path: Path) -> Path:
    """A name that nothing else has, however many commands run."""
    return path.parent / f"{_NEW}{uuid4().hex}"


def _aside(path: Path) -> Path:
    """Where an old folder is for the moment in which the new one takes its place."""
    return path.parent / f"{_OLD}{sha256(os.fsencode(path.name)).hexdigest()[:32]}"


def _remove_left_behind(parent: Path) -> None:
    for folder in parent.glob(f"{_NEW}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(folder)
