"""What every task keeps to, whichever it is: declarations, commands, model folders, shows."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from dashboard.shows import SHOWS
from pipelines.__main__ import SHARED, command_of
from pipelines.models.directory import ModelDirectory
from pipelines.models.json_files import is_like
from pipelines.models.listing import list_models
from pipelines.models.migration import _RENAMED, FORMAT, migrated
from pipelines.scoring.measured import is_published
from pipelines.task import SIZES, Task
from pipelines.tasks import TASKS

ROOT = Path(__file__).parents[1]
SHIPPED = {one.name: one.directory for one in list_models(ROOT / "models") if one.directory}
SCORED = {name: one for name, one in SHIPPED.items() if isinstance(one.kind, Task)}
EACH_SCORED = pytest.mark.parametrize("name", SCORED)


@pytest.fixture(params=TASKS)
def task(request: pytest.FixtureRequest) -> Task:
    return TASKS[request.param]


def test_every_task_has_a_show_of_its_own() -> None:
    assert list(SHOWS) == list(TASKS)
    assert len({show.title for show in SHOWS.values()}) == len(TASKS)


def test_every_command_of_a_task_is_there(task: Task) -> None:
    assert {"train", "evaluate", "calibrate", "predict"} <= set(task.commands)
    for name in task.commands:
        command = command_of([name, task.name])
        assert command.words == (name, task.name)
        assert re.match(r"[A-Z].+\.", str(getattr(command.run, "func", command.run).__doc__))
    for name in SHARED:
        assert callable(getattr(import_module(f"pipelines.tasks.{task.name}.{name}"), name))


def test_every_task_has_recipes_for_its_networks(task: Task) -> None:
    recipes = {path.stem for path in (ROOT / "recipes" / task.name).glob("*.yaml")}
    trained = {n for n, one in SHIPPED.items() if one.kind is task and "network" in one.config}
    assert recipes == trained
    for name in trained:
        assert f"--config recipes/{task.name}/{name}.yaml" in SHIPPED[name].config["command"]


def test_metrics_are_told_apart(task: Task) -> None:
    for names in ([m.title for m in task.metrics], [m.path for m in task.metrics]):
        assert len(set(names)) == len(names)
    assert task.speed in task.metrics
    assert task.primary.better == "higher"


@EACH_SCORED
def test_a_shipped_model_was_scored_on_the_published_tests(name: str) -> None:
    kind, metrics = SCORED[name].kind, SCORED[name].metrics()
    assert all(is_published(metrics, kind, test) for test in kind.tests)
    assert isinstance(kind, Task)
    assert kind.primary.of(metrics) is not None
    written = [metric.written(metrics) for metric in kind.metrics]
    assert len([one for one in written if one != "–"]) > len(written) / 2


@EACH_SCORED
def test_a_shipped_model_holds_golden_examples_of_its_kind(name: str) -> None:
    examples = SCORED[name].golden_examples()
    assert len(examples) >= 2
    assert is_like(examples, [dict(SCORED[name].kind.golden)])


def test_every_metric_was_measured_of_some_shipped_model(task: Task) -> None:
    all_metrics = [one.metrics() for one in SCORED.values() if one.kind is task]
    for metric in task.metrics:
        assert any(metric.of(metrics) is not None for metrics in all_metrics), metric.path


@EACH_SCORED
def test_scores_are_written_as_they_are(name: str) -> None:
    metrics = SCORED[name].metrics()
    for metric in (*SCORED[name].kind.metrics, *SIZES):
        value = metric.of(metrics)
        if value is not None:
            written = metric.written(metrics)
            assert float(written.replace(",", "")) == pytest.approx(value, abs=0.5)
            assert isinstance(value, float) or "." not in written  # A count has no decimals.


def test_data_sets_have_folders_of_their_own() -> None:
    sets = [one for task in TASKS.values() for one in task.datasets()]
    by_name = {one.name: one for one in sets}
    for one in sets:
        assert by_name[one.name] is one  # Two tasks may share one, not a name.
        assert one.splits
        assert one.columns


def test_nothing_outside_its_own_files_names_a_task(task: Task) -> None:
    # As code names it: some are words of the language, and pandas has a Series.
    word = re.compile(rf"[\"'`./]{task.name}[\"'`./]|\b{task.name.upper()}\b")
    # The lists of tasks and of shows lie there, too; a lesson is told with the models of some.
    own = {"tasks", "shows", "lessons"}
    shared = [
        path
        for package in ("pipelines", "dashboard")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".js", ".css", ".html") and not own & set(path.parts)
    ]
    assert len(shared) > 50
    assert not [path for path in [*shared, ROOT / "Makefile"] if word.search(path.read_text())]


@EACH_SCORED
def test_a_folder_of_a_former_format_reads_as_todays(name: str) -> None:
    today = dict(ModelDirectory.open(ROOT / "models" / name).config)
    former = {**today, "format": 1}
    for section, names in _RENAMED[1].items():
        if section in former:
            old = {new: before for before, new in names.items()}
            former[section] = {old.get(key, key): value for key, value in former[section].items()}
    assert migrated(former, name) == today
    assert today["format"] == FORMAT
