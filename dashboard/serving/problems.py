"""What is wrong with a request, as RFC 9457 writes it: in English, as programs read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response


class ProblemError(Exception):
    """A request that gets no answer.

    Args:
        status: of HTTP.
        detail: a sentence: what is wrong, and what to do.
        headers: what else the response says.
    """

    def __init__(
        self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


async def as_problem(_request: Request, error: Exception) -> Response:
    """The response to a request that met a ``ProblemError``."""
    if not isinstance(error, ProblemError):
        raise error
    status = error.status
    said = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": error.detail,
    }
    return Response(json.dumps(said), status.value, error.headers, "application/problem+json")
