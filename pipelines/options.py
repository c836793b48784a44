"""The parser of every command line, which helps and complains in the language of the environment.

What jsonargparse reads in docstrings stays in English.
"""

from __future__ import annotations

import argparse
import re
import sys
from argparse import SUPPRESS, Action
from collections.abc import Sequence
from typing import NoReturn

from jsonargparse import ArgumentParser, DefaultHelpFormatter

from pipelines.command_line import complain
from pipelines.language import _, translated
from pipelines.messages import N_

# What jsonargparse says without asking for a translation; the rest of such a sentence is values.
_COMPLAINTS = (
    N_("unrecognized arguments: "),
    N_("the following arguments are required: "),
)
# How jsonargparse says that a value is of another kind than its option takes.
_WRONG_KIND = re.compile(
    r'Parser key "(?P<option>[^"]+)":\s(?P<takes>.*?)(Given value type:.*)?'
    r"(Got|Given) value: (?P<value>.*)",
    re.DOTALL,
)
_KINDS = {
    "int": N_("a whole number"),
    "float": N_("a number"),
    "bool": N_("true or false"),
    "str": N_("a text"),
}
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


class Help(DefaultHelpFormatter):
    """Of an option what it is for and, where there is one, its default; not its Python type."""

    def _get_help_string(self, action: Action) -> str:
        said = translated(action.help or "")
        if not action.option_strings or action.default in (None, False, "", [], SUPPRESS):
            return said
        default = _("(default: %(default)s)")
        return said if "%(default)" in said else f"{said} {default}"


class Parser(ArgumentParser):
    """Reads the options of a command.

    Args:
        words: that name the command.
        purpose: what it does, by paragraphs.
    """

    def __init__(self, words: Sequence[str], purpose: Sequence[str]) -> None:
        # Where argparse looks for them; it knows catalogues in the format of machines alone.
        vars(argparse)["_"] = translated
        super().__init__(
            prog=f"python -m pipelines {' '.join(words)}",
            description=" ".join(map(translated, purpose)),
            formatter_class=Help,
        )

    def error(self, message: str, ex: Exception | None = None) -> NoReturn:  # noqa: ARG002
        """End with what is wrong, and with where to look.

        Raises:
            SystemExit: with 2.
        """
        for known in filter(message.startswith, _COMPLAINTS):
            message = translated(known) + message.removeprefix(known)
        message = _of_value(message)
        self.print_usage(sys.stderr)
        complain(_("What it takes: {command}", command=f"{self.prog} --help"))
        complain(_("error: {message}", message=message))
        sys.exit(2)


def _of_value(message: str) -> str:
    """What is wrong with the value of an option, in a sentence; any other message as it is."""
    found = _WRONG_KIND.fullmatch(message)
    if not found:
        return message
    classes = re.findall(r"<class '(\w+)'>", found["takes"])
    kinds = [translated(_KINDS[one]) for one in classes if one in _KINDS]
    named = re.findall(r"Literal\[(.*?)\]", found["takes"])
    kinds += [_("one of {choices}", choices=choices) for choices in named]
    if not kinds:
        return message
    return _(
        "--{option} takes {kinds}, not {value:.80}",
        option=found["option"],
        kinds=", ".join(dict.fromkeys(kinds)),
        value=found["value"],
    )
