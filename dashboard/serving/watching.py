"""Every request counted and logged: by its route, never by what it holds."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.serving.counting import Counts

_logger = logging.getLogger(__name__)
# An address may hold a text, the name of a file or a session: what begins otherwise is a page.
ROUTES = (
    *("/api/predict/", "/api/openapi.json", "/ready", "/metrics"),
    *("/_stcore/health", "/_stcore/metrics", "/_stcore/upload_file/", "/_stcore/"),
    *("/static/", "/media/", "/component/"),
)
PAGE = "/"
_UNTOLD = {"/ready", "/metrics", "/_stcore/health", "/static/"}  # Asked all the time.
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
_FAILED = 500


class Watched:
    """Middleware that watches requests, but for websockets: Streamlit counts its sessions."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status = time.perf_counter(), _FAILED

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._note(scope, status, time.perf_counter() - begin)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = next((one for one in ROUTES if scope["path"].startswith(one)), PAGE)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._counts.request(route, method, status, seconds)
        if status >= _FAILED or route not in _UNTOLD:
            told = {"method": method, "route": route, "status": status, "seconds": seconds}
            _logger.info("request", extra={"told": told})
