"""Trains a recogniser of gestures."""

from __future__ import annotations

from collections.abc import Sequence

from jsonargparse import ArgumentParser, Namespace

from pipelines.data.own import add_own_arguments
from pipelines.frames.network import Config, RecurrentConfig, WindowConfig
from pipelines.frames.streams import LabelledStreams
from pipelines.frames.training import FramesTraining, Material, train_labeller
from pipelines.language import _
from pipelines.tasks.gestures.augmentation import draw_streams
from pipelines.tasks.gestures.calibrate import calibrate
from pipelines.tasks.gestures.data import (
    Stream,
    labels_in,
    load_runs,
    streams_of,
    trained_on,
)
from pipelines.tasks.gestures.own import OWN
from pipelines.tasks.gestures.pipeline import build
from pipelines.tasks.gestures.reading import features
from pipelines.training.networks import add_network_arguments, network_of
from pipelines.training.settings import Run, add_training_arguments, run_of


def train(run: Run, network: Config, training: FramesTraining) -> None:
    """Train a network, calibrate it, and write its model folder.

    Raises:
        PipelineError: the data cannot be used.
    """
    labels = labels_in(run.data)

    def learnt() -> LabelledStreams:
        runs = load_runs(run.data, "train")
        return _seen(draw_streams(runs, training.streams, training.seed, labels))

    train_labeller(
        run,
        network,
        training,
        Material(
            task="gestures",
            labels=labels,
            build=lambda config: build(config, len(labels)),
            learnt=learnt,
            held_out=lambda: _seen(streams_of(load_runs(run.data, "validation"), labels)),
            revision=trained_on(run.data),
            calibrate=lambda folder: calibrate(folder, run.data),
            config={"labels": list(labels)},
        ),
    )


def _seen(streams: Sequence[Stream]) -> LabelledStreams:
    return LabelledStreams([features(one.path) for one in streams], [one.labels for one in streams])


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    add_training_arguments(parser, "models/gestures-lstm")
    add_own_arguments(parser, OWN)
    add_network_arguments(
        parser,
        RecurrentConfig,
        WindowConfig,
        _("instead of --network, a perceptron over the last frames"),
    )
    parser.add_argument("--training", type=FramesTraining, default=FramesTraining())


def run(options: Namespace) -> None:
    """Train a recogniser of gestures on the fingertip runs.

    Raises:
        InputError: both kinds of network are described.
    """
    train(run_of(options, "gestures"), network_of(options), options.training)
