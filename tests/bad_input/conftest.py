"""How a command line ends, and what each of them needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.command_line import main_of
from pipelines.tasks.captioning import calibrate as caption_calibration
from pipelines.tasks.captioning import cells as caption_cells
from pipelines.tasks.captioning import evaluate as caption_evaluation
from pipelines.tasks.captioning import finetune, make_encoder, sheet
from pipelines.tasks.captioning import predict as caption_predict
from pipelines.tasks.captioning import train as caption_training
from pipelines.tasks.sentiment import behaviour, label, make_baseline, predict, pretrain
from pipelines.tasks.sentiment import calibrate as sentiment_calibration
from pipelines.tasks.sentiment import cells as sentiment_cells
from pipelines.tasks.sentiment import evaluate as sentiment_evaluation
from pipelines.tasks.sentiment import train as sentiment_training
from tests.commands import SMALL, run_command

Ended = Callable[..., tuple[int, str]]


@pytest.fixture
def end(capsys: pytest.CaptureFixture[str]) -> Ended:
    """Call a command line as a shell would; its status, and what it says of a bad end."""

    def call(module: ModuleType, *arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        status = 0
        try:
            main_of(lambda: run_command(module, *arguments))
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, capsys.readouterr().err

    return call


def options_of(module: ModuleType, models: Path, folder: Path, data: Path) -> list[object]:
    """What each command line needs; it writes into ``folder``."""
    run = ["--run", folder / "run", "--data", data]
    captioner, reader = models / "caption-tiny-lstm", models / "sentiment-tiny-lstm"
    needed: dict[ModuleType, list[object]] = {
        sentiment_training: [folder / "model", *run, "--hardware.accelerator=cpu"],
        pretrain: [folder / "language", *run, *SMALL],
        label: [folder / "labels", reader, "--data", data],
        make_baseline: ["tfidf", folder / "model", "--data", data],
        sentiment_calibration: [reader, "--data", data],
        sentiment_cells: [reader, "--data", data],
        sentiment_evaluation: [reader, "--data", data],
        caption_training: [
            *(models / "caption-new", *run, *SMALL, "--encoders", models / "encoder-tiny"),
        ],
        caption_calibration: [captioner, "--data", data],
        caption_cells: [captioner, "--data", data],
        caption_evaluation: [captioner, "--data", data],
        sheet: [folder / "sheet.html", captioner, "--data", data],
        finetune: [
            *(models / "caption-new", *run, "--start", captioner),
            *("--encoder", models / "encoder-new", "--hardware.accelerator=cpu"),
        ],
        behaviour: [reader],
        predict: [reader, "Fine."],
        caption_predict: [captioner, folder / "photo.jpg"],
        make_encoder: [folder / "encoder"],
    }
    return needed[module]
