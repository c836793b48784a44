"""What a real server answers programs and its keepers, and what it writes down of it: nothing."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from select import select
from typing import Any

import httpx2
import jsonschema
import pytest

from dashboard.serving.asking import MOST_BYTES, MOST_INPUTS
from dashboard.serving.counting import Counts
from dashboard.serving.routes import MOST_AT_ONCE, TOKEN, routes_for
from pipelines.batch.scorers import rows_of, scorer_of
from pipelines.messages import Message
from pipelines.tasks.captioning.samples import scikit_image_photo
from tests.browser.server import ROOT, Running, clone, served
from tests.browser.visitor import Visitor

KEY = "a token that nobody guesses"
MARK = "Xylographenmuseum"  # In everything that is asked; nobody else says so.
PROBLEM = "application/problem+json"
# What no page does by itself: an error that quotes what somebody wrote.
BROKEN_PAGE = "import streamlit as st\ndef draw(): raise ValueError(st.query_params['said'])\n"


@pytest.fixture(scope="module")
def server(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = clone(models_root, tmp_path_factory.mktemp("served"))
    (root / "dashboard" / "app_pages" / "glossary.py").write_text(BROKEN_PAGE)
    quiet = "--logger.hideWelcomeMessage=true"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN, KEY)
        with served(root, quiet, entry="serve.py") as running:
            yield running


@pytest.fixture(scope="module")
def program(server: Running) -> Iterator[httpx2.Client]:
    head = {"Authorization": f"Bearer {KEY}"}
    with httpx2.Client(base_url=server.address, headers=head, timeout=60) as client:
        yield client


def photo() -> bytes:
    return scikit_image_photo("chelsea.png")


def asked(inputs: object, model: str = "sentiment-tiny-lstm") -> dict[str, Any]:
    return {"model": model, "inputs": inputs}


def checked(program: httpx2.Client) -> httpx2.Response:
    """What is said of readiness, as soon as the first check has ended."""
    while (found := program.get("/ready")).status_code == 503:
        assert found.json()["said"] == "Being checked."
        time.sleep(0.1)
    return found


def test_it_is_ready_when_a_model_has_repeated_its_golden_examples(program: httpx2.Client) -> None:
    assert program.get("/_stcore/health").text == "ok"
    found = checked(program)
    assert found.json()["ready"] is True
    assert "golden examples agree" in found.json()["said"]


def test_each_task_answers_as_its_scorer_does_and_as_it_is_described(
    program: httpx2.Client, models_root: Path
) -> None:
    described = program.get("/api/openapi.json").json()
    points = [[0.1 + 0.01 * n, 0.2] for n in range(20)]
    given: dict[str, Any] = {
        "text": ["A good film.", f"No {MARK}, no fun.", ""],
        "points": [points],
        "values": [[*range(40)], [1]],
    }
    assert len(described["paths"]) >= 6
    for path, post in described["paths"].items():
        task = path.rpartition("/")[2]
        schema = post["post"]["requestBody"]["content"]["application/json"]["schema"]
        model, reads = schema["properties"]["model"]["enum"][0], rows_of(task).reads
        inputs = [photo()] if reads == "photo" else given[reads]
        sent = [base64.b64encode(one).decode() for one in inputs] if reads == "photo" else inputs
        answer = program.post(path, json=asked(sent, model))
        assert answer.status_code == 200, answer.text
        expected = [
            {"left_out": str(row)}
            if isinstance(row, Message)
            else {name: str(one) if isinstance(one, Message) else one for name, one in row.items()}
            for row in scorer_of(task, models_root / model)(inputs)
        ]
        assert answer.json() == {"task": task, "model": model, "answers": expected}
        response = post["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(asked(sent, model), schema)
        jsonschema.validate(answer.json(), response)


def test_photos_come_in_a_form_too(program: httpx2.Client) -> None:
    files = [("inputs", ("a.png", photo())), ("inputs", (f"{MARK}.png", b"no photo"))]
    model = {"model": "caption-tiny-lstm"}
    answers = program.post("/api/predict/captioning", data=model, files=files).json()["answers"]
    encoded = asked([base64.b64encode(photo()).decode()], **model)
    assert answers[:1] == program.post("/api/predict/captioning", json=encoded).json()["answers"]
    assert "no picture that can be read" in answers[1]["left_out"]


JSON = {"Content-Type": "application/json"}
WRONG: list[tuple[int, str, dict[str, Any]]] = [
    (400, "sentiment", {"content": b"{" + MARK.encode(), "headers": JSON}),
    (400, "sentiment", {"content": b"[" * 100_000, "headers": JSON}),
    (404, MARK, {"json": asked(["a"])}),
    (404, "films", {"json": asked(["a"])}),
    (404, "sentiment", {"json": asked(["a"], MARK)}),
    (404, "sentiment", {"json": asked(["a"], "../models/sentiment-tiny-lstm")}),
    (404, "sentiment", {"json": asked(["a"], "caption-tiny-lstm")}),
    (413, "sentiment", {"content": b" " * (MOST_BYTES + 1), "headers": JSON}),
    (415, "sentiment", {"data": {"model": MARK}}),
    (415, "sentiment", {"files": {"inputs": b"a"}}),
    (422, "sentiment", {"json": [MARK]}),
    (422, "sentiment", {"json": asked(MARK)}),
    (422, "sentiment", {"json": asked([])}),
    (422, "sentiment", {"json": asked(["a"] * (MOST_INPUTS + 1))}),
    (422, "sentiment", {"json": asked([{MARK: 1}])}),
    (422, "captioning", {"json": asked([MARK + "!"], "caption-tiny-lstm")}),
    (422, "captioning", {"files": {"inputs": b"a"}}),
]  # fmt: skip


@pytest.mark.parametrize(("status", "task", "given"), WRONG)
def test_what_is_wrong_is_a_problem_in_words(
    program: httpx2.Client, status: int, task: str, given: dict[str, Any]
) -> None:
    answer = program.post(f"/api/predict/{task}", **given)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    said = answer.json()
    assert said["status"] == status
    assert said["detail"].endswith(".")
    assert MARK not in answer.text


def test_nobody_else_is_answered(program: httpx2.Client) -> None:
    for head in ("", "Bearer", f"Bearer {KEY}x", f"Basic {KEY}", "Bearer ä"):
        told = {b"Authorization": head.encode()}
        for answer in (
            program.post("/api/predict/sentiment", json=asked(["a"]), headers=told),
            program.get("/api/openapi.json", headers=told),
        ):
            assert (answer.status_code, answer.headers["Content-Type"]) == (401, PROBLEM)
            assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_odd_texts_are_answered_and_change_nothing(program: httpx2.Client) -> None:
    texts = ["\ud800", "\0", "<script>", "a " * 100_000, "🙂" * 10]
    body = json.dumps(asked([*texts, "A good film."]))  # In ASCII, unlike the client's own.
    answer = program.post("/api/predict/sentiment", content=body, headers=JSON)
    assert answer.status_code == 200, answer.text
    alone = program.post("/api/predict/sentiment", json=asked(["A good film."])).json()["answers"]
    assert answer.json()["answers"][-1:] == alone


def test_it_counts_without_a_word_of_what_was_asked(program: httpx2.Client) -> None:
    program.post("/api/predict/sentiment", json=asked(["Good.", ""]))
    program.get(f"/{MARK}", params={"said": MARK})
    found = program.get("/metrics")
    assert found.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    counts = dict(line.rsplit(" ", 1) for line in found.text.splitlines() if line[0] != "#")
    assert float(counts['unrolled_inputs_total{task="sentiment",end="answered"}']) >= 1
    assert float(counts['unrolled_inputs_total{task="sentiment",end="left_out"}']) >= 1
    route = 'route="/api/predict/"'
    asked_for = float(counts[f"unrolled_request_seconds_count{{{route}}}"])
    assert float(counts[f'unrolled_request_seconds_bucket{{{route},le="+Inf"}}']) == asked_for
    assert MARK not in found.text
    assert "active_sessions" in program.get("/_stcore/metrics").text


def test_its_log_is_lines_of_json_that_hold_nothing_of_what_was_asked(
    server: Running, program: httpx2.Client
) -> None:
    program.post("/api/predict/sentiment", json=asked([f"A good {MARK}."]))
    program.get(f"/{MARK}", params={"said": MARK})
    with Visitor(server.address, "glossary", f"said={MARK}") as visitor:
        assert any(MARK in said for said in visitor.problems())  # The page itself quotes it.
    with Visitor(server.address, "sentiment") as visitor:
        visitor.write("Review", f"A good {MARK} and a bad {MARK}.")
    written = server.log.read_text()
    assert MARK not in written
    assert KEY not in written
    lines = [json.loads(line) for line in written.splitlines()]
    assert any(one.get("route") == "/api/predict/" and one["status"] == 200 for one in lines)
    (failed,) = [one for one in lines if "errors" in one]
    assert failed["said"] == "A part of the page could not be shown."
    assert failed["errors"][0]["kind"] == "ValueError"
    assert failed["errors"][0]["at"][-1] == "dashboard/app_pages/glossary.py:2 draw"


def test_too_many_at_once_are_told_to_come_back(program: httpx2.Client) -> None:
    statuses = [
        program.get("/api/openapi.json", headers={"Authorization": ""}).status_code
        for _ in range(200)
    ]
    assert {*statuses} == {401, 429}
    refused = program.get("/api/openapi.json")
    while refused.status_code != 429:
        refused = program.get("/api/openapi.json", headers={"Authorization": ""})
    assert refused.headers["Retry-After"] == "1"


def test_without_a_token_there_is_nothing_for_programs_and_one_to_guess_is_refused() -> None:
    for none in (None, ""):
        assert [one.path for one in routes_for(none, Counts())] == ["/ready", "/metrics"]
    environment = {**os.environ, TOKEN: "short"}
    command = [sys.executable, "dashboard/serve.py"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "at least 20 are hard to guess" in ended.stderr
    assert "Traceback" not in ended.stderr


def takes_somebody(port: int) -> bool:
    try:
        socket.create_connection(("localhost", port)).close()
    except ConnectionError:
        return False
    return True


def test_so_many_are_let_in_and_all_of_them_are_answered_before_the_server_ends(
    models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN, KEY)
    body = json.dumps(asked(["A good film."])).encode()
    head = (
        "POST /api/predict/sentiment HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with served(clone(models_root, tmp_path), entry="serve.py") as running, ExitStack() as opened:
        port = int(running.address.rpartition(":")[2])
        places = range(MOST_AT_ONCE + 1)  # Which of them is one too many, nobody knows.
        let_in = [
            opened.enter_context(socket.create_connection(("localhost", port), timeout=60))
            for _ in places
        ]
        for one in let_in:
            one.sendall(head.encode() + body[:10])
        (refused,), _, _ = select(let_in, [], [], 60)
        said = refused.recv(65_536)
        assert said.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 1" in said.lower()
        let_in.remove(refused)
        os.kill(running.pid, signal.SIGTERM)
        while takes_somebody(port):
            pass
        for one in let_in:
            one.sendall(body[10:])
        for one in let_in:
            answer = b"".join(iter(partial(one.recv, 65_536), b""))
            assert answer.startswith(b"HTTP/1.1 200")
            assert b'"label"' in answer
