"""A folder or a file is the old one or the new one, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.errors import InputError, ModelError
from pipelines.messages import Message
from pipelines.models.json_files import write_json
from pipelines.models.staging import require_writable, staged, write_bytes
from tests.models.conftest import check_untouched, content


def test_what_is_written_takes_its_place_beside_what_was_there(place: Path) -> None:
    with staged(place) as folder:
        assert folder.parent == place.parent
        assert folder.name.startswith(".")
        (folder / "a").write_text("new")
        (folder / "c").write_text("new")
        assert content(place) == {"a": "old", "b": "old"}
    assert content(place) == {"a": "new", "b": "old", "c": "new"}
    assert list(place.parent.iterdir()) == [place]


def test_a_new_folder_has_the_rights_of_any_other(tmp_path: Path) -> None:
    with staged(tmp_path / "models" / "mine") as folder:
        write_bytes(folder / "a", b"new")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a").write_text("new")
    for name in (".", "a"):
        found = (tmp_path / "models" / "mine" / name).stat().st_mode
        assert found == (tmp_path / "plain" / name).stat().st_mode


@pytest.mark.parametrize("error", [ModelError, KeyboardInterrupt, ZeroDivisionError])
def test_whatever_fails_leaves_the_old_folder_alone(
    place: Path, error: type[BaseException]
) -> None:
    def write() -> None:
        with staged(place) as folder:
            (folder / "a").unlink()
            raise error("no")

    with pytest.raises(error):
        write()
    check_untouched(place)


def test_an_error_names_the_place_and_what_is_not_lost(place: Path) -> None:
    with (
        pytest.raises(ModelError, match=r"^mine lacks a file\. It is kept\.$"),
        staged(place, Message("It is kept.")) as folder,
    ):
        raise ModelError(f"{folder.name} lacks a file.")


@contextmanager
def refusing(call: str, number: int, after: int) -> Iterator[None]:
    """A disk that refuses a call of ``os``, once it was made so many times."""
    real, made = getattr(os, call), 0

    def refused(*arguments: object, **options: object) -> object:
        nonlocal made
        made += 1
        if made > after:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, refused)
        yield


def test_a_disk_that_is_full_already_is_said(place: Path) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.copyfile", full)
        with pytest.raises(InputError, match="cannot be written: No space left"), staged(place):
            pass
    check_untouched(place)


def test_all_that_lies_in_a_folder_comes_along(place: Path) -> None:
    (place / "below" / "deeper").mkdir(parents=True)
    (place / "below" / "deeper" / "c").write_text("old")
    (place / "link").symlink_to("below")
    (place / "lost").symlink_to("nowhere")
    with staged(place) as folder:
        (folder / "a").write_text("new")
    assert (place / "below" / "deeper" / "c").read_text() == "old"
    assert (place / "link").readlink() == Path("below")
    assert (place / "lost").is_symlink()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("after", range(3))
def test_a_full_or_locked_disk_is_said_and_leaves_the_old_folder(
    place: Path, number: int, after: int
) -> None:
    with (
        pytest.raises(InputError, match=f"mine cannot be written: {os.strerror(number)}"),
        refusing("fsync", number, after),
        staged(place) as folder,
    ):
        (folder / "a").write_text("new")
    check_untouched(place)


def test_a_move_that_fails_half_way_is_taken_back(place: Path) -> None:
    rename, called = Path.rename, []

    def second_fails(path: Path, target: Path) -> Path:
        called.append(path)
        if len(called) == 2:
            raise OSError(errno.EIO, "broken")
        return rename(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", second_fails)
        with pytest.raises(InputError, match="cannot be written"), staged(place) as folder:
            (folder / "a").write_text("new")
    assert len(called) == 3
    check_untouched(place)


def test_a_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, [1])
    with (
        pytest.raises(InputError, match=r"a\.json cannot be written: No space left"),
        refusing("fsync", errno.ENOSPC, 0),
    ):
        write_json(path, [2] * 100)
    with pytest.raises(ModelError, match="NaN"):
        write_json(path, [float("nan")])
    assert content(tmp_path) == {"a.json": "[\n  1\n]\n"}


def test_what_cannot_be_written_is_known_beforehand(place: Path) -> None:
    file = place / "a"
    (place.parent / "link").symlink_to(place)
    for path, is_file, said in (
        (file, False, "is a file"),
        (place, True, "is a folder"),
        (file / "below", False, "Not a directory"),
        (place.parent / "link", False, "is a link"),
        (place / "..", False, "Name the place itself"),
        (place.parent / ("n" * 300), False, "File name too long"),
    ):
        with pytest.raises(InputError, match=said):
            require_writable(path, file=is_file)
    require_writable(place)
    require_writable(file, file=True)
    require_writable(place.parent / "new" / "newer")
    with refusing("mkdir", errno.EROFS, 0), pytest.raises(InputError, match="Read-only"):
        require_writable(place)
    (place.parent / "link").unlink()
    check_untouched(place)


def test_a_pipe_in_a_folder_is_named_and_nobody_waits_for_it(place: Path) -> None:
    os.mkfifo(place / "pipe")
    with pytest.raises(InputError, match="pipe is no regular file"), staged(place):
        pass
