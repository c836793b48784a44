"""What the command lines share: an error for the user is one sentence, never a stack trace."""

from __future__ import annotations

import sys
from collections.abc import Callable

from pipelines.errors import PipelineError


def main_of(command: Callable[[], None]) -> None:
    """Run ``command``; a ``PipelineError`` becomes its message and exit status 2."""
    try:
        command()
    except PipelineError as error:
        sys.exit(_failure(str(error)))
    except KeyboardInterrupt:
        sys.exit(_failure("Stopped. Finished epochs are kept: go on with --resume."))


def _failure(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
