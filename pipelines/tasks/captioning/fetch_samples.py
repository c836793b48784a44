"""Fetches a few photos of the Flickr8k test part for the dashboard, once."""

from __future__ import annotations

import os
import sys
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from pipelines.data.hub import Hub, write_partial
from pipelines.tasks.captioning.samples import SAMPLE_COUNT, SAMPLES
from pipelines.tasks.captioning.sources import FLICKR8K, ON_HUB, flickr8k_rows

SAMPLES_TRIED = SAMPLES.with_suffix(".tried")
SAMPLE_SECONDS = 30  # Nobody should wait longer for photos that a demo can do without.


def fetch_samples(path: Path, hub: Hub) -> None:
    """Stream the first photos of the Flickr8k test part into a file with the same columns.

    Raises:
        Exception: whatever the libraries below raise where the Hub does not give them.
    """
    stream = hub.rows(ON_HUB, "test", hub.commit(ON_HUB), stream=True)
    rows = flickr8k_rows(lambda _: islice(stream, SAMPLE_COUNT), "test")
    write_partial(path, list(rows), FLICKR8K).replace(path)


def add_arguments(_: object) -> None:
    """The command takes nothing."""


def run(_: object) -> None:
    """Fetch the sample photos, if that was never tried: the dashboard goes on without them."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if SAMPLES_TRIED.exists():
        return
    SAMPLES_TRIED.parent.mkdir(exist_ok=True)
    SAMPLES_TRIED.touch()
    print(f"Fetching {SAMPLE_COUNT} sample photos, once; without a connection there are fewer.")
    # A process of its own can be ended whatever it waits for.
    process = get_context("spawn").Process(target=_fetch_samples_silently, daemon=True)
    process.start()
    process.join(SAMPLE_SECONDS)
    process.kill()


def _fetch_samples_silently() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(null, stream.fileno())
    fetch_samples(SAMPLES, Hub())
