"""A forecaster behind two questions: what comes next, and what was said of it after each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pipelines.errors import InputError, ModelError
from pipelines.messages import Message, plural
from pipelines.models.directory import ModelDirectory
from pipelines.models.files import CONFIG, GOLDEN
from pipelines.models.json_files import is_like, write_json
from pipelines.tasks.series.known import HORIZON, Known
from pipelines.tasks.series.loading import load_forecasters
from pipelines.tasks.series.network import SeriesNetwork, WindowForecaster
from pipelines.tasks.series.results import Course, Forecast, SeriesTrace
from pipelines.tasks.series.scaling import FEWEST, Parts, Scale

GOLDEN_TOLERANCE = 0.005  # Of what a series is standardised by.
GOLDEN_SERIES = 3  # The first ones.
READERS = "elnino"  # The series whose networks read what nobody knows, where it was learnt.


class SeriesPipeline:
    """A model, ready to answer. No call leaves a state behind, so threads may share it.

    Attributes:
        series: those that it learnt, by name, ``(T,)`` each; the last thirds were kept from it.
        known: what readers know of them.
    """

    def __init__(
        self,
        name: str,
        network: SeriesNetwork,
        series: Mapping[str, np.ndarray],
        known: Mapping[str, Known],
        widths: Mapping[str, np.ndarray],
    ) -> None:
        self.name = name
        self.network = network.eval()
        self.series, self.known = series, known
        self._widths = widths
        self._scales = {
            name: Scale.fit(values[: Parts.of(len(values)).chosen], known[name].grows)
            for name, values in series.items()
        }

    @classmethod
    def load(cls, path: Path) -> SeriesPipeline:
        """Read a model folder and verify its hashes.

        Raises:
            ModelError: a file is missing, damaged, or belongs to another model.
        """
        directory = ModelDirectory.open(path, kind="series")
        network, series, known = load_forecasters(directory)
        return cls(directory.name, network, series, known, _widths(directory, known))

    @property
    def parameters(self) -> int:
        """How many numbers were learnt."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    @property
    def readers(self) -> str:
        """The series whose networks read own values, where nobody says which."""
        return READERS if READERS in self.series else next(iter(self.series))

    def require(self, names: Iterable[str]) -> None:
        """See that these are the series that were learnt.

        Raises:
            InputError: they are others.
        """
        if list(names) != list(self.series):
            raise InputError(
                "{model} learnt the series {learnt}; these are {names}. Take the data that it was "
                "trained on, or train on these.",
                model=self.name,
                learnt=", ".join(self.series),
                names=", ".join(names),
            )

    def require_learnt(self, name: str) -> None:
        """See that there are networks of a series.

        Raises:
            InputError: there are none.
        """
        if name not in self.series:
            raise InputError(
                "{model} has no networks of the series {name:.60}; it has those of {learnt}.",
                model=self.name,
                name=name,
                learnt=", ".join(self.series),
            )

    def course(self, name: str, begin: int = 0, end: int | None = None) -> Course:
        """A series that was learnt, from its value ``begin`` up to ``end``.

        Raises:
            InputError: it was not.
        """
        self.require_learnt(name)
        values, filled = tuple(self.series[name].tolist()), self.known[name].filled
        return Course(name, values, filled=filled).between(begin, end)

    def predict(self, courses: Sequence[Course]) -> list[Forecast]:
        """What comes next of each course.

        Raises:
            InputError: a course has too few or too many values, or what a network cannot read.
        """
        return [self.trace(course).result for course in courses]

    @torch.inference_mode()
    def trace(self, course: Course) -> SeriesTrace:
        """What is said after each value, with the states of the first network on the way.

        Raises:
            InputError: as ``predict``.
        """
        self.require_learnt(course.name)
        values = course.readable(self.known[course.name])
        scale = self._scales[course.name]
        if course.own:
            scale = Scale.fit(values[: Parts.of(len(values)).scored], scale.grows)
        inputs = torch.tensor(scale.inputs(values))
        said = self.network(course.name, inputs[None])[:, 0].numpy()
        width, first = self._widths[course.name], self.network.members(course.name)[0]
        middle = said.mean(axis=0)
        return SeriesTrace(
            course=course,
            window=first.window if isinstance(first, WindowForecaster) else None,
            forecasts=scale.forecasts(values, middle),
            low=scale.forecasts(values, middle - width),
            high=scale.forecasts(values, middle + width),
            by_member=np.stack([scale.forecasts(values, one) for one in said]),
            layers=tuple(layer.map(lambda part: part.numpy()) for layer in first.trace(inputs)),
        )

    def write_golden_examples(self, path: Path) -> None:
        """Store what the model says now, for ``self_check`` to compare with.

        Raises:
            ModelError: it answers NaN.
        """
        names = list(self.series)[:GOLDEN_SERIES]
        ends = {name: Parts.of(len(self.series[name])).scored for name in names}
        write_json(path / GOLDEN, [self._golden_example(*one) for one in ends.items()])

    def _golden_example(self, name: str, end: int) -> dict[str, Any]:
        (forecast,) = self.predict([self.course(name, end=end)])
        return {"series": name, "end": end, "forecast": forecast.values.round(5).tolist()}


load = SeriesPipeline.load


def self_check(path: Path, pipeline: SeriesPipeline) -> Message:
    """Repeat the golden examples of a model folder; a sentence on what was checked.

    Args:
        path: the folder.
        pipeline: what was loaded from it.

    Raises:
        ModelError: the folder is damaged, or the model no longer says what it said when saved.
    """
    examples = ModelDirectory.open(path).golden_examples()
    for then in examples:
        name, end = then["series"], then["end"]
        if name not in pipeline.series or not FEWEST <= end <= len(pipeline.series[name]):
            raise ModelError(
                "{file} asks for the series {name:.40} up to value {end}, which is not there. "
                "Restore the file.",
                file=f"{path.name}/{GOLDEN}",
                name=name,
                end=end,
            )
        now = np.array(pipeline._golden_example(name, end)["forecast"])
        before, spread = np.array(then["forecast"]), pipeline.series[name].std()
        if now.shape != before.shape or np.abs(now - before).max() > GOLDEN_TOLERANCE * spread:
            raise ModelError(
                "{model} no longer answers as when it was saved: {name}. "
                "Restore its folder, or train it again.",
                model=path.name,
                name=name,
            )
    return plural(
        "Hashes and {n} golden example agree.",
        "Hashes and {n} golden examples agree.",
        len(examples),
    )


def _widths(directory: ModelDirectory, names: Iterable[str]) -> dict[str, np.ndarray]:
    """How far a true value lies from a forecast in eight of ten cases, by series, ``(H,)``."""
    found = directory.section("calibration").get("widths")
    if not isinstance(found, dict) or not all(
        is_like(found.get(name), [0.0]) and len(found[name]) == HORIZON for name in names
    ):
        raise ModelError(
            "{file} holds no widths of its forecasts. Restore the file.",
            file=f"{directory.name}/{CONFIG}",
        )
    return {name: np.array(found[name]) for name in names}
