"""``make bench``: how long the shows take on one thread, beside a peer that does less.

A figure alone says more about the machine than about the code, so each stands beside the time that
the bare layers take in the same run, measured by the same clock.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import torch
from torch import nn

from benchmarks.clicks import INTERACTIONS, click_to_drawn
from benchmarks.fairness import beside_long_work
from benchmarks.room import vote_to_bar
from benchmarks.start import START_TO_ANSWER, second_start_milliseconds
from benchmarks.timing import MODELS, Timing
from benchmarks.training import EPOCHS, epoch_of_two_processes
from pipelines.command_line import main_of
from pipelines.generation.strategies import Beam
from pipelines.models.directory import ModelDirectory
from pipelines.pictures.images import read_image
from pipelines.scoring.timing import REPETITIONS, median_milliseconds
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.sentiment.evaluate import TIMED_TEXT
from pipelines.tasks.sentiment.network import SentimentConfig
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.text import words


def main() -> None:
    """Measure and print."""
    print(f"Medians of {REPETITIONS} runs, one thread.")
    for measure in (trace_a_review, caption_a_photo, start_the_dashboard):
        _print(measure())
    print(f"Means of {EPOCHS - 1} epochs, one thread a process.")
    _print(epoch_of_two_processes())
    print(f"95th percentiles of {INTERACTIONS} clicks each, in a browser.")
    for timing in [*click_to_drawn(), *beside_long_work(), *vote_to_bar()]:
        _print(timing)


def trace_a_review() -> Timing:
    """A review with all states and gates, beside ``nn.LSTM`` alone on as many vectors."""
    pipeline = SentimentPipeline.load(MODELS / "sentiment-lstm")
    config = SentimentConfig(**ModelDirectory.open(MODELS / "sentiment-lstm").section("network"))
    bare = nn.LSTM(config.embedding_size, config.hidden_size, batch_first=True).eval()
    vectors = torch.randn(1, len(words(TIMED_TEXT)), config.embedding_size)
    return Timing(
        "trace a 250-token review",
        median_milliseconds(lambda: pipeline.trace(TIMED_TEXT)),
        50,
        "nn.LSTM alone",
        median_milliseconds(_inference(lambda: bare(vectors))),
    )


def caption_a_photo() -> Timing:
    """Decoded photo to caption, beside the encoder and ``nn.LSTM`` called for as many steps."""
    pipeline = CaptionPipeline.load(MODELS / "caption-lstm")
    photo, beam = read_image(scikit_image_photo("chelsea.png")), Beam(width=3)
    config, steps = pipeline.decoder.config, len(pipeline.caption(photo, beam).steps)
    bare = nn.LSTM(config.embedding_size, config.hidden_size, batch_first=True).eval()
    head = nn.Linear(config.hidden_size, len(pipeline.vocabulary)).eval()
    word = torch.randn(beam.width, 1, config.embedding_size)

    def naive() -> None:
        pipeline.encode([photo])
        state = None
        for _ in range(steps + 1):  # The photo itself is a step, too.
            hidden, state = bare(word, state)
            head(hidden).log_softmax(dim=-1)

    return Timing(
        "photo to caption, beam 3",
        median_milliseconds(lambda: pipeline.caption(photo, beam)),
        200,
        "encoder and nn.LSTM a step",
        median_milliseconds(_inference(naive)),
    )


def start_the_dashboard() -> Timing:
    """From the command to the first answer in a browser, once everything is installed."""
    return Timing(START_TO_ANSWER, second_start_milliseconds(REPETITIONS), 10_000)


def _inference(call: Callable[[], object]) -> Callable[[], object]:
    return torch.inference_mode()(call)


def _print(timing: Timing) -> None:
    line = f"{timing.what:34} {timing.milliseconds:8.1f} ms   limit {timing.limit:,.0f} ms"
    if timing.peer:
        ratio = timing.milliseconds / timing.peer_milliseconds
        line += f"   {ratio:.2f} × {timing.peer} ({timing.peer_milliseconds:.1f} ms)"
    print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main_of(main)
