"""The data folder: what is missing is said in one sentence that tells the way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.data.folder import VARIABLE, data_folder, read_split, revision, split_path
from pipelines.errors import DataError
from pipelines.tasks.captioning.sources import FLICKR8K
from pipelines.tasks.sentiment.sources import IMDB, SST


def check_message(error: pytest.ExceptionInfo[DataError], *parts: str) -> None:
    message = str(error.value)
    assert "\n" not in message
    for part in ("--data", "make data", *parts):
        assert part in message


@pytest.fixture
def own_data(tiny_data: Path, tmp_path: Path) -> Path:
    """A copy of the data folder to damage."""
    return Path(shutil.copytree(tiny_data, tmp_path / "data"))


def test_a_folder_that_is_given_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "other"))
    assert data_folder(None) == tmp_path / "other"
    assert data_folder(tmp_path) == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_no_folder_named(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(DataError) as error:
        data_folder(None)
    check_message(error, VARIABLE)


def test_a_folder_that_does_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone"))
    for named in (None, tmp_path / "gone"):
        with pytest.raises(DataError) as error:
            data_folder(named)
        check_message(error, str(tmp_path / "gone"), "does not exist")


def test_a_missing_file(own_data: Path) -> None:
    (own_data / "sst" / "test.parquet").unlink()
    with pytest.raises(DataError) as error:
        read_split(own_data, SST, "test", ["text"])
    check_message(error, str(Path("sst", "test.parquet")), "does not exist")
    with pytest.raises(DataError):
        revision(own_data, SST, ["train", "test"])


def test_a_missing_column(own_data: Path) -> None:
    with pytest.raises(DataError) as error:
        read_split(own_data, SST, "test", ["text", "mood"])
    check_message(error, str(Path("sst", "test.parquet")), "no column mood")


@pytest.mark.parametrize(
    "content", [b"", b"text,label\nfine,1\n", b"PAR1" + bytes(64) + b"PAR1"], ids=len
)
def test_a_file_that_is_no_parquet(own_data: Path, content: bytes) -> None:
    split_path(own_data, IMDB, "test").write_bytes(content)
    with pytest.raises(DataError) as error:
        read_split(own_data, IMDB, "test", ["text"])
    check_message(error, str(Path("imdb", "test.parquet")), "parquet")


def test_a_truncated_file(own_data: Path) -> None:
    path = split_path(own_data, FLICKR8K, "test")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DataError):
        read_split(own_data, FLICKR8K, "test", ["caption_0"])


def test_the_asked_columns_come_in_row_order(tmp_path: Path) -> None:
    (tmp_path / "sst").mkdir()
    table = pa.table({"text": ["b", "a", "c"], "label": [3, 0, 2], "other": [0.0, 0.0, 0.0]})
    pq.write_table(table, tmp_path / "sst" / "test.parquet")
    read = read_split(tmp_path, SST, "test", ["label", "text"])
    assert read == {"text": ["b", "a", "c"], "label": [3, 0, 2]}


def test_a_revision_is_the_content(own_data: Path) -> None:
    before = revision(own_data, SST, ["train", "test"])
    assert before.keys() == {"sst/train", "sst/test"}
    path = split_path(own_data, SST, "test")
    path.write_bytes(split_path(own_data, SST, "validation").read_bytes())
    after = revision(own_data, SST, ["train", "test"])
    assert after["sst/train"] == before["sst/train"]
    assert after["sst/test"] != before["sst/test"]
