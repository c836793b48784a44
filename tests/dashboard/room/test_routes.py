"""What phones are answered, and everybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.room import sharing
from dashboard.room.codes import LETTERS, Codes, codes_of_show
from dashboard.room.limits import Limit
from dashboard.room.rooms import ACTS, Question
from dashboard.room.routes import MOST_BYTES, Pages

CODES = Codes("K7QF2M", "secret-of-the-remote", "secret-of-the-stage")
PHONE = "0" * 32
ASKED = {"name": "one", "asked": "?", "choices": ["a", "b"], "told": False}
QUESTION = {**ASKED, "right": None, "machine": 1}
VOTE = {"phone": PHONE, "question": "one", "choice": 1}
KEY = {"X-Room": CODES.stage}


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    made = Pages()
    monkeypatch.setattr(sharing, "opened", sharing.Sharing(made.room, CODES, "10.0.0.7", 8502))
    return made


@pytest.fixture
def phone(pages: Pages) -> Iterator[TestClient]:
    with TestClient(pages.for_phones()) as client:
        yield client


@pytest.fixture
def stage(pages: Pages) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=pages.for_stage())) as client:
        yield client


def meeting(question: object) -> dict[str, object]:
    return {"window": "w", "leads": True, "language": "de", "question": question}


def test_a_vote_goes_from_a_phone_to_the_stage(
    pages: Pages, phone: TestClient, stage: TestClient
) -> None:
    first = stage.post("/room/stage", json=meeting(QUESTION), headers=KEY).json()
    assert (first["stage"], first["votes"], first["here"]) == (True, [0, 0], 0)
    assert phone.post(f"/{CODES.phones}/votes", json=VOTE).status_code == 403  # It is not in yet.
    pages.room.join(PHONE, "10.0.0.9")
    assert phone.post(f"/{CODES.phones}/votes", json=VOTE).status_code == 204
    assert phone.post(f"/{CODES.phones}/votes", json={**VOTE, "choice": 0}).status_code == 409
    second = stage.post("/room/stage", json=meeting(QUESTION), headers=KEY).json()
    assert (second["votes"], second["here"], second["room"]) == ([0, 1], 1, first["room"])


def test_the_remote_has_a_code_of_its_own(phone: TestClient, stage: TestClient) -> None:
    for act in ACTS[:2]:
        assert phone.post(f"/{CODES.remote}/acts", json={"act": act}).status_code == 204
    assert phone.post(f"/{CODES.phones}/acts", json={"act": ACTS[0]}).status_code == 404
    assert phone.post(f"/{CODES.remote}/acts", json={"act": "constructor"}).status_code == 400
    told = stage.post("/room/stage", json=meeting(None), headers=KEY).json()
    assert told["acts"] == [*ACTS[:2]]


def test_a_page_has_what_it_shows_and_asks_nobody_else(phone: TestClient) -> None:
    for code in (CODES.phones, CODES.phones.lower(), CODES.remote):
        page = phone.get(f"/{code}")
        assert page.status_code == 200
        assert len(page.content) < 15_000
        assert not re.search(r"https?://", page.text)
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in page.headers
        assert "Access-Control-Allow-Origin" not in page.headers
    stranger = phone.get("/K7QF2N")
    assert stranger.status_code == 404
    assert CODES.phones not in stranger.text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("K7QF2N/votes", VOTE, 404),
        ("K7QF2M/votes", [], 400),
        ("K7QF2M/votes", {**VOTE, "phone": "<b>"}, 400),
        ("K7QF2M/votes", {**VOTE, "choice": "1"}, 400),
        ("K7QF2M/votes", {**VOTE, "more": "x" * MOST_BYTES}, 413),
        ("K7QF2M/nothing", {}, 404),
        ("_stcore/health", {}, 404),
        ("room/stage", {}, 404),
    ],
)
def test_nonsense_is_refused(phone: TestClient, path: str, body: object, status: int) -> None:
    assert phone.post(f"/{path}", json=body).status_code == status


def test_what_is_no_json_is_refused(phone: TestClient) -> None:
    for content in (b"", b"{", b"\xff", b"[" * 7_000, b"null"):
        headers = {"Content-Type": "application/json"}
        answer = phone.post(f"/{CODES.phones}/votes", content=content, headers=headers)
        assert answer.status_code == 400
    # A form of another page is sent without being asked for; this is not.
    assert phone.post(f"/{CODES.phones}/votes", content=b"{}").status_code == 415


def test_only_a_page_of_the_dashboard_is_the_stage(pages: Pages, stage: TestClient) -> None:
    for headers in ({}, {"X-Room": ""}, {"X-Room": CODES.phones}, {"X-Room": CODES.remote}):
        assert stage.post("/room/stage", json=meeting(None), headers=headers).status_code == 403
        assert stage.get("/room/invitation", headers=headers).status_code == 403
    for nonsense in ({}, meeting({**QUESTION, "choices": ["a"]}), {**meeting(None), "leads": 1}):
        assert stage.post("/room/stage", json=nonsense, headers=KEY).status_code == 400
    assert pages.room.question is None
    told = stage.get("/room/invitation", headers=KEY).json()
    assert told["address"] == "http://10.0.0.7:8502/K7QF2M"
    assert told["picture"].startswith("data:image/svg+xml")


def test_who_asks_too_often_is_refused(
    pages: Pages, phone: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.room.meet("w", True, "en", Question("one", "?", ("a", "b")))
    pages.room.join(PHONE, "10.0.0.9")
    statuses = [phone.post(f"/{CODES.phones}/votes", json=VOTE).status_code for _ in range(40)]
    assert {204, 429} == {*statuses}
    monkeypatch.setattr(pages, "_of_address", Limit(1, 0))
    assert [phone.get("/K7QF2N").status_code for _ in range(2)] == [404, 429]


def test_a_show_keeps_its_codes_when_it_is_started_anew(tmp_path: Path) -> None:
    folder = tmp_path / "room"
    codes = codes_of_show(folder)
    assert codes_of_show(folder) == codes
    assert {*codes.phones} <= {*LETTERS}
    assert len({codes.phones, codes.remote, codes.stage}) == 3
    kept = folder / "codes.json"
    assert kept.stat().st_mode & 0o077 == 0
    for damaged in ("", "{}", "[1]", '{"phones": 1}'):
        kept.write_text(damaged)
        assert codes_of_show(folder) not in (codes, damaged)
