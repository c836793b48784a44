"""Long work: in pieces that viewers share, that one can stop, and that lets others through."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from dashboard.services.work import Work, awaited
from pipelines.errors import InputError
from pipelines.pieces import Pieces


def counted(number: int, done: list[int]) -> Pieces[int]:
    for piece in range(number):
        if piece:
            yield piece / number
        done.append(piece)
    return number


def test_the_first_piece_is_done_at_once() -> None:
    done: list[int] = []
    work = Work(counted(3, done))
    assert done == [0]
    assert work.wait("…") == 3
    assert done == [0, 1, 2]
    assert work.wait("…") == 3
    assert done == [0, 1, 2]


def test_viewers_who_wait_for_the_same_share_the_pieces() -> None:
    done: list[int] = []
    work, begin = Work(counted(50, done)), Barrier(4)

    def wait(_: int) -> int:
        begin.wait()
        return work.wait("…")

    with ThreadPoolExecutor(4) as viewers:
        assert set(viewers.map(wait, range(4))) == {50}
    assert done == list(range(50))


def test_pieces_of_long_work_take_turns_and_short_work_needs_none() -> None:
    at_work, others, let_go = [0], Event(), Event()

    def watched(hold: bool) -> Pieces[int]:
        most = 0
        for piece in range(20):
            if piece:
                yield piece / 20
            at_work[0] += bool(piece)
            most = max(most, at_work[0])
            if hold and piece == 10:
                others.set()
                let_go.wait(30)
            at_work[0] -= bool(piece)
        return most

    with ThreadPoolExecutor(3) as viewers:
        works = [Work(watched(hold)) for hold in (True, False, False)]
        waits = [viewers.submit(work.wait, "…") for work in works]
        others.wait(30)
        assert Work(counted(1, [])).wait("…") == 1  # While somebody's piece goes on.
        let_go.set()
        assert [wait.result() for wait in waits] == [1, 1, 1]


def test_an_error_reaches_everybody_who_waits() -> None:
    def failing(after: int) -> Pieces[int]:
        yield from counted(after, [])
        raise InputError("No.")

    with pytest.raises(InputError):
        Work(failing(1))
    work = Work(failing(2))
    for _ in range(2):
        with pytest.raises(InputError, match="No"):
            work.wait("…")


def a_page_that_waits() -> None:
    import streamlit as st

    from dashboard.services.work import Work
    from tests.dashboard.test_work import counted

    if "work" not in st.session_state:
        st.session_state["done"] = []
        st.session_state["work"] = Work(counted(6, st.session_state["done"]))
    if st.toggle("Ask", key="ask"):
        st.write(st.session_state["work"].wait("Doing …", "ask"))


def test_a_click_ends_the_wait_and_the_work_rests_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = AppTest.from_function(a_page_that_waits).run()
    with monkeypatch.context() as patch:
        # Any element that a script draws is where Streamlit ends it after a click.
        patch.setattr(DeltaGenerator, "progress", lambda *_: st.stop())
        app.toggle(key="ask").set_value(True).run()
        assert app.session_state["done"] == [0, 1]
        assert [button.label for button in app.button] == ["Stop"]
        app.button[0].click().run()
    assert not app.toggle(key="ask").value
    assert app.session_state["done"] == [0, 1]
    assert not app.button
    app.toggle(key="ask").set_value(True).run()
    assert app.session_state["done"] == list(range(6))
    assert app.markdown[0].value == "`6`"
    assert not app.button


def a_page_on_which_something_follows() -> None:
    import streamlit as st

    from dashboard.services.work import Work
    from tests.dashboard.test_work import counted

    Work(counted(st.session_state.get("pieces", 1), [])).wait("Doing …")
    st.title("Next")


def test_what_follows_keeps_its_place_whether_there_is_a_wait_or_none() -> None:
    app = AppTest.from_function(a_page_on_which_something_follows).run()
    (place,) = (where for where, one in app.main.children.items() if one.type == "title")
    app.session_state["pieces"] = 3
    app.run()
    assert app.main.children[place].type == "title"


def a_page_that_awaits() -> None:
    import streamlit as st

    from dashboard.services.work import awaited

    if st.toggle("Ask", key="ask"):
        st.write(awaited(st.session_state["future"]))


def test_a_click_ends_the_wait_for_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_function(a_page_that_awaits)
    future = app.session_state["future"] = Future[int]()
    app.run()
    with monkeypatch.context() as patch:
        patch.setattr(DeltaGenerator, "empty", lambda _: st.stop())
        app.toggle(key="ask").set_value(True).run()
        assert not app.markdown
        app.toggle(key="ask").set_value(False).run()
    future.set_result(6)
    app.toggle(key="ask").set_value(True).run()
    assert app.markdown[0].value == "`6`"


def test_an_error_of_another_thread_reaches_whoever_waits() -> None:
    future = Future[int]()
    future.set_exception(InputError("No."))
    for _ in range(2):
        with pytest.raises(InputError, match="No"):
            awaited(future)
