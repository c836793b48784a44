"""What a program asks: a model and inputs, as JSON or as a form with photos, within bounds."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from dashboard.serving.problems import ProblemError
from pipelines.batch.scorers import Kind

MOST_INPUTS = 100
MOST_BYTES = 30_000_000  # Of one request; no larger photo is read.
PATIENCE = 30.0  # Seconds in which all of it has come.
FORM, JSON = "multipart/form-data", "application/json"


@dataclass(frozen=True)
class Asked:
    """What was sent.

    Attributes:
        model: the name of its folder.
        inputs: texts, the contents of photos, or lists, in order.
    """

    model: str
    inputs: list[Any]


async def asked_of(request: Request, reads: Kind) -> Asked:
    """What a request asks.

    Args:
        request: as it came.
        reads: what its model reads.

    Raises:
        ProblemError: it cannot be read, is too large, or took too long.
    """
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in (JSON, FORM) or (kind == FORM and reads != "photo"):
        allowed = f"{JSON} or {FORM}" if reads == "photo" else JSON
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send {allowed}.")
    body = await _body(request)
    asked = await _form(request, body) if kind == FORM else _json(body)
    if not 0 < len(asked.inputs) <= MOST_INPUTS:
        raise _unusable(f"There are {len(asked.inputs)} inputs; send 1 to {MOST_INPUTS}.")
    if kind == FORM:
        return asked
    return Asked(asked.model, [_input(n, one, reads) for n, one in enumerate(asked.inputs)])


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise ProblemError(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                        f"A request may have {MOST_BYTES:,} bytes. Send fewer inputs at once.",
                    )
    except (TimeoutError, ClientDisconnect) as error:
        raise ProblemError(
            HTTPStatus.REQUEST_TIMEOUT, f"A request has {PATIENCE:.0f} seconds to come in whole."
        ) from error
    return bytes(body)


def _json(body: bytes) -> Asked:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The body is no JSON in UTF-8.") from error
    match found:
        case {"model": str(model), "inputs": list(inputs)}:
            return Asked(model, inputs)
    raise _unusable('Send {"model": NAME, "inputs": [...]}.')


def _input(place: int, given: object, reads: Kind) -> object:
    """An input as a scorer takes it."""
    if reads in ("text", "photo") and not isinstance(given, str):
        raise _unusable(f"inputs[{place}] is no string.")
    if reads != "photo":
        return given
    try:
        return base64.b64decode(str(given), validate=True)
    except ValueError as error:
        raise _unusable(f"inputs[{place}] is no photo in base64.") from error


class _InMemory(MultiPartParser):
    """What is uploaded never reaches a disk."""

    spool_max_size = MOST_BYTES + 1


async def _form(request: Request, body: bytes) -> Asked:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(request.headers, whole(), max_files=MOST_INPUTS + 1, max_fields=10)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The form cannot be read.") from error
    files = [one for one in form.getlist("inputs") if isinstance(one, UploadFile)]
    photos = [await one.read() for one in files]
    await form.close()
    model = form.get("model")
    if not isinstance(model, str):
        raise _unusable("The form needs a field “model”, and photos as files named “inputs”.")
    return Asked(model, photos)


def _unusable(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
