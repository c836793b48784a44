"""What the README promises is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pipelines.__main__ import GENERAL, main
from pipelines.tasks import TASKS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
MAP = README.split("## Map")[1].split("```")[1]
COMMANDS = [(name, task.name) for task in TASKS.values() for name in task.commands]


def test_the_map_is_short_and_names_every_package() -> None:
    assert len(MAP.strip().splitlines()) <= 30
    found = (path.parent for path in ROOT.glob("[dp]*/**/__init__.py"))
    packages = {path.name for path in found if path.name not in TASKS}
    assert len(packages) > 10
    assert packages <= set(re.findall(r"([a-z_]+)/", MAP))


def test_every_file_of_the_map_exists() -> None:
    names = re.findall(r"[\w.-]+\.(?:py|txt|toml|md)\b|\.ci/run|Makefile", MAP)
    present = {path.name for path in ROOT.rglob("*") if ".venv" not in path.parts}
    assert len(names) > 10
    assert {Path(name).name for name in names} <= present


def test_its_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        with Image.open(ROOT / picture) as image:
            image.verify()


def test_make_commands_exist() -> None:
    targets = set(re.findall(r"\bmake ([a-z][a-z0-9-]*)(?=[\s`])", README))
    assert len(targets) > 5
    for target in targets:
        subprocess.run(
            ["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True, timeout=60
        )


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("words", [*COMMANDS, *((name,) for name in GENERAL)])
def test_commands_explain_themselves(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["pipelines", *words, "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (0, "")
    # A narrow terminal breaks the line.
    assert f"usage: python -m pipelines {' '.join(words)}" in " ".join(said.out.split())


def test_every_command_of_the_readme_is_one() -> None:
    called = re.findall(r"python -m pipelines ([\w-]+)(?: (\w+))?", README)
    assert len(called) > 10
    assert all((name, task) in COMMANDS or name in GENERAL for name, task in called)


def test_all_commands_are_listed() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(name in done.stdout and task in done.stdout for name, task in COMMANDS)
    assert run().stdout == done.stdout
    one = run("predict", "--help")
    assert (one.returncode, one.stderr) == (0, "")
    assert all(f"predict {task}" in one.stdout for task in TASKS)
    assert "evaluate" not in one.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trian"], "There is no command “trian”."),
        (["predict"], "python -m pipelines predict sentiment"),
        (["predict", "poetry"], "“poetry” is no task for predict."),
        (["sheet", "sentiment"], "Say which one: python -m pipelines sheet captioning"),
    ],
)
def test_a_command_that_is_none_is_named(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
