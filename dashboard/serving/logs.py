"""The log of a server: a JSON object a line, in which no text and no photo of a user ever stands.

So of a message only its template is written, and of an exception its kind and where it arose:
either may quote what was asked. Of other libraries, which may put messages together, even the
template is left out.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import streamlit.logger

_SPEAKS = ("dashboard", "pipelines", "uvicorn")
_ROOT = Path(__file__).parents[2]


def write_json_lines() -> None:
    """Let every logger of this process, and every exception that nobody caught, write such lines.

    Streamlit gives each of its loggers a handler of its own, also to those of modules that it
    loads later, and uvicorn sets its own up before an application starts: call it then.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    streamlit.logger.setup_formatter = _to_root
    for name in list(logging.root.manager.loggerDict):
        _to_root(logging.getLogger(name))
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda died: _uncaught(
        died.exc_type, died.exc_value or SystemError(), died.exc_traceback
    )


def _to_root(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).error("uncaught", exc_info=(kind, error, trace))


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in _SPEAKS:
            line["said"] = str(record.msg).strip()
        else:
            line["at"] = f"{_short(record.pathname)}:{record.lineno}"
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1]:
            line["errors"] = list(_errors(record.exc_info[1]))
        return json.dumps(line)


def _errors(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """An exception and what it came of, without what they say."""
    while error:
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{_short(one.filename)}:{one.lineno} {one.name}" for one in frames]
        yield {"kind": type(error).__name__, "at": places}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _short(file: str) -> str:
    """The name of a file without what is the same for all."""
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
