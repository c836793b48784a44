"""Fills a data folder from the Hugging Face Hub.

    imdb/{train,test,unsupervised}.parquet
    sst/{train,validation,test}.parquet
    flickr8k/{train,validation,test}.parquet
    revisions.json    the SHA-256 of each file, and the commits on the Hub that it was made from

A finished file is never made again, so a broken download goes on where it stopped. ``--samples``
fetches a few photos for the dashboard instead.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.data.folder import SAMPLE_COUNT, SAMPLES
from pipelines.data.hub_rows import (
    FLICKR8K,
    Load,
    Row,
    features,
    flickr8k_rows,
    imdb_rows,
    sst_rows,
)
from pipelines.errors import DataError, InputError
from pipelines.models.directory import sha256, write_json
from pipelines.models.staging import require_writable

Maker = Callable[[Load, str], Iterator[Row]]
DATASETS: Mapping[str, tuple[Maker, tuple[str, ...]]] = {
    "imdb": (imdb_rows, ("train", "test", "unsupervised")),
    "sst": (sst_rows, ("train", "validation", "test")),
    "flickr8k": (flickr8k_rows, ("train", "validation", "test")),
}
REVISIONS = "revisions.json"
SAMPLES_TRIED = SAMPLES.with_suffix(".tried")
SAMPLE_SECONDS = 30  # Nobody should wait longer for photos that a demo can do without.
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EEXIST, errno.ENOTDIR}


class Hub:
    """The Hugging Face Hub, as far as it is needed here."""

    def commit(self, name: str) -> str:
        """The newest commit. Without a connection this fails at once; a download tries for long."""
        from huggingface_hub import HfApi

        return str(HfApi().dataset_info(name, timeout=5).sha)

    def rows(self, name: str, split: str, commit: str, *, stream: bool) -> Iterable[Row]:
        """The rows of one split, photos still encoded; a stream fetches no more than is read."""
        from datasets import Image, load_dataset

        dataset = load_dataset(name, split=split, revision=commit, streaming=stream)
        if name == FLICKR8K:
            dataset = dataset.cast_column("image", Image(decode=False))
        rows: Iterable[Row] = dataset
        return rows


def fill(folder: Path, hub: Hub) -> None:
    """Make every file of the data folder that is not there yet.

    Raises:
        DataError: the Hub does not give the data, or the folder cannot be written.
    """
    for dataset, (_, splits) in DATASETS.items():
        for split in splits:
            if (folder / dataset / f"{split}.parquet").is_file():
                print(f"{dataset}/{split}.parquet is there already.")
            else:
                _make(folder, dataset, split, hub)


def _make(folder: Path, dataset: str, split: str, hub: Hub) -> None:
    from tqdm import tqdm

    commits: dict[str, str] = {}

    def load(name: str) -> Iterable[Row]:
        commits[name] = hub.commit(name)
        return hub.rows(name, split, commits[name], stream=False)

    maker, name = DATASETS[dataset][0], f"{dataset}/{split}.parquet"
    try:
        rows = list(tqdm(maker(load, split), desc=name, unit=" rows", delay=1))
        partial = _write_partial(folder / name, rows, dataset)
        _record(folder / REVISIONS, name, {"sha256": sha256(partial), "commits": commits})
        partial.replace(folder / name)
    # The libraries below raise errors of many unrelated classes, and of others in each release.
    except Exception as error:
        raise _explained(error, folder / name) from error


def _write_partial(path: Path, rows: list[Row], dataset: str) -> Path:
    """Write beside ``path`` what is to be renamed once nothing more can go wrong."""
    from datasets import Dataset

    partial = path.with_name(f"{path.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    Dataset.from_list(rows, features=features(dataset)).to_parquet(partial)
    return partial


def _record(path: Path, name: str, entry: Mapping[str, object]) -> None:
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    write_json(path, {**known, name: entry})


def _explained(error: Exception, path: Path) -> DataError:
    link: BaseException | None = error
    while link is not None:  # A library may have wrapped the error of the disk in its own.
        if isinstance(link, OSError) and link.errno in UNWRITABLE:
            return DataError(
                f"{path} cannot be written: {link.strerror}. Make room or name another folder, "
                "then run make data again: finished files are kept."
            )
        link = link.__cause__ or link.__context__
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return DataError(
        f"The Hub cannot be reached, or does not give what {path} is made of ({reason}). "
        "Check the connection, then run make data again: finished files are kept."
    )


def fetch_samples(path: Path, hub: Hub) -> None:
    """Stream the first photos of the Flickr8k test part into a file with the same columns.

    Raises:
        Exception: whatever the libraries below raise where the Hub does not give them.
    """
    stream = hub.rows(FLICKR8K, "test", hub.commit(FLICKR8K), stream=True)
    rows = flickr8k_rows(lambda _: islice(stream, SAMPLE_COUNT), "test")
    _write_partial(path, list(rows), "flickr8k").replace(path)


def try_samples() -> None:
    """Fetch the sample photos, once and for all: the dashboard goes on without them.

    A process of its own can be ended whatever it waits for.
    """
    if SAMPLES_TRIED.exists():
        return
    SAMPLES_TRIED.parent.mkdir(exist_ok=True)
    SAMPLES_TRIED.touch()
    print(f"Fetching {SAMPLE_COUNT} sample photos, once; without a connection there are fewer.")
    process = get_context("spawn").Process(target=_fetch_samples_silently, daemon=True)
    process.start()
    process.join(SAMPLE_SECONDS)
    process.kill()


def _fetch_samples_silently() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(null, stream.fileno())
    fetch_samples(SAMPLES, Hub())


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--output", type=Path | None, metavar="FOLDER", help="data folder to fill")
    parser.add_argument("--samples", action="store_true", help=f"make {SAMPLES}, if never tried")


def run(options: Namespace) -> None:
    """Fetch data from the Hugging Face Hub. A broken download goes on where it stopped.

    Raises:
        InputError: the folder cannot be written, or it is not said what to fetch.
        DataError: as ``fill``.
        KeyboardInterrupt: with what is kept.
    """
    if options.samples == bool(options.output):
        raise InputError("Say what to fetch: --output FOLDER for data, or --samples.")
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    try:
        if options.samples:
            try_samples()
        else:
            require_writable(options.output)
            fill(options.output, Hub())
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Finished files are kept: run the same command again.") from None
