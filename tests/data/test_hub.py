"""The data folder that ``make data`` fills, from stand-ins with the columns of the public sets."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

import datasets
import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from pipelines.data.folder import read_split, split_path
from pipelines.data.hub import Hub, fill
from pipelines.data.sets import Row
from pipelines.errors import DataError
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.fetch_samples import fetch_samples
from pipelines.tasks.captioning.samples import SAMPLE_COUNT
from pipelines.tasks.captioning.sources import FLICKR8K
from pipelines.tasks.sentiment.sources import _IMDB, _SST2, _SST5, IMDB, SST

SETS = (IMDB, SST, FLICKR8K)
FILES = {
    *(f"imdb/{split}.parquet" for split in ("train", "test", "unsupervised")),
    *(f"sst/{split}.parquet" for split in ("train", "validation", "test")),
    *(f"flickr8k/{split}.parquet" for split in ("train", "validation", "test")),
}
SST_COLUMNS = ("text", "label", "sentence_id", "is_sentence")
SENTENCES = {
    "train": ("a dull start , but the art shines -lrb- twice -rrb- .", "it 's fine .", "superb !"),
    "validation": ("nobody laughed .", "so - so .", "a joy ."),
    "test": ("what a mess .", "it exists .", "utterly charming ."),
}
PHRASES = (("the art shines ( twice ) ", 1), ("dull start ", 0), ("tar ", 0), ("a mess ", 0))


def _photo(number: int) -> dict[str, object]:
    """A wide picture of one colour, which tells its number."""
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (8 * number, 0, 0)).save(file, "PNG")
    return {"bytes": file.getvalue(), "path": f"{number}.png"}


def _public(name: str, split: str) -> datasets.Dataset:
    """A few rows with the columns and types that the set has on the Hub."""
    types: dict[str, object] = {}
    rows: dict[str, Sequence[object]]
    if name == _IMDB:
        labels = [-1, -1] if split == "unsupervised" else [0, 1]
        rows = {"text": [f"{split} <br /> one", f"{split} two"], "label": labels}
        types = {"label": datasets.ClassLabel(names=["neg", "pos"])}
    elif name == _SST5:
        rows = {"text": SENTENCES[split], "label": [0, 2, 4], "label_text": ["worst", "so", "best"]}
    elif name == _SST2:
        texts, sides = zip(*PHRASES, strict=True)
        rows = {"idx": range(len(texts)), "sentence": texts, "label": sides}
    else:
        numbers = range(SAMPLE_COUNT + 6 if split == "test" else 2)
        rows = {f"caption_{n}": [f"{n} of {number}" for number in numbers] for n in range(5)}
        rows["image"] = [_photo(number) for number in numbers]
        types = {"image": datasets.Image()}
    dataset = datasets.Dataset.from_dict({column: list(values) for column, values in rows.items()})
    return dataset.cast(datasets.Features(dataset.features | types))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Puts the stand-ins in place of the library's downloads, and lists what is asked for."""
    asked: list[tuple[str, str]] = []

    def load_dataset(
        name: str, *, split: str, revision: str, streaming: bool
    ) -> datasets.Dataset | datasets.IterableDataset:
        assert revision == f"commit of {name}"
        asked.append((name, split))
        dataset = _public(name, split)
        return dataset.to_iterable_dataset() if streaming else dataset

    monkeypatch.setattr(datasets, "load_dataset", load_dataset)
    monkeypatch.setattr(Hub, "commit", lambda _, name: f"commit of {name}")
    return asked


@pytest.mark.usefixtures("loaded")
def test_reviews_and_sentences_keep_texts_labels_and_order(tmp_path: Path) -> None:
    fill(tmp_path, SETS, Hub())

    reviews = read_split(tmp_path, IMDB, "train", ("text", "label"))
    assert reviews == {"text": ["train <br /> one", "train two"], "label": [0, 1]}
    unlabelled = pq.read_table(split_path(tmp_path, IMDB, "unsupervised"))
    assert unlabelled.column("label").to_pylist() == [-1, -1]
    assert read_split(tmp_path, SST, "test", SST_COLUMNS) == {
        "text": list(SENTENCES["test"]),
        "label": [0, 2, 4],
        "sentence_id": [0, 1, 2],
        "is_sentence": [True, True, True],
    }


@pytest.mark.usefixtures("loaded")
def test_phrases_train_on_the_scale_of_sentences_and_never_come_from_a_test_part(
    tmp_path: Path,
) -> None:
    fill(tmp_path, SETS, Hub())

    rows = list(zip(*read_split(tmp_path, SST, "train", SST_COLUMNS).values(), strict=True))
    # "tar" only stands within "start art", and "a mess" only in a test sentence.
    assert rows[3:] == [("the art shines ( twice )", 3, -1, False), ("dull start", 1, -1, False)]
    assert all(is_sentence for *_, is_sentence in rows[:3])


@pytest.mark.usefixtures("loaded")
def test_photos_are_square_jpegs_beside_their_own_captions(tmp_path: Path) -> None:
    fill(tmp_path, SETS, Hub())

    rows = read_split(tmp_path, FLICKR8K, "test", ("image", "caption_0", "caption_4"))
    assert len(rows["image"]) == SAMPLE_COUNT + 6
    for number, stored in enumerate(rows["image"]):
        assert isinstance(stored, dict)
        photo = Image.open(io.BytesIO(stored["bytes"]))
        assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (224, 224))
        # What is stored is what an encoder is shown of the original.
        assert photo.tobytes() == read_image(cast(bytes, _photo(number)["bytes"])).tobytes()
        assert abs(float(np.asarray(photo)[..., 0].mean()) - 8 * number) < 3
        assert stored["path"] == f"{number}.png"
        assert rows["caption_4"][number] == f"4 of {number}"
    again = datasets.Dataset.from_parquet(str(tmp_path / "flickr8k" / "test.parquet"))
    assert isinstance(again.features["image"], datasets.Image)


@pytest.mark.usefixtures("loaded")
def test_revisions_name_the_content_of_each_file_and_what_it_was_made_from(tmp_path: Path) -> None:
    fill(tmp_path, SETS, Hub())

    revisions = json.loads((tmp_path / "revisions.json").read_text(encoding="utf-8"))
    assert set(revisions) == FILES
    for name, entry in revisions.items():
        assert entry["sha256"] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    both = {_SST5: f"commit of {_SST5}", _SST2: f"commit of {_SST2}"}
    assert revisions["sst/train.parquet"]["commits"] == both
    assert set(revisions["sst/test.parquet"]["commits"]) == {_SST5}


def test_only_missing_files_are_made_again(tmp_path: Path, loaded: list[tuple[str, str]]) -> None:
    fill(tmp_path, SETS, Hub())
    (tmp_path / "imdb" / "test.parquet").unlink()
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*.parquet")}
    loaded.clear()

    fill(tmp_path, SETS, Hub())

    assert loaded == [(_IMDB, "test")]
    assert (tmp_path / "imdb" / "test.parquet").is_file()
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


@pytest.mark.usefixtures("loaded")
def test_a_connection_lost_midway_leaves_whole_files_only(tmp_path: Path) -> None:
    class Breaking(Hub):
        def rows(self, name: str, split: str, commit: str, *, stream: bool) -> Iterable[Row]:
            whole = super().rows(name, split, commit, stream=stream)
            return _first_then_fail(whole) if (name, split) == (_SST5, "validation") else whole

    with pytest.raises(DataError, match=r"sst/validation.*cable pulled.*make data again.*kept"):
        fill(tmp_path, SETS, Breaking())
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*")}
    assert made == {name for name in FILES if name.startswith("imdb/")} | {"sst/train.parquet"}

    fill(tmp_path, SETS, Hub())
    assert len(read_split(tmp_path, SST, "validation", ("text",))["text"]) == 3


def _first_then_fail(rows: Iterable[Row]) -> Iterator[Row]:
    yield next(iter(rows))
    raise ConnectionError("cable pulled")


@pytest.mark.usefixtures("loaded")
def test_a_full_disk_leaves_no_half_file_under_a_final_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_parquet(_: datasets.Dataset, path: Path) -> None:
        path.write_bytes(b"PAR1 and no more")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(datasets.Dataset, "to_parquet", to_parquet)
        with pytest.raises(DataError, match=r"No space.*Make room"):
            fill(tmp_path, SETS, Hub())
    assert not list(tmp_path.glob("**/*.parquet"))

    fill(tmp_path, SETS, Hub())
    assert not list(tmp_path.glob("**/*.partial"))


@pytest.mark.usefixtures("loaded")
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"file/data/imdb/train\.parquet cannot be written"):
        fill(tmp_path / "file" / "data", SETS, Hub())


@pytest.mark.usefixtures("loaded")
def test_samples_are_the_first_test_photos_in_the_same_columns(tmp_path: Path) -> None:
    fill(tmp_path, SETS, Hub())
    path = tmp_path / "samples" / "flickr8k" / "test.parquet"
    fetch_samples(path, Hub())

    columns = ("image", *(f"caption_{number}" for number in range(5)))
    samples = read_split(tmp_path / "samples", FLICKR8K, "test", columns)
    whole = read_split(tmp_path, FLICKR8K, "test", columns)
    assert samples == {name: values[:SAMPLE_COUNT] for name, values in whole.items()}
