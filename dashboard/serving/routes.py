"""What a server answers beside the pages: to programs that know the token, and to its keepers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.room.codes import same
from dashboard.room.limits import Limit
from dashboard.serving.asking import asked_of
from dashboard.serving.counting import CONTENT_TYPE, Counts
from dashboard.serving.describing import description
from dashboard.serving.health import ready
from dashboard.serving.problems import ProblemError
from dashboard.serving.scoring import askable, score
from pipelines.batch import scorers
from pipelines.errors import InputError
from pipelines.messages import Message
from pipelines.models.json_files import finite

TOKEN = "UNROLLED_API_TOKEN"  # noqa: S105 - the name of a variable.
SHORTEST_TOKEN = 20
MOST_AT_ONCE = 8  # Requests; one of them is computed, and the others wait.
_AT_ONCE, _A_SECOND = 60, 10
_logger = logging.getLogger(__name__)
Answer = Callable[[Request], Awaitable[Response]]


def routes_for(token: str | None, counts: Counts) -> list[Route]:
    """All of them; those for programs only where there is a token.

    Raises:
        InputError: the token could be guessed.
    """
    kept = [Route("/ready", ready), Route("/metrics", _metrics(counts))]
    if not token:
        return kept
    if len(token) < SHORTEST_TOKEN:
        raise InputError(
            "{name} has {n} characters; at least {least} are hard to guess. "
            "Make one, as with: openssl rand -hex 32",
            name=TOKEN,
            n=len(token),
            least=SHORTEST_TOKEN,
        )
    programs = _Programs(token, counts)
    return [
        *kept,
        Route("/api/openapi.json", programs.guarded(programs.describe)),
        Route("/api/predict/{task}", programs.guarded(programs.predict), methods=["POST"]),
    ]


class _Programs:
    """What programs are answered, one after the other: the other core is for the pages."""

    def __init__(self, token: str, counts: Counts) -> None:
        self._token, self._counts = token, counts
        self._limit = Limit(_AT_ONCE, _A_SECOND)
        self._here = 0
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="programs")

    def guarded(self, answer: Answer) -> Answer:
        """The same for those who know the token, so many at once, and not too often."""

        async def guarded(request: Request) -> Response:
            self._admit(request)
            self._here += 1
            try:
                return await answer(request)
            except ProblemError:
                raise
            except Exception as error:
                _logger.exception("A program could not be answered.")
                raise ProblemError(
                    HTTPStatus.INTERNAL_SERVER_ERROR, "The server met an error, which its log has."
                ) from error
            finally:
                self._here -= 1

        return guarded

    def _admit(self, request: Request) -> None:
        if not self._limit.take(request.client.host if request.client else ""):
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"More than {_A_SECOND} requests a second came. Ask again later.",
                {"Retry-After": "1"},
            )
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not same(given.strip(), self._token):
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "Send the header “Authorization: Bearer TOKEN” with the token of this server.",
                {"WWW-Authenticate": "Bearer"},
            )
        if self._here >= MOST_AT_ONCE:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"{MOST_AT_ONCE} requests are being answered. Ask again later.",
                {"Retry-After": "1"},
            )

    async def describe(self, _request: Request) -> Response:
        """What can be asked."""
        return JSONResponse(await asyncio.to_thread(description))

    async def predict(self, request: Request) -> Response:
        """An answer to each input, or why there is none."""
        task = request.path_params["task"]
        rows = askable().get(task)
        if rows is None:
            known = ", ".join(askable())
            raise ProblemError(HTTPStatus.NOT_FOUND, f"The task in the address is none of {known}.")
        asked = await asked_of(request, rows.reads)
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._worker, score, task, asked.model, asked.inputs)
        left_out = sum(isinstance(one, Message) for one in found)
        self._counts.inputs(task, len(found) - left_out, left_out)
        answers = [
            _in_json({"left_out": one} if isinstance(one, Message) else one) for one in found
        ]
        return JSONResponse({"task": task, "model": asked.model, "answers": answers})


def _in_json(row: scorers.Answer) -> dict[str, object]:
    said = {name: str(one) if isinstance(one, Message) else one for name, one in row.items()}
    return dict(finite(said))


def _metrics(counts: Counts) -> Answer:
    async def metrics(_request: Request) -> Response:
        return Response(counts.text(), headers={"Content-Type": CONTENT_TYPE})

    return metrics
