"""The one command line: ``python -m pipelines COMMAND TASK …``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import main_of
from pipelines.errors import InputError
from pipelines.language import _, translated
from pipelines.messages import Message
from pipelines.options import Parser
from pipelines.tasks import TASKS
from pipelines.training.bounds import SettingError

# Commands of no task, and the modules that they are.
GENERAL = {
    "data": "pipelines.data.check",
    "fetch": "pipelines.data.hub",
    "check-data": "pipelines.data.folder",
}
# Commands that are the same for every task that has them.
SHARED = ("evaluate", "calibrate", "cells")
HELP = ("-h", "--help")
USAGE = "python -m pipelines COMMAND TASK [options]"


class Command(NamedTuple):
    """One command, maybe of one task.

    Attributes:
        words: that name it.
        add_arguments: what it takes.
        run: does it; the beginning of its docstring tells what it does.
        purpose: that beginning, by paragraphs.
    """

    words: Sequence[str]
    purpose: Sequence[str]
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], None]


def main() -> None:
    """Read the command line and do what it says.

    Raises:
        PipelineError: it cannot be done.
        SystemExit: after ``--help``, or with 2 where an option is none.
    """
    arguments = sys.argv[1:]
    first, second = (*arguments, "", "")[:2]
    if first in ("", *HELP) or (second in HELP and first not in GENERAL):
        print(overview(first if second in HELP else ""))
        return
    command = command_of(arguments)
    parser = Parser(command.words, command.purpose)
    command.add_arguments(parser)
    if "data" in parser.get_defaults() and _needs_no_data(command):
        parser.set_defaults(data=Path())  # From where nothing is read.
    try:
        found = parser.read(arguments[len(command.words) :])
    except UnicodeDecodeError as error:
        raise InputError(
            "A file that was named is not UTF-8: {error}.", error=str(error)
        ) from error
    except SettingError as error:
        raise InputError("{error}. See --help.", error=error.message) from error
    command.run(found)


def overview(only: str = "") -> str:
    """All commands, or ``only`` one: which tasks have it, and what it does."""
    shown = [
        f"  {usage}\n      {translated(purpose_of(module)[0])}"
        for usage, module in modules().items()
        if only in ("", usage.partition(" ")[0])
    ]
    end = _("--help behind a command and its task tells what it needs.")
    return "\n".join([_("usage: ") + USAGE, "", *shown, "", end])


def modules() -> dict[str, str]:
    """The module of each command, by how it is called."""
    found = {}
    for name in dict.fromkeys(name for task in TASKS.values() for name in task.commands):
        having = [task.name for task in TASKS.values() if name in task.commands]
        if name in SHARED:
            found[f"{name} {'|'.join(having)}"] = f"pipelines.commands.{name}"
        else:
            within = name.replace("-", "_")
            found |= {f"{name} {one}": f"pipelines.tasks.{one}.{within}" for one in having}
    return found | GENERAL


def purpose_of(module: str) -> list[str]:
    """What a command does, by paragraphs, without loading all that it needs."""
    found = find_spec(module)
    tree = ast.parse(Path(str(found and found.origin)).read_text(encoding="utf-8"))
    run = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "run")
    said = str(ast.get_docstring(run)).partition("Raises:")[0]
    return [" ".join(part.split()) for part in said.strip().split("\n\n")]


def command_of(arguments: Sequence[str]) -> Command:
    """The command that a command line begins with.

    Raises:
        InputError: it is none, or not of that task.
    """
    name, task = (*arguments, "", "")[:2]
    if name in GENERAL:
        module = import_module(GENERAL[name])
        return Command((name,), purpose_of(GENERAL[name]), module.add_arguments, module.run)
    having = [one.name for one in TASKS.values() if name in one.commands]
    if not having:
        raise InputError(
            "There is no command “{name:.40}”.\n{overview}", name=name, overview=overview()
        )
    if task not in having:
        choices = ", ".join(f"python -m pipelines {name} {one}" for one in having)
        wrong = (
            Message("“{task:.40}” is no task for {name}", {"task": task, "name": name})
            if task
            else Message("{name} needs a task", {"name": name})
        )
        raise InputError("{wrong}. Say which one: {choices}", wrong=wrong, choices=choices)
    module = import_module(f"pipelines.tasks.{task}.{name.replace('-', '_')}")
    if name in SHARED:
        shared = import_module(f"pipelines.commands.{name}")
        run, add_arguments = partial(shared.run, module), shared.add_arguments
        return Command((name, task), purpose_of(shared.__name__), add_arguments, run)
    return Command((name, task), purpose_of(module.__name__), module.add_arguments, module.run)


def _needs_no_data(command: Command) -> bool:
    task = TASKS.get(command.words[-1])
    return task is not None and not task.datasets()


if __name__ == "__main__":
    main_of(main)
