"""What the rest of the house knows of a task, and of the model folders that it has.

A task is declared in ``pipelines/tasks/NAME/task.py``; declarations load without torch, what they
point to is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipelines.messages import N_, Message
from pipelines.models.records import Shape

if TYPE_CHECKING:
    from pipelines.data.sets import DataSet

# Karpathy's picture of what a recurrent network does with sequences.
Pattern = Literal["one to many", "many to one", "many to many", "synced many to many"]
# What only some models can do, and pages ask for:
#   steps     what came of each item that was read or written
#   what-if   what the answer hangs on, and what would turn it
Capability = Literal["steps", "what-if"]


@dataclass(frozen=True)
class Metric:
    """A score, declared once, where it is computed.

    Attributes:
        path: where it stands in ``metrics.json``, parts joined by dots.
        title: what readers call it, with its unit.
        form: how it is written, as ``format`` knows it.
        better: which way is better.
        unit: how much of the stored number makes one of the title's unit.
        plain: what everybody understands it by; empty of what only the field asks for.
        elsewhere: what the title is on other data, where it names a published test set.
    """

    path: str
    title: str
    form: str = ".1f"
    better: Literal["higher", "lower"] = "higher"
    unit: float = 1
    plain: str = ""
    elsewhere: str = ""

    def of(self, metrics: Mapping[str, Any]) -> float | None:
        """The score in the content of a ``metrics.json``; None where it was not measured."""
        value: Any = metrics
        for part in self.path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        number: float | None = value  # A count stays one.
        return number if number is None or self.unit == 1 else number / self.unit

    def written(
        self, metrics: Mapping[str, Any], write: Callable[[float, str], str] = format
    ) -> str:
        """The same for readers; a dash where it was not measured.

        Args:
            write: a number by a form, in the marks of some language.
        """
        value = self.of(metrics)
        return "–" if value is None else write(value, self.form)

    def best(
        self,
        records: Iterable[Mapping[str, Any]],
        write: Callable[[float, str], str] = format,
    ) -> str | None:
        """The best of several, written likewise; None where fewer than two were measured."""
        values = [value for one in records if (value := self.of(one)) is not None]
        if len(values) < 2:
            return None
        return write(max(values) if self.better == "higher" else min(values), self.form)


PARAMETERS = Metric(
    "parameters", N_("parameters"), ",.0f", "lower", plain=N_("Numbers that it learnt")
)
SIZES = (
    PARAMETERS,
    Metric("bytes", N_("MB"), ".1f", "lower", 1e6, plain=N_("Size on disk, MB")),
)


@dataclass(frozen=True)
class TestSet:
    """A test set that published scores are of.

    Attributes:
        title: what readers call it.
        kind: what an item is called, in the plural.
        items: how many there are.
        sha256: of what they hold, as ``pipelines.scoring.measured.described`` has it.
    """

    __test__ = False  # To pytest: it is none of its own.

    title: str
    kind: str
    items: int
    sha256: str

    def as_measured(self) -> dict[str, Any]:
        """The same in ``metrics.json``."""
        return {"items": self.items, "sha256": self.sha256}


@dataclass(frozen=True)
class Feature:
    """Something nameable that a cell may follow.

    Attributes:
        title: what readers call it, in the middle of a sentence.
        graded: whether it has degrees, as a position has; else it is there or not.
    """

    title: str
    graded: bool = False


@dataclass(frozen=True)
class FolderKind:
    """A kind of model folder.

    Attributes:
        name: what ``config.json`` calls it.
        purpose: what its models do, in a few words.
        hashed: files that change an answer.
        golden: what a golden example holds, by a sample; empty where there are none.
        module: has ``load(path)``, a folder's model, ready to be asked, and ``self_check(path,
            model)``, that it answers as when it was saved, in a sentence. Imported when needed.
        tests: what it is scored on, by the name of the test set in ``metrics.json``.
        metrics: its scores, the primary one first.
        record: of ``metrics.json``, what must have which shape where it is there.
        notes: how its scores were measured, for readers.
        features: what its cells may follow, by the name in ``cells.json``.
    """

    name: str
    purpose: str
    hashed: tuple[str, ...]
    golden: Mapping[str, object]
    module: str
    tests: Mapping[str, TestSet] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()
    record: Mapping[str, Shape] = field(default_factory=dict)
    notes: str = ""
    features: Mapping[str, Feature] = field(default_factory=dict)

    def load(self, path: Path) -> Any:
        """The model in a folder of this kind.

        Raises:
            ModelError: the folder is damaged.
        """
        return import_module(self.module).load(path)

    def self_check(self, path: Path, model: Any) -> Message:
        """What was checked of a model that was loaded from a folder.

        Raises:
            ModelError: it no longer answers as when it was saved.
        """
        said: Message = import_module(self.module).self_check(path, model)
        return said


@dataclass(frozen=True)
class Task(FolderKind):
    """What a kind of sequence model is for.

    Attributes:
        pattern: its shape of a sequence.
        speed: the score that says how fast answers come.
        commands: modules of its package that are commands, with dashes.
        capabilities: what the model with such a ``config.json`` can do.
        parts: kinds of folders that its models stand on.
        leading: names of models that are offered before others, as far as they are there.
    """

    pattern: Pattern = field(kw_only=True)
    speed: Metric = field(kw_only=True)
    commands: tuple[str, ...] = field(kw_only=True)
    capabilities: Callable[[Mapping[str, Any]], frozenset[Capability]] = field(kw_only=True)
    parts: tuple[FolderKind, ...] = ()
    leading: tuple[str, ...] = ()

    def datasets(self) -> tuple[DataSet, ...]:
        """What its models are made of and scored on: ``DATASETS`` in ``sources.py``."""
        found: tuple[DataSet, ...] = import_module(f"pipelines.tasks.{self.name}.sources").DATASETS
        return found

    @property
    def primary(self) -> Metric:
        """The score that models are ranked by."""
        return self.metrics[0]
