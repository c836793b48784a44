"""Whether a model answers: the readiness of a server, beside ``/_stcore/health``."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard import services
from dashboard.services import NO_MODEL, Check
from dashboard.views.choices import ordered_models
from pipelines.errors import ModelError
from pipelines.messages import Message
from pipelines.models.directory import ModelDirectory
from pipelines.tasks import TASKS


async def ready(_request: Request) -> Response:
    """200 as soon as a model that pages offer first has repeated its golden examples; else 503."""
    found = await asyncio.to_thread(first_check)
    said = {"ready": bool(found.passed), "said": str(found.message)}
    return JSONResponse(said, 200 if found.passed else 503, {"Cache-Control": "no-store"})


def first_check() -> Check:
    """How the self-check of the first model stands that is not known to fail."""
    checks = (services.check(model) for model in _models())
    return next((one for one in checks if one.passed is not False), _NONE)


def _models() -> list[ModelDirectory]:
    found = []
    for task in TASKS.values():
        try:
            found += ordered_models(task)
        except ModelError:
            continue
    return found


_NONE = Check(False, Message(NO_MODEL))
