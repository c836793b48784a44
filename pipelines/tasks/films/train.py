"""Trains a labeller of films, which are generated for it."""

from __future__ import annotations

from collections.abc import Sequence

from jsonargparse import ArgumentParser, Namespace

from pipelines.frames.network import Config, RecurrentConfig, WindowConfig
from pipelines.frames.streams import LabelledStreams
from pipelines.frames.training import FramesTraining, Material, train_labeller
from pipelines.language import _
from pipelines.tasks.films.calibrate import calibrate
from pipelines.tasks.films.data import LabelledFilm, generate, load_films
from pipelines.tasks.films.network import FilmNetwork
from pipelines.tasks.films.sources import LABELS
from pipelines.training.networks import add_network_arguments, network_of
from pipelines.training.settings import Run, add_training_arguments, run_of


def train(run: Run, network: Config, training: FramesTraining) -> None:
    """Train a network, calibrate it, and write its model folder.

    Raises:
        PipelineError: the folders cannot be used.
    """
    train_labeller(
        run,
        network,
        training,
        Material(
            task="films",
            labels=LABELS,
            build=FilmNetwork,
            learnt=lambda: _seen(generate(training.streams, training.seed)),
            held_out=lambda: _seen(load_films("validation")),
            revision={},
            calibrate=lambda folder: calibrate(folder, run.data),
        ),
    )


def _seen(films: Sequence[LabelledFilm]) -> LabelledStreams:
    return LabelledStreams([one.pictures for one in films], [one.labels for one in films])


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/video-lstm")
    add_network_arguments(
        parser,
        RecurrentConfig,
        WindowConfig,
        _("instead of --network, a perceptron over the last frames"),
    )
    parser.add_argument("--training", type=FramesTraining, default=FramesTraining())


def run(options: Namespace) -> None:
    """Train a labeller of films on generated ones.

    Raises:
        InputError: both kinds of network are described.
    """
    train(run_of(options, "films"), network_of(options), options.training)
