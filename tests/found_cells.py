"""What the command ``cells`` stores of a model, beside what is found anew."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from pipelines.models.cells import Cells, read_cells
from pipelines.models.directory import ModelDirectory
from tests.commands import run_command


def found_again(
    command: ModuleType, again: Cells, model: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> Cells:
    """Run the command on a model folder; what it stored, which is what was found ``again``."""
    run_command(command, model, "--data", data)
    assert '"effect"' in capsys.readouterr().out
    stored = read_cells(ModelDirectory.open(model))
    assert stored is not None
    assert stored.cells == again.cells
    assert stored.rest == tuple(one for one in again.rest if one)
    assert (stored.texts, stored.tokens, stored.data) == (again.texts, again.tokens, again.data)
    return stored
