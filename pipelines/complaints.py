"""What argparse and jsonargparse complain of, in sentences of ours and in the viewer's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pipelines.language import _, translated
from pipelines.messages import N_

# Where only the beginning of a sentence is theirs; the rest is values.
_BEGINNINGS = (
    N_("unrecognized arguments: "),
    N_("the following arguments are required: "),
)
_KINDS = {
    "int": N_("a whole number"),
    "float": N_("a number"),
    "bool": N_("true or false"),
    "str": N_("a text"),
}


def told_again(message: str) -> str:
    """A complaint in the language of the environment; one that is not known, as it is."""
    for known in filter(message.startswith, _BEGINNINGS):
        return translated(known) + message.removeprefix(known)
    for pattern, tell in _KNOWN.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return tell(found) or message
    return message


def no_group(name: str, value: object) -> str:
    """What is wrong where a file gives one value for a whole group of options."""
    return _("--{option} takes options of its own, not {value:.80}", option=name, value=repr(value))


def _of_value(found: re.Match[str]) -> str:
    classes = re.findall(r"<class '(\w+)'>", found["takes"])
    kinds = [translated(_KINDS[one]) for one in classes if one in _KINDS]
    named = re.findall(r"Literal\[(.*?)\]", found["takes"])
    kinds += [_("one of {choices}", choices=choices) for choices in named]
    if not kinds:
        return ""
    return _(
        "--{option} takes {kinds}, not {value:.80}",
        option=found["option"],
        kinds=", ".join(dict.fromkeys(kinds)),
        value=found["value"],
    )


def _of_file(found: re.Match[str]) -> str:
    path = Path(found["path"])
    if path.is_dir():
        return _("{path} is a folder, not a configuration file", path=path)
    return _("There is no configuration file {path}", path=path)


def _of_content(found: re.Match[str]) -> str:
    places = re.findall(r"line (\d+), column (\d+)", found[0])
    if not places and found["option"]:
        return no_group(found["option"], found["given"])
    line, column = places[-1] if places else (1, 1)
    return _(
        "The configuration file is no YAML from line {line}, column {column}",
        line=line,
        column=column,
    )


def _of_shape(found: re.Match[str]) -> str:
    return _(
        "A configuration file gives options their values, as in “training: {{epochs: 3}}”; "
        "this one holds: {content:.80}",
        content=" ".join(found["content"].split()) or _("nothing"),
    )


def _of_option(found: re.Match[str]) -> str:
    option = ".".join(filter(None, (found.groupdict().get("group"), found["option"])))
    return _("There is no option --{option}", option=option)


_KNOWN: dict[str, Callable[[re.Match[str]], str]] = {
    r'Parser key "(?P<option>[^"]+)":\s(?P<takes>.*?)(Given value type:.*)?'
    r"(Got|Given) value: (?P<value>.*)": _of_value,
    r"Parser key \"\w+\": (Path is not a file|File does not exist): '(?P<path>.*)'": _of_file,
    r"Problems parsing config: .*|Parser key \"(?P<option>\w+)\":\s"
    r"Unable to load config '(?P<given>.*?)'.*": _of_content,
    r"Unexpected config: (?P<content>.*)": _of_shape,
    r"Group '(?P<group>.*)' does not accept option '(?P<option>.*)'": _of_option,
    r"Option '(?P<option>.*)' is not accepted": _of_option,
}
