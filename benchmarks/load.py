"""``python -m benchmarks.load``: a room full of visitors, half with texts, half with photos.

Starts a dashboard of its own on this machine and talks to it in Streamlit's own messages, without
browsers. Every text and photo is asked about once only, and each answer must show its own. Prints
how many answers came, how long they took, and the memory of the server before, at most, and after
all have left. Options: ``--sessions 30 --seconds 180``; of several numbers of visitors, as in
``--sessions 5 10 20 40``, a line each: the curve. Linux only, as it reads ``/proc``.
"""

from __future__ import annotations

import base64
import io
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pipelines.command_line import main_of
from pipelines.errors import PipelineError
from tests.browser.server import served
from tests.browser.visitor import Visitor

LOOKS = 2.0  # Seconds, on average, for which a visitor looks at an answer.
COMES_BACK = 10  # Seconds for which the server keeps what a visitor had.
WORDS = "The film was not good , but it made me laugh at the end , and cry in the middle of it ."
PHOTO = (1024, 768)
CLOSE = 12  # Levels of 255 by which a colour may change on its way through two JPEGs.

Answers = list[float]


def main() -> None:
    """Read the command line, let them in, and print."""
    parser = ArgumentParser(description="Many visitors at once, each with inputs of their own.")
    parser.add_argument("--sessions", type=int, nargs="+", default=[30])
    parser.add_argument("--seconds", type=float, default=180)
    options = parser.parse_args()
    with served(Path(), f"--server.disconnectedSessionTTL={COMES_BACK}") as server:
        for act in (_write, _upload):
            next(act(server.address, np.random.default_rng()))
        print(f"{_megabytes(server.pid, 'VmRSS')} MB after two visitors")
        for sessions in sorted(options.sessions):
            crowd = _crowd(server.address, sessions, options.seconds)
            _print(sessions, *crowd, _megabytes(server.pid, "VmHWM"))
        time.sleep(COMES_BACK + 10)
        print(f"{_megabytes(server.pid, 'VmRSS')} MB after all have left")
        if "Traceback" in (log := server.log.read_text()):
            raise PipelineError(f"The server met an error:\n{log}")


def _print(sessions: int, texts: Answers, photos: Answers, most: int) -> None:
    for what, seconds in (("texts", texts), ("photos", photos)):
        median, late = (1000 * statistics.quantiles(seconds, n=20)[at] for at in (9, 18))
        print(
            f"{sessions:4} visitors {len(seconds):6,} {what:6}  p50 {median:6.0f} ms   "
            f"p95 {late:6.0f} ms   {most} MB at most so far"
        )
    sys.stdout.flush()


def _crowd(address: str, sessions: int, seconds: float) -> tuple[Answers, Answers]:
    """The times of all answers to texts, and to photos."""
    end = time.monotonic() + seconds

    def visit(number: int) -> Answers:
        draw = np.random.default_rng(number)
        times = []
        for took in (_upload if number % 2 else _write)(address, draw):
            times.append(took)
            time.sleep(draw.uniform(0, 2 * LOOKS))
            if time.monotonic() > end:
                break
        return times

    with ThreadPoolExecutor(sessions) as room:
        visits = list(room.map(visit, range(sessions)))
    return [*chain(*visits[::2])], [*chain(*visits[1::2])]


def _write(address: str, draw: np.random.Generator) -> Iterator[float]:
    """Ask about one text after another; seconds until each answer."""
    mark = int(draw.integers(10**9))
    with Visitor(address, "sentiment") as visitor:
        for number in count():
            text = " ".join(
                [*draw.choice(WORDS.split(), draw.integers(20, 250)), f"{mark}.{number}"]
            )
            yield _timed(visitor.write, "Review", text)
            show = _show(visitor)
            shown = "".join(part for token in show["tokens"] for part in token) + show["after"]
            if shown != text:
                raise PipelineError(f"Asked about {text!r}, a visitor was shown {shown!r}.")


def _upload(address: str, draw: np.random.Generator) -> Iterator[float]:
    """Ask about one photo after another; seconds until each answer."""
    with Visitor(address, "captioning") as visitor:
        visitor.choose("Photo from", "Upload")
        while True:
            colours = draw.integers(0, 256, (4, 4, 3), dtype=np.uint8)
            yield _timed(visitor.upload, _photo(colours))
            _, _, picture = _show(visitor)["photo"].partition("base64,")
            preview = Image.open(io.BytesIO(base64.b64decode(picture)))
            shown = np.asarray(preview.resize((4, 4), Image.Resampling.BOX), dtype=int)
            if np.abs(shown - colours).mean() > CLOSE:
                raise PipelineError("A visitor was shown the photo of another one.")
            visitor.press("Another photo")


def _show(visitor: Visitor) -> dict[str, Any]:
    if problems := visitor.problems():
        raise PipelineError(f"A visitor was told: {'; '.join(problems)}")
    return visitor.show()


def _photo(colours: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(colours).resize(PHOTO, Image.Resampling.NEAREST).save(file, "JPEG", quality=95)
    return file.getvalue()


def _timed(act: Callable[..., None], *arguments: object) -> float:
    begin = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - begin


def _megabytes(process: int, what: str) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split(f"{what}:")[1].split()[0]) // 1024


if __name__ == "__main__":
    main_of(main)
