"""Trains forecasters."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import called
from pipelines.data.own import add_own_arguments
from pipelines.language import _
from pipelines.models.files import HISTORY
from pipelines.models.saving import save_model
from pipelines.models.staging import require_writable, staged
from pipelines.tasks.series.batches import Steps, pieces_to_choose_by, pieces_to_learn
from pipelines.tasks.series.calibrate import calibrate, uncalibrated
from pipelines.tasks.series.data import known_in, load_series, trained_on
from pipelines.tasks.series.loading import described, stored
from pipelines.tasks.series.network import Config, RecurrentConfig, SeriesNetwork, WindowConfig
from pipelines.tasks.series.own import OWN
from pipelines.tasks.series.training import SeriesModule, SeriesTraining
from pipelines.training.batching import BucketSampler
from pipelines.training.fitting import begin, training_loader, validation_loader
from pipelines.training.networks import add_network_arguments, network_of
from pipelines.training.settings import (
    Run,
    add_training_arguments,
    is_main_process,
    rounded_state,
    run_of,
    seed_everything,
)

COMMAND = "train series"


def train(run: Run, network: Config, training: SeriesTraining) -> None:
    """Train networks for all series, measure how far they are off, and write their model folder.

    Raises:
        PipelineError: the data cannot be used.
    """
    require_writable(run.output)
    data = trained_on(run.data)
    with begin(run, COMMAND, training, network=asdict(network), data=data) as session:
        seed_everything(training.seed)
        series, known = load_series(run.data), known_in(run.data)
        module = SeriesModule(SeriesNetwork(network, series), training)
        rows = Steps(pieces_to_learn(series, known), training.steps)
        held_out = Steps(pieces_to_choose_by(series, known), 1)
        one = np.ones(1)
        session.fit(
            module,
            training_loader(rows, _steps(training)),
            [validation_loader(held_out, one)],
        )
        if is_main_process():
            with staged(run.output, run.kept) as folder:
                save_model(
                    folder,
                    config={
                        "task": "series",
                        **described(network, series, known),
                        "calibration": uncalibrated(series),
                        "training": asdict(training),
                        "command": called(),
                        "data": data,
                    },
                    weights=stored(rounded_state(module.kept), series),
                    history=run.folder / HISTORY,
                )
                calibrate(folder, run.data)


def _steps(training: SeriesTraining) -> BucketSampler:
    """One batch a step."""
    steps = np.arange(training.steps)
    return BucketSampler(np.ones(len(steps)), 1, training.seed, always=steps)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/series-lstm")
    add_own_arguments(parser, OWN)
    add_network_arguments(
        parser,
        RecurrentConfig,
        WindowConfig,
        _("instead of --network, a perceptron over the last values"),
    )
    parser.add_argument("--training", type=SeriesTraining, default=SeriesTraining())


def run(options: Namespace) -> None:
    """Train forecasters on the first two thirds of each series.

    Raises:
        InputError: both kinds of network are described.
    """
    train(run_of(options, "series"), network_of(options), options.training)
