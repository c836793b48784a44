"""The dashboard as a server for others: ``make serve``.

It has readiness, counts, a log for machines, and answers to programs where ``UNROLLED_API_TOKEN``
is set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from dashboard.serving.counting import Counts
from dashboard.serving.health import first_check
from dashboard.serving.logs import write_json_lines
from dashboard.serving.problems import ProblemError, as_problem
from dashboard.serving.routes import TOKEN, routes_for
from dashboard.serving.watching import Watched
from pipelines.command_line import complain
from pipelines.errors import InputError
from pipelines.language import told

counts = Counts()


def _routes() -> list[Route]:
    try:
        return routes_for(os.environ.get(TOKEN), counts)
    except InputError as error:
        complain(told(error.message))
        sys.exit(2)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    write_json_lines()
    first_check()  # The first visitor waits for no model.
    yield


# Streamlit looks for this line before it runs the file.
app = st.App(
    "app.py",
    routes=_routes(),
    middleware=[Middleware(Watched, counts=counts)],
    exception_handlers={ProblemError: as_problem},
    lifespan=_lifespan,
)
