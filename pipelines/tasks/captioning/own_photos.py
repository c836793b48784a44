"""Photos that somebody brought, beside a file of captions or in it: read, and put together."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from jsonargparse import Namespace
from tqdm import tqdm

from pipelines.data.captions import open_captions
from pipelines.data.own import Item, Own, Parts
from pipelines.data.own_tables import numbered, part_of, require_columns
from pipelines.data.table_rows import BrokenRow, Row
from pipelines.data.tables import Table
from pipelines.errors import InputError
from pipelines.generation.strategies import plain_words
from pipelines.messages import Message
from pipelines.pictures.files import is_named_like_a_picture
from pipelines.pictures.images import decode_image, prepared_jpeg
from pipelines.tasks.captioning.sources import CAPTIONS, MIN_COUNT

MOST_PHOTOS = 40_000  # Prepared, they take half a gigabyte.
NAMED = 10
_AT_ONCE = min(4, os.cpu_count() or 1)  # Threads; a large photo takes 200 MB while it is read.


@dataclass
class _Photo:
    """A photo with all that is said of it.

    Attributes:
        number: of the first row that names it.
        name: what it is called.
        source: its file; what was made of it already; or why it cannot be used.
        part: in which it stands, if the file says so.
        captions: without doubles, in order.
    """

    number: int
    name: str
    source: Path | bytes | Message
    part: str | None
    captions: dict[str, None] = field(default_factory=dict)


class PhotosReading:
    """A file of captions, and the photos that it names or holds.

    Attributes:
        table: the file of captions.
        rows: how many were read of it.
    """

    def __init__(self, table: Table, folder: Path, kind: Own, options: Namespace) -> None:
        self.table, self.rows = table, 0
        self._folder, self._options = Pictures(folder), options
        self._values_of = kind.read(options)
        wished = str(options.caption)
        self._captions = [wished] if wished in table.columns else wished.split(",")
        for column in self._captions:
            require_columns(table, {"photo": options.photo, "caption": column})
        self._photos: dict[str, _Photo] = {}

    @classmethod
    def of(cls, path: Path, kind: Own, options: Namespace) -> PhotosReading:
        """Open the file of captions that lies at ``path`` or, of a folder, in it.

        Raises:
            InputError: there is none, it lacks a column, or there is no such folder of photos.
        """
        found = open_captions(path, options)
        folder = Path(options.photos or found.path.parent)
        if options.photos and not folder.is_dir():
            raise InputError(
                "There is no folder {folder}. Name the one of the photos by --photos.",
                folder=folder,
            )
        return cls(found, folder, kind, options)

    def files(self) -> Sequence[Path]:
        """The file of captions, and all pictures in the folder."""
        return (*self.table.files, *self._folder.files)

    def items(self) -> Iterator[tuple[int, Item | Message]]:
        """Rows without a photo or a caption, then all photos that rows name.

        Raises:
            InputError: there are too many photos.
        """
        for number, row in numbered(self.table):
            self.rows = number
            if reason := self._gathered(number, row):
                yield number, reason
        photos = list(self._photos.values())
        for photo, made in zip(photos, _all_prepared(photos), strict=True):
            if isinstance(made, Message):
                yield photo.number, made
            else:
                values = {"jpeg": made, "name": photo.name, "captions": list(photo.captions)}
                key = hashlib.sha256(made).hexdigest()
                yield photo.number, Item(photo.number, values, "", key, photo.part, photo.name)

    def notes(self, parts: Parts) -> Sequence[Message]:
        """Captions of a photo, photos without any, lengths, and words that are too rare."""
        captions = {name: [captions_in(one.values) for one in part] for name, part in parts.items()}
        numbers = sorted(len(some) for part in captions.values() for some in part)
        said = {"n": sum(numbers), "least": numbers[0], "most": numbers[-1]}
        notes = [
            Message("photos in the folder: {n:,}", {"n": len(self._folder.files)}),
            Message("captions: {n:,}; of a photo {least:,} to {most:,}", said),
        ]
        if too_many := sum(number > len(CAPTIONS) for number in numbers):
            said = {"most": len(CAPTIONS), "n": too_many}
            notes.append(Message("the first {most} captions count of {n:,} with more", said))
        named = {photo.source for photo in self._photos.values() if isinstance(photo.source, Path)}
        if alone := [name for path, name in self._folder.files.items() if path not in named]:
            notes.append(Message("photos without a caption: {names}", {"names": _some(alone)}))
        return [*notes, *_notes_on_words(captions)]

    def _gathered(self, number: int, row: Row) -> Message | None:
        """Put a row to its photo; why it cannot be, if so."""
        if isinstance(row, BrokenRow):
            return row.reason
        cells = [row[column] for column in self._captions]
        given = {"photo": row[self._options.photo], "caption": cells}
        values, part = self._values_of(given), part_of(row)
        if isinstance(values, Message):
            return values
        if isinstance(part, Message):
            return part
        photo = self._photo(number, values, part)
        if photo.part != part:
            return Message("puts {name:.80} into another part than a row above", vars(photo))
        photo.captions.update(dict.fromkeys(captions_in(values)))
        return None

    def _photo(self, number: int, values: Row, part: str | None) -> _Photo:
        given = values["photo"]
        if isinstance(given, bytes):
            key, name = hashlib.sha256(given).hexdigest(), str(values["name"] or f"{number}")
        else:
            found = self._folder.find(str(given))
            key, name = str(found), str(given)
        if key not in self._photos:
            if len(self._photos) == MOST_PHOTOS:
                raise InputError(
                    "{path} names more than {most:,} photos. Train on a part of them.",
                    path=self.table.path,
                    most=MOST_PHOTOS,
                )
            source = _prepared(given, name) if isinstance(given, bytes) else found
            self._photos[key] = _Photo(number, name, source, part)
        return self._photos[key]


class Pictures:
    """The pictures of a folder and its folders, as files of captions name them.

    Attributes:
        files: of each its name from there.
    """

    def __init__(self, folder: Path) -> None:
        found = sorted(one for one in folder.rglob("*") if is_named_like_a_picture(one))
        self.files = {one: str(one.relative_to(folder)) for one in found if one.is_file()}
        self._whole = {_plain(name): path for path, name in self.files.items()}
        self._short: dict[str, list[Path]] = {}
        for path in self.files:
            for name in (path.name, path.stem):
                self._short.setdefault(_plain(name), []).append(path)

    def find(self, name: str) -> Path | Message:
        """The picture that a cell means, whatever folders stand before it; or why there is none."""
        wished = _plain(name)
        if wished in self._whole:
            return self._whole[wished]
        found = self._short.get(wished.rpartition("/")[2], [])
        if len(found) == 1:
            return found[0]
        if found:
            return Message("names {name:.80}, of which there are several", {"name": name})
        return Message("names {name:.80}, which is not there", {"name": name})


def captions_in(values: Row) -> list[str]:
    """What is said of a photo, among its values."""
    return cast(list[str], values["captions"])


def _plain(name: str) -> str:
    """Alike on all systems: some write other slashes, some take umlauts apart."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./").casefold()


def _all_prepared(photos: Sequence[_Photo]) -> Iterator[bytes | Message]:
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        made = pool.map(lambda photo: _made_of(photo.source, photo.name), photos)
        yield from tqdm(made, desc="Reading photos", total=len(photos), unit="photo", delay=1)
    finally:
        pool.shutdown(cancel_futures=True)


def _made_of(source: Path | bytes | Message, name: str) -> bytes | Message:
    return _prepared(source, name) if isinstance(source, Path) else source


def _prepared(source: Path | bytes, name: str) -> bytes | Message:
    """What the encoder is to see of a photo, as when it is served; or why there is nothing."""
    try:
        return prepared_jpeg(decode_image(source, name))
    except InputError as error:
        return Message("has a photo that cannot be used: {why}", {"why": error.message})


def _notes_on_words(captions: dict[str, list[list[str]]]) -> Iterator[Message]:
    lengths, learnt = list[int](), Counter[str]()
    for name, part in captions.items():
        for one in (one for some in part for one in some[: len(CAPTIONS)]):
            words = plain_words(one)
            lengths.append(len(words))
            learnt.update(words if name == "train" else ())
    lengths.sort()
    said = {"middle": lengths[len(lengths) // 2], "most": lengths[-1]}
    yield Message("words of a caption: {middle:,} in the middle, {most:,} at most", said)
    rare = sorted(word for word, count in learnt.items() if count < MIN_COUNT)
    about: dict[str, object] = {
        "all": len(learnt),
        "rare": len(rare),
        "least": MIN_COUNT,
        "names": _some(rare) or "–",
    }
    yield Message(
        "words to learn from: {all:,}; {rare:,} stand less than {least} times and stay unknown "
        "unless a captioner knew them: {names}",
        about,
    )


def _some(names: Sequence[str]) -> str:
    more = f", … ({len(names):,})" if len(names) > NAMED else ""
    return ", ".join(f"{one:.80}" for one in names[:NAMED]) + more
