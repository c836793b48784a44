"""What is served: to phones on a port of their own, to the stage on that of the dashboard.

So a phone cannot ask for the dashboard, nor for what the stage may do: it is not there to be asked.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.room import sharing
from dashboard.room.codes import Codes, same
from dashboard.room.limits import Limit
from dashboard.room.pages import POLICY, phone_page, remote_page, stranger_page
from dashboard.room.rooms import Room, read_question
from pipelines.errors import InputError

MOST_BYTES = 8_000  # Of what is sent to a room: a question with five long choices.
PATIENCE = 10.0  # Seconds in which all of it has come.
STILL_THERE = 15.0  # Seconds after which a silent phone is looked for.
_PHONE = re.compile(r"[0-9a-f]{32}")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
Answer = Callable[[Request], Awaitable[Response]]


class Pages:
    """What phones ask for, and the stage; all in one event loop."""

    def __init__(self) -> None:
        self.room = Room(self._wake)
        self._changed = asyncio.Event()
        self._open = True
        # A whole room comes from one address, and comes at once.
        self._of_address, self._of_phone = Limit(600, 200), Limit(10, 3)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Let every phone go."""
        self._open = False
        self._wake()

    def for_phones(self) -> Starlette:
        """All that is ever reached from another machine."""
        return Starlette(
            routes=[
                Route("/{code}", self._guarded(self._page)),
                Route("/{code}/events", self._guarded(self._events)),
                Route("/{code}/votes", self._guarded(self._vote), methods=["POST"]),
                Route("/{code}/acts", self._guarded(self._press), methods=["POST"]),
            ],
            exception_handlers={HTTPException: _refused},
        )

    def for_stage(self) -> list[Route]:
        """What a page of the dashboard asks for."""
        return [
            Route("/room/stage", self._of_stage(self._meet), methods=["POST"]),
            Route("/room/invitation", self._of_stage(self._invite)),
        ]

    def _guarded(self, answer: Answer) -> Answer:
        async def guarded(request: Request) -> Response:
            if not self._of_address.take(_address(request)):
                raise HTTPException(429)
            response = await answer(request)
            response.headers.update(_HEADERS)
            return response

        return guarded

    def _of_stage(self, answer: Answer) -> Answer:
        async def guarded(request: Request) -> Response:
            if not same(request.headers.get("X-Room", ""), _codes().stage):
                raise HTTPException(403)
            return await answer(request)

        return guarded

    async def _page(self, request: Request) -> Response:
        code = request.path_params["code"]
        if same(code.upper(), _codes().phones):
            return HTMLResponse(phone_page())
        if same(code, _codes().remote):
            return HTMLResponse(remote_page())
        return HTMLResponse(stranger_page(), 404)

    async def _events(self, request: Request) -> Response:
        phone = _phone_of(request.query_params.get("phone"))
        if same(request.path_params["code"], _codes().remote):
            return _Stream(self._told())
        _known(request)
        if not self.room.join(phone, _address(request)):
            raise HTTPException(503)
        return _Stream(self._told(), lambda: self.room.leave(phone))

    async def _told(self) -> AsyncIterator[str]:
        """What phones are told: at once, and whenever that changes."""
        while self._open:
            changed = self._changed
            yield f"retry: 1000\ndata: {json.dumps(self.room.told())}\n\n"
            while not changed.is_set():
                try:
                    await asyncio.wait_for(changed.wait(), STILL_THERE)
                except TimeoutError:
                    yield ":\n\n"

    async def _vote(self, request: Request) -> Response:
        _known(request)
        match await _sent(request):
            case {"phone": str(phone), "question": str(question), "choice": int(choice)}:
                if not self._of_phone.take(_phone_of(phone)):
                    raise HTTPException(429)
                if not self.room.knows(phone):
                    raise HTTPException(403)  # It has not come back yet, and tries again.
                return Response(status_code=204 if self.room.vote(phone, question, choice) else 409)
        raise HTTPException(400)

    async def _press(self, request: Request) -> Response:
        if not same(request.path_params["code"], _codes().remote):
            raise HTTPException(404)
        match await _sent(request):
            case {"act": str(act)} if self.room.press(act):
                return Response(status_code=204)
        raise HTTPException(400)

    async def _meet(self, request: Request) -> Response:
        match await _sent(request):
            case {
                "window": str(window),
                "leads": bool(leads),
                "language": str(language),
                "question": asked,
            }:
                try:
                    question = read_question(asked)
                except InputError as error:
                    raise HTTPException(400) from error
                stage = self.room.meet(window[:64], leads, language[:16], question)
                return JSONResponse(
                    {
                        "room": self.room.name,
                        "stage": stage,
                        "here": self.room.here,
                        "votes": self.room.votes,
                        "acts": self.room.acts() if stage else [],
                    }
                )
        raise HTTPException(400)

    async def _invite(self, _request: Request) -> Response:
        address = _sharing().address
        return JSONResponse({"address": address, "picture": sharing.picture(address)})


class _Stream(StreamingResponse):
    """Events, until nobody listens any more; whatever way that comes about, it is told."""

    def __init__(self, events: AsyncIterator[str], left: Callable[[], None] = lambda: None) -> None:
        super().__init__(events, media_type="text/event-stream")
        self._left = left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._left()


def _sharing() -> sharing.Sharing:
    if sharing.opened is None:
        raise HTTPException(404)
    return sharing.opened


def _codes() -> Codes:
    return _sharing().codes


def _known(request: Request) -> None:
    if not same(request.path_params["code"].upper(), _codes().phones):
        raise HTTPException(404)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _phone_of(name: str | None) -> str:
    if name is None or not _PHONE.fullmatch(name):
        raise HTTPException(400)
    return name


async def _sent(request: Request) -> Any:
    """The JSON that was sent; a page of another origin cannot send any without being asked."""
    if request.headers.get("Content-Type") != "application/json":
        raise HTTPException(415)
    body = b""
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise HTTPException(413)
        return json.loads(body)
    except (ValueError, RecursionError, ClientDisconnect, TimeoutError) as error:
        raise HTTPException(400) from error


async def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return Response(status_code=status, headers=_HEADERS)
