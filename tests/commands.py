"""Command lines as a shell would call them, and what a training leaves behind."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.__main__ import main
from pipelines.models.directory import ModelDirectory

SMALL = ("--network.embedding_size=6", "--network.hidden_size=6", "--hardware.accelerator=cpu")


def run_command(module: ModuleType, *arguments: object) -> None:
    """Call the command of a task that is this module as a shell would."""
    _, _, task, command = module.__name__.split(".")
    call(command.replace("_", "-"), task, *arguments)


def call(*arguments: object) -> None:
    """Call the commands as a shell would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["pipelines", *map(str, arguments)])
        main()


def self_check(path: Path) -> str:
    """What the self-check of a model folder says."""
    kind = ModelDirectory.open(path).kind
    return str(kind.self_check(path, kind.load(path)))


def history(path: Path) -> list[dict[str, float]]:
    with path.open(newline="") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
