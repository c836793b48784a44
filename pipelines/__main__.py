"""The one command line: ``python -m pipelines COMMAND TASK …``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import NamedTuple

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import Help, main_of
from pipelines.errors import InputError
from pipelines.tasks import TASKS

# Commands of no task, and the modules that they are.
GENERAL = {"fetch": "pipelines.data.hub", "check-data": "pipelines.data.folder"}
# Commands that are the same for every task that has them.
SHARED = ("evaluate", "calibrate")
HELP = ("-h", "--help")
USAGE = "python -m pipelines COMMAND TASK [options]"


class Command(NamedTuple):
    """One command, maybe of one task.

    Attributes:
        words: that name it.
        add_arguments: what it takes.
        run: does it; the beginning of its docstring tells what it does.
    """

    words: Sequence[str]
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], None]


def main() -> None:
    """Read the command line and do what it says.

    Raises:
        PipelineError: it cannot be done.
        SystemExit: after ``--help``, or with 2 where an option is none.
    """
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in HELP:
        print(overview())
        return
    command = command_of(arguments)
    parser = ArgumentParser(
        prog=f"python -m pipelines {' '.join(command.words)}",
        description=_purpose(command),
        formatter_class=Help,
    )
    command.add_arguments(parser)
    options = parser.parse_args(arguments[len(command.words) :])
    try:
        found = parser.instantiate(options)
    except ValueError as error:  # Of a setting that is out of its bounds.
        raise InputError(f"{error} See --help.") from error
    command.run(found)


def overview() -> str:
    """All commands, and which tasks have them."""
    tasks: dict[str, list[str]] = {}
    for task in TASKS.values():
        for command in task.commands:
            tasks.setdefault(command, []).append(task.name)
    lines = [f"  {command:14} {' | '.join(names)}" for command, names in tasks.items()]
    return "\n".join(
        [
            f"usage: {USAGE}",
            "",
            *lines,
            *(f"  {command}" for command in GENERAL),
            "",
            "--help behind a command and a task tells what it needs.",
        ]
    )


def command_of(arguments: Sequence[str]) -> Command:
    """The command that a command line begins with.

    Raises:
        InputError: it is none, or not of that task.
    """
    name, task = (*arguments, "", "")[:2]
    if name in GENERAL:
        module = import_module(GENERAL[name])
        return Command((name,), module.add_arguments, module.run)
    having = [one.name for one in TASKS.values() if name in one.commands]
    if not having:
        raise InputError(f"There is no command “{name:.40}”.\n{overview()}")
    if task not in having:
        choices = " or ".join(f"python -m pipelines {name} {one}" for one in having)
        raise InputError(f"“{task:.40}” is no task for {name}. Say which one: {choices}")
    module = import_module(f"pipelines.tasks.{task}.{name.replace('-', '_')}")
    if name in SHARED:
        shared = import_module(f"pipelines.commands.{name}")
        return Command((name, task), shared.add_arguments, partial(shared.run, module))
    return Command((name, task), module.add_arguments, module.run)


def _purpose(command: Command) -> str:
    run = command.run.func if isinstance(command.run, partial) else command.run
    return " ".join(str(run.__doc__).partition("Raises:")[0].split())


if __name__ == "__main__":
    main_of(main)
