"""Phones that vote, without a browser: one thread each."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.browser.server import Running

PATIENCE = 20.0  # Seconds; every 15 the room says that it is still there.
Choose = Callable[[int, dict[str, Any]], int]


@dataclass
class Crowd:
    """What phones have done: when each vote was sent, on the clock of ``time.time``."""

    sent: list[float] = field(default_factory=list)
    accepted: int = 0
    problems: list[str] = field(default_factory=list)


def invitation(running: Running) -> tuple[str, str]:
    """Address and code for phones, as the terminal of a dashboard tells them."""
    said = next(
        line for line in running.log.read_text().splitlines() if line.startswith("  Phones: ")
    )
    address, _, code = said.removeprefix("  Phones: ").rpartition("/")
    return address, code


@contextmanager
def phones(
    address: str,
    code: str,
    n: int,
    choose: Choose = lambda number, question: number % len(question["choices"]),
    within: float = 0.5,
) -> Iterator[Crowd]:
    """Let ``n`` phones in, each of which votes once on all that is asked while this lasts.

    Args:
        choose: the place of the choice of a phone, from its number and the question.
        within: seconds in which all of them vote once a question is there.
    """
    crowd, over = Crowd(), threading.Event()
    inside = threading.Semaphore(0)

    def take_part(number: int) -> None:
        phone = _Phone(urlsplit(address).netloc, code, number, crowd, choose, within)
        while not over.is_set():
            with suppress(OSError, HTTPException):  # The server may end, and start again.
                phone.listen(over, inside)
            over.wait(0.5)

    threads = [threading.Thread(target=take_part, args=(one,), daemon=True) for one in range(n)]
    for thread in threads:
        thread.start()
    for _ in threads:
        if not inside.acquire(timeout=PATIENCE):
            raise TimeoutError(f"Not all of {n} phones came in.")
    try:
        yield crowd
    finally:
        over.set()


@dataclass
class _Phone:
    """One of them."""

    host: str
    code: str
    number: int
    crowd: Crowd
    choose: Choose
    within: float
    name: str = field(default_factory=lambda: uuid4().hex)
    voted: set[str] = field(default_factory=set)

    def listen(self, over: threading.Event, inside: threading.Semaphore) -> None:
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        connection.request("GET", f"/{self.code}/events?phone={self.name}")
        events = connection.getresponse()
        if events.status != 200:
            self.crowd.problems.append(f"Phone {self.number} was refused: {events.status}.")
            return
        inside.release()
        for told in _told(events):
            if over.is_set():
                break
            question = told["question"]
            if question and not question["told"] and question["name"] not in self.voted:
                self.vote(question)
        connection.close()

    def vote(self, question: dict[str, Any]) -> None:
        time.sleep(random.uniform(0, self.within))
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        vote = {
            "phone": self.name,
            "question": question["name"],
            "choice": self.choose(self.number, question),
        }
        sent = time.time()
        connection.request(
            "POST", f"/{self.code}/votes", json.dumps(vote), {"Content-Type": "application/json"}
        )
        status = connection.getresponse().status
        connection.close()
        if status == 204:
            self.voted.add(question["name"])
            self.crowd.sent.append(sent)
            self.crowd.accepted += 1
        else:
            self.crowd.problems.append(f"A vote of phone {self.number} was refused: {status}.")


def _told(events: HTTPResponse) -> Iterator[dict[str, Any]]:
    while line := events.readline():
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))
