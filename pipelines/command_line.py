"""What the command lines share: errors as one sentence, reports as lines or as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from pipelines.errors import PipelineError
from pipelines.json_files import finite


def main_of(command: Callable[[], None]) -> None:
    """Run ``command``, and end without a stack trace where a user can end it.

    Raises:
        SystemExit: with 1 where ``name_left_out`` had something to name; 2 after a
            ``PipelineError``, whose message is printed; 130 after Ctrl-C, with what the command
            says of it; 141 where nobody reads the output any more.
    """
    try:
        command()
        sys.stdout.flush()
    except PipelineError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt as interrupt:
        print(f"\nStopped. {interrupt}".rstrip(), file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # Python writes out what is left when it ends, which would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def name_left_out(left_out: Sequence[str]) -> None:
    """Name on standard error what could not be answered, once everything else was.

    Args:
        left_out: a sentence for each item: which one, and why.

    Raises:
        SystemExit: with 1, where there is anything to name.
    """
    if not left_out:
        return
    sys.stdout.flush()
    for sentence in left_out:
        print(f"Left out: {sentence}", file=sys.stderr)
    sys.exit(1)


def print_json(content: object) -> None:
    """Print one JSON document; what is no number becomes null."""
    print(json.dumps(finite(content), indent=2, ensure_ascii=False, allow_nan=False))


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
