"""What the command lines share: errors as one sentence, reports as lines or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping

from pipelines.errors import PipelineError


def main_of(command: Callable[[], None]) -> None:
    """Run ``command``; a ``PipelineError`` becomes its message and exit status 2."""
    try:
        command()
    except PipelineError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def print_json(content: object) -> None:
    """Print one JSON document."""
    print(json.dumps(content, indent=2, ensure_ascii=False))


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
