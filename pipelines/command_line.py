"""What the command lines share: errors as one sentence, reports as lines or as JSON."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from io import TextIOWrapper
from pathlib import Path

from pipelines.errors import InputError, PipelineError
from pipelines.language import _, told, translated
from pipelines.models.json_files import finite


def main_of(command: Callable[[], None]) -> None:
    """Run ``command``, and end without a stack trace where a user can end it.

    Raises:
        SystemExit: with 1 where ``name_left_out`` had something to name; 2 after a
            ``PipelineError``, whose message is printed, and where a disk or a file refuses; 130
            after Ctrl-C, with what the command says of it; 141 where nobody reads the output any
            more.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # What a terminal has no sign for is spelt out.
            stream.reconfigure(errors="backslashreplace")
    try:
        command()
        if sys.stdout is not None:  # Nobody may have given one.
            sys.stdout.flush()
    except PipelineError as error:
        complain(told(error.message))
        sys.exit(2)
    except KeyboardInterrupt as interrupt:
        complain("\n" + _("Stopped. {advice}", advice=translated(str(interrupt))).rstrip())
        sys.exit(130)
    except BrokenPipeError:
        _give_up_output()
        sys.exit(141)
    except OSError as error:
        if error.filename is None:
            _give_up_output()
        place = _("The output") if error.filename is None else printable(error.filename)
        reason = error.strerror or error
        complain(_("{place} cannot be read or written: {reason}.", place=place, reason=reason))
        sys.exit(2)


def complain(said: object) -> None:
    """Say on standard error what is wrong."""
    if sys.stderr is not None:  # Nobody may have given one; print would take the output instead.
        print(said, file=sys.stderr)


def _give_up_output() -> None:
    """Python writes out what is left when it ends, which would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_path(name: str) -> Path:
    """A file or folder of whatever name, which need not be UTF-8."""
    return Path(name)


def called() -> str:
    """The command line as it was called, but for --resume: it makes the same model anew."""
    given = [argument for argument in sys.argv[1:] if argument != "--resume"]
    return printable(f"python -m pipelines {shlex.join(given)}")


def printable(text: object) -> str:
    """A text or the name of a file, with what is not UTF-8 spelt out."""
    named = os.fsdecode(text) if isinstance(text, bytes | os.PathLike) else str(text)
    return named.encode("utf-8", "backslashreplace").decode()


def text_of(argument: str, longest: int) -> str:
    """A text of the command line; of ``-``, what standard input holds.

    Args:
        argument: as the shell gave it, whose bytes need not be those of a text.
        longest: how many characters would be read at most.

    Raises:
        InputError: it is not UTF-8, is far too long, or there is no standard input.
    """
    if argument != "-":
        if printable(argument) != argument:
            raise InputError("“{argument}” is not UTF-8. Convert it.", argument=printable(argument))
        return argument
    if sys.stdin is None:
        raise InputError("There is no standard input to read. Give a text.")
    # One more than could be read, so that a longer text is refused and not cut.
    content = sys.stdin.buffer.read(4 * longest + 1)
    if len(content) > 4 * longest:
        raise InputError(
            "The text has more than {longest:,} characters. Shorten it.", longest=longest
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "Standard input is not UTF-8: byte {start} is 0x{content:02x}. "
            "Convert it, for example with iconv.",
            start=error.start + 1,
            content=content[error.start],
        ) from error


def name_left_out(left_out: Iterable[str]) -> None:
    """Name on standard error what could not be answered, once everything else was.

    Args:
        left_out: a sentence for each item: which one, and why.

    Raises:
        SystemExit: with 1, where there is anything to name.
    """
    sentences = list(left_out)
    if not sentences:
        return
    sys.stdout.flush()
    for sentence in sentences:
        complain(_("Left out: {sentence}", sentence=sentence))
    sys.exit(1)


class Answers:
    """What a command answers to several inputs: as lines at once, or as one JSON document."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._rows: list[Mapping[str, object]] = []
        self._left_out: list[str] = []

    def add(self, row: Mapping[str, object], show: Callable[[], None]) -> None:
        """An answer: its row of the document; ``show`` prints it as lines."""
        self._rows.append(row)
        if not self._as_json:
            show()

    def leave_out(self, name: Mapping[str, object], error: InputError, sentence: str) -> None:
        """What could not be answered: its name in the document, why, and a sentence of both."""
        self._rows.append({**name, "left_out": str(error)})
        self._left_out.append(sentence)

    def end(self) -> None:
        """Print the document, and name what was left out.

        Raises:
            SystemExit: as ``name_left_out``.
        """
        if self._as_json:
            print_json(self._rows)
        name_left_out(self._left_out)


def print_json(content: object) -> None:
    """Print one JSON document; what is no number becomes null.

    In ASCII where the output takes no more.
    """
    found = finite(content)
    text = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = json.dumps(found, indent=2, allow_nan=False)
    print(text)


def print_report(metrics: Mapping[str, object], as_json: bool) -> None:
    """Print ``metrics`` as one JSON document, or as a line each."""
    if as_json:
        print_json(metrics)
        return
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            print(f"{name}:")
            print_report({f"  {key}": inner for key, inner in value.items()}, as_json=False)
        else:
            print(f"{name:24} {value}")
