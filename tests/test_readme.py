"""What the README promises is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
MAP = README.split("## Map")[1].split("```")[1]
MODULES = sorted(set(re.findall(r"python -m (pipelines[\w.]+)", README)))


def test_the_map_is_short_and_names_every_package() -> None:
    assert len(MAP.strip().splitlines()) <= 30
    packages = {path.parent.name for path in ROOT.glob("[dp]*/**/__init__.py")}
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


@pytest.mark.parametrize("module", MODULES)
def test_command_lines_explain_themselves(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "usage:" in done.stdout
