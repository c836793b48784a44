"""The port of the phones, for as long as the dashboard runs."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import streamlit as st
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.room.codes import codes_of_show
from dashboard.room.routes import Pages
from dashboard.room.sharing import ALONE, MEANS, Sharing, for_terminal, open_room

MOST_CONNECTIONS = 900
_FILES = 4_096  # That many may be open; where 256 may, a room is too much.
_PATIENCE = 10  # Seconds for which a connection may say nothing.
_MOST_HEAD = 8_192  # Bytes of a request before its body.
_NEXT_PORTS, _ANY_PORT = 20, 0


@asynccontextmanager
async def phones_served(pages: Pages) -> AsyncIterator[None]:
    """Answer phones, and say in the terminal where."""
    listening = _listening(int(st.get_option("server.port")) + 1)
    _allow_files()
    port = listening.getsockname()[1]
    shared = Sharing(pages.room, codes_of_show(), os.environ.get("UNROLLED_SHARE", ""), port)
    open_room(shared)
    server = _Server(_config(pages))
    served = asyncio.create_task(server.serve([listening]))
    say = ALONE if shared.alone else f"{for_terminal(shared.address)}\n  {MEANS}"
    print(f"  Phones: {shared.address}\n\n{say}\n", flush=True)
    try:
        yield
    finally:
        open_room(None)
        pages.close()
        server.should_exit = True
        await served


class _Server(uvicorn.Server):
    """One beside another, which has the signals of the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Protocol(H11Protocol):
    """Hangs up on who says nothing, and on whoever comes when all places are taken."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )


def _config(pages: Pages) -> uvicorn.Config:
    settings: dict[str, Any] = {
        "http": _Protocol,
        "ws": "none",
        "lifespan": "off",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # Nobody says for another which address they have.
        "timeout_keep_alive": _PATIENCE,
        "timeout_graceful_shutdown": 1,
        "h11_max_incomplete_event_size": _MOST_HEAD,
    }
    return uvicorn.Config(pages.for_phones(), **settings)


def _listening(first: int) -> socket.socket:
    """A socket that other machines reach, at the first port that is free, or any that is."""
    for port in (*range(first, first + _NEXT_PORTS), _ANY_PORT):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("0.0.0.0", port))  # noqa: S104 - this is what sharing is.
        except OSError:
            listening.close()
        else:
            listening.setblocking(False)
            return listening
    raise AssertionError("The system has no port left.")


def _allow_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
