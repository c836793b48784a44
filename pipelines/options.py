"""The parser of every command line, which helps and complains in the language of the environment.

What jsonargparse reads in docstrings is in the catalogues, too.
"""

from __future__ import annotations

import argparse
import re
import sys
from argparse import SUPPRESS, Action
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any, NoReturn

import yaml
from jsonargparse import ArgumentParser, DefaultHelpFormatter, Namespace

from pipelines.command_line import complain, printable
from pipelines.complaints import no_group, told_again
from pipelines.language import _, translated
from pipelines.messages import N_

# What argparse and jsonargparse say, for the catalogues.
_OF_LIBRARIES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
    N_("Path to a configuration file."),
    N_(
        "Print the configuration after applying all other arguments and exit. The optional flags "
        "customizes the output and are one or more keywords separated by comma. The supported "
        "flags are: skip_default, skip_unset."
    ),
)
# What stands for a value, for the catalogues.
_PLACES = (N_("FOLDER"), N_("FILE"), N_("COLUMN"), N_("WORDS"), N_("MODEL"), N_("PATH"))
_OF_GROUP = N_("Show the help for {name} and exit.")
# So that --print_config can write the name of a file.
yaml.SafeDumper.add_multi_representer(
    PurePath, lambda dumper, path: dumper.represent_str(printable(path))
)


class Help(DefaultHelpFormatter):
    """Of an option what it is for and, where there is one, its default; not its Python type."""

    def _get_help_string(self, action: Action) -> str:
        text = " ".join((action.help or "").split())
        group = re.fullmatch(_OF_GROUP.format(name=r"(?P<name>\w+)"), text)
        said = _(_OF_GROUP, name=group["name"]) if group else translated(text)
        if not action.option_strings or action.default in (None, False, "", [], SUPPRESS):
            return said
        default = _("(default: %(default)s)")
        return said if "%(default)" in said else f"{said} {default}"

    def _metavar_formatter(
        self, action: Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        named = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(map(translated, named(size)))

    def start_section(self, heading: str | None) -> None:
        """Begin a group of options, under what it is: the first sentence of a docstring, or a name.

        Without its full stop, which jsonargparse takes away.
        """
        text = " ".join((heading or "").split())
        sentence = translated(f"{text}.").removesuffix(".")
        super().start_section(translated(text) if sentence == text else sentence)


class Parser(ArgumentParser):
    """Reads the options of a command.

    Args:
        words: that name the command.
        purpose: what it does, by paragraphs.
        given: what jsonargparse gives another parser of this kind, which helps with one group.
    """

    def __init__(
        self, words: Sequence[str] = (), purpose: Sequence[str] = (), **given: Any
    ) -> None:
        # Where argparse looks for them; it knows catalogues in the format of machines alone.
        vars(argparse)["_"] = translated
        own = {
            "prog": f"python -m pipelines {' '.join(words)}",
            "description": " ".join(map(translated, purpose)),
        }
        super().__init__(**{**own, "formatter_class": Help, **given})

    def read(self, arguments: Sequence[str]) -> Namespace:
        """What a command was told, with its settings made.

        Raises:
            SettingError: one is out of its bounds.
            SystemExit: with 2 where the arguments cannot be read; after ``--help``.
            UnicodeDecodeError: a file that was named holds other bytes than those of a text.
        """
        found = self.parse_args(arguments)
        for name in self.groups or {}:
            value = found.get(name)
            if not isinstance(value, Namespace | None):
                self.error(no_group(name, value))
        made: Namespace = self.instantiate(found)
        return made

    def error(self, message: str, ex: Exception | None = None) -> NoReturn:  # noqa: ARG002
        """End with what is wrong, and with where to look.

        Raises:
            SystemExit: with 2.
        """
        self.print_usage(sys.stderr)
        complain(_("What it takes: {command}", command=f"{self.prog} --help"))
        complain(_("error: {message}", message=told_again(message)))
        sys.exit(2)
