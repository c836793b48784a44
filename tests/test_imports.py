"""Who may import whom, read from the code itself; and what a fresh process really loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRAINING_ONLY = {
    *("lightning", "datasets", "torchmetrics", "pycocoevalcap", "sacrebleu", "sklearn", "scipy"),
}
TASKS = sorted(path.parent.name for path in (ROOT / "pipelines" / "tasks").glob("*/__init__.py"))
MAY_TRAIN = {
    *("fitting", "callbacks", "guessing", "settings"),
    *("train", "training", "evaluate", "data", "recordings", "metrics", "batching", "make_encoder"),
    *(
        "pretrain",
        "language",
        "photos",
        "label",
        "batches",
        "mixture",
        "minilm",
        "pretrained",
        "augmentation",
        "calibrate",
        "cells",
        "make_baseline",
        "finetune",
        "sheet",
        "hub",
        "fetch_samples",
        "evaluation",
    ),
}


def modules(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert found
    return found


def imports(path: Path, *, when_loaded: bool = False) -> Iterator[str]:
    """What a module imports: anywhere, or only what loading it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _executed(tree) if when_loaded else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes outside of functions and of what only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        typing_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        if not typing_only and not isinstance(child, ast.FunctionDef):
            yield child
            yield from _executed(child)


def offenders(paths: list[Path], *forbidden: str, when_loaded: bool = False) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path, when_loaded=when_loaded)
        if any(f"{name}.".startswith(f"{start}.") for start in forbidden)
    ]


def test_pipelines_know_no_interface() -> None:
    assert not offenders(modules("pipelines"), "streamlit", "altair", "dashboard", "tests")


def test_the_dashboard_knows_no_torch() -> None:
    assert not offenders(modules("dashboard"), "torch", "torchvision", "timm", "lightning", "tests")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_knows_no_other(task: str) -> None:
    others = [f"pipelines.tasks.{other}" for other in TASKS if other != task]
    assert not offenders(modules(f"pipelines/tasks/{task}"), *others)


def test_what_tasks_share_knows_none_of_them() -> None:
    shared = [path for path in modules("pipelines") if "tasks" not in path.parts]
    assert not offenders(shared, *(f"pipelines.tasks.{task}" for task in TASKS))


def test_the_dashboards_imports_run_one_way() -> None:
    layers = ["services", "views", "shows", "lessons", "app_pages"]
    for place, layer in enumerate(layers):
        above = [f"dashboard.{one}" for one in layers[place + 1 :]]
        assert not offenders(modules(f"dashboard/{layer}"), *above, "dashboard.app")
    charts = modules("dashboard/charts")
    assert not offenders(charts, "streamlit", *(f"dashboard.{layer}" for layer in layers))
    assert not offenders(modules("dashboard/services"), "dashboard.charts", "dashboard.player")
    # Torch comes with a pipeline; a page that only shows results need not wait for it.
    loading = [f"pipelines.tasks.{task}.pipeline" for task in TASKS]
    assert not offenders(modules("dashboard"), *loading, when_loaded=True)


@pytest.mark.parametrize("task", TASKS)
def test_the_show_of_a_task_knows_no_other(task: str) -> None:
    others = [one for one in TASKS if one != task]
    packages = [
        f"{root}.{one}" for root in ("dashboard.shows", "pipelines.tasks") for one in others
    ]
    assert not offenders(modules(f"dashboard/shows/{task}"), *packages)


def test_what_shows_share_knows_no_task() -> None:
    of_tasks = {"shows", "lessons"}  # A lesson tells of several.
    shared = [path for path in modules("dashboard") if not of_tasks & {*path.parts}]
    assert not offenders(shared, *(f"pipelines.tasks.{task}" for task in TASKS))


def test_what_only_trains_is_imported_by_what_only_trains() -> None:
    serving = [path for path in modules("pipelines") if path.stem not in MAY_TRAIN]
    assert not offenders([*serving, *modules("dashboard")], *TRAINING_ONLY, when_loaded=True)
    # And those that serve import none of the others.
    packages = ["data", "training", *(f"tasks.{task}" for task in TASKS)]
    training = [f"pipelines.{package}.{stem}" for package in packages for stem in MAY_TRAIN]
    assert not offenders([*serving, *modules("dashboard")], *training, when_loaded=True)


@pytest.mark.parametrize(
    ("loaded", "forbidden"),
    [
        ("pipelines.tasks.sentiment.pipeline", {*TRAINING_ONLY, "timm", "streamlit"}),
        ("pipelines.tasks.captioning.pipeline", {*TRAINING_ONLY, "timm", "skimage", "streamlit"}),
        (
            ", ".join(f"pipelines.tasks.{task}.results" for task in TASKS),
            {*TRAINING_ONLY, "torch", "timm"},
        ),
        (
            "pipelines.tasks, pipelines.models.directory, pipelines.generation.decoding",
            {*TRAINING_ONLY, "torch", "timm"},
        ),
    ],
)
def test_a_fresh_process_loads_no_more_than_it_needs(loaded: str, forbidden: set[str]) -> None:
    code = f"import sys, {loaded}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    names = {name.partition(".")[0] for name in run.stdout.split()}
    assert "pipelines" in names
    assert not names & forbidden


def test_a_sentiment_model_is_loaded_without_the_compiler_of_torch(models_root: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from pipelines.tasks.sentiment.pipeline import SentimentPipeline\n"
        f"SentimentPipeline.load(pathlib.Path({str(models_root / 'sentiment-tiny-lstm')!r}))\n"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert not {"torch._dynamo", "sympy"} & set(run.stdout.split())
