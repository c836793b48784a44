"""The room, by itself: who is let in, what counts, and what phones are told."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.room import rooms
from dashboard.room.limits import MOST_KEPT, Limit
from dashboard.room.rooms import ACTS, MOST_ACTS, Question, Room, read_question
from pipelines.errors import InputError

ASKED = Question("one", "Positive or negative?", ("positive", "negative"), right=0, machine=1)
PHONES = [f"{number:032x}" for number in range(12)]


class Clock:
    """Time that passes when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def asking(question: Question | None = ASKED) -> Room:
    room = Room()
    assert room.meet("window", True, "en", question)
    return room


acts = st.one_of(
    st.tuples(st.just("join"), st.sampled_from(PHONES), st.sampled_from("ab")),
    st.tuples(st.just("leave"), st.sampled_from(PHONES)),
    st.tuples(
        st.just("vote"), st.sampled_from(PHONES), st.sampled_from(["1", "2"]), st.integers(-1, 3)
    ),
    st.tuples(st.just("ask"), st.sampled_from(["1", "2"]), st.booleans()),
)


@given(st.lists(acts, max_size=60))
def test_no_more_votes_than_phones_and_one_of_each(done: list[tuple[str, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "MOST_PHONES", 6)
        patch.setattr(rooms, "MOST_OF_ADDRESS", 4)
        room, tabs, counted = Room(), Counter[str](), dict[str, int]()
        asked, told = "", True
        for act, *rest in done:
            if act == "join":
                tabs[rest[0]] += room.join(*rest)
            elif act == "leave" and tabs[rest[0]]:
                room.leave(rest[0])
                tabs[rest[0]] -= 1
            elif act == "vote":
                phone, name, choice = rest[0], rest[1], int(rest[2])
                if room.vote(phone, name, choice):
                    assert (name, told) == (asked, False)
                    assert counted.setdefault(phone, choice) == choice
            elif act == "ask":
                counted = counted if rest[0] == asked else {}
                asked, told = rest[0], bool(rest[1])
                room.meet("w", True, "en", Question(asked, "?", ("a", "b", "c"), told))
            assert (
                room.votes
                == [sum(one == place for one in counted.values()) for place in range(3)][
                    : len(room.votes)
                ]
            )
            assert sum(room.votes) <= 6
            assert room.here == sum(n > 0 for n in tabs.values()) <= 6
            assert max(tabs.values(), default=0) <= rooms.MOST_TABS


def test_a_phone_that_is_gone_makes_room_but_keeps_its_vote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "MOST_PHONES", 2)
    room = asking()
    assert all(room.join(phone, "a") for phone in PHONES[:2])
    assert not room.join(PHONES[2], "b")
    assert room.vote(PHONES[0], "one", 1)
    for phone in PHONES[:2]:
        room.leave(phone)
    assert room.join(PHONES[2], "b")
    assert not room.join(PHONES[3], "b")  # The first one's vote is there, and so is its place.
    assert room.votes == [0, 1]


def test_only_what_is_asked_now_is_voted_on_and_only_what_is_told_is_told() -> None:
    room = asking()
    room.join(PHONES[0], "a")
    assert not room.vote(PHONES[0], "another", 0)
    assert not room.vote(PHONES[1], "one", 0)  # Nobody let it in.
    assert room.vote(PHONES[0], "one", 0)
    assert room.vote(PHONES[0], "one", 0)  # Sent twice, as an answer was lost.
    assert not room.vote(PHONES[0], "one", 1)
    assert room.votes == [1, 0]
    assert (room.told()["question"]["right"], room.told()["question"]["machine"]) == (None, None)
    told = Question("one", "Positiv?", ("positiv", "negativ"), told=True, right=0, machine=1)
    room.meet("window", True, "de", told)
    assert room.votes == [1, 0]  # The same question in another language.
    assert room.told()["language"] == "de"
    assert (room.told()["question"]["right"], room.told()["question"]["machine"]) == (0, 1)
    assert not room.vote(PHONES[0], "one", 0)


def test_one_window_is_the_stage_until_it_is_silent_or_another_fills_the_screen() -> None:
    clock = Clock()
    room = Room(clock=clock)
    assert room.meet("desk", False, "en", None)
    assert not room.meet("other", False, "en", ASKED)
    assert room.question is None
    assert room.meet("projector", True, "en", ASKED)
    assert not room.meet("desk", False, "en", None)
    assert not room.meet("second projector", True, "en", None)
    assert room.question == ASKED
    clock.now += rooms.SILENT_AFTER
    assert room.meet("desk", False, "en", None)


def test_acts_of_the_remote_are_known_bounded_and_never_late() -> None:
    clock = Clock()
    room = Room(clock=clock)
    assert not room.press("close")
    assert not room.press("__proto__")
    for _ in range(3 * MOST_ACTS):
        assert room.press(ACTS[0])
    assert room.acts() == [ACTS[0]] * MOST_ACTS
    assert room.acts() == []
    room.press("blank")
    clock.now += rooms.ACT_LASTS
    assert room.acts() == []


def test_phones_are_told_only_what_is_new() -> None:
    told: list[str] = []
    room = Room(lambda: told.append(""))
    for _ in range(3):
        room.meet("window", True, "en", ASKED)
    room.join(PHONES[0], "a")
    room.vote(PHONES[0], "one", 1)
    assert len(told) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"name": json_values, "asked": json_values, "choices": json_values},
        optional={"told": json_values, "right": json_values, "machine": json_values},
    )
    | json_values
)
def test_what_is_no_question_is_named(value: object) -> None:
    try:
        question = read_question(value)
    except InputError:
        return
    assert question is None or 2 <= len(question.choices) <= rooms.MOST_CHOICES


def test_a_question_has_a_few_short_choices() -> None:
    for choices in ((), ("a",), ("a",) * 6, ("a", "b" * 301)):
        with pytest.raises(InputError):
            Question("one", "?", choices)
    with pytest.raises(InputError):
        Question("one", "?", ("a", "b"), right=2)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 5)), max_size=80))
def test_nobody_asks_more_often_than_they_may(asked: list[tuple[str, float]]) -> None:
    clock = Clock()
    limit = Limit(3, 0.5, clock)
    allowed: Counter[str] = Counter()
    for who, pause in asked:
        clock.now += pause
        allowed[who] += limit.take(who)
        assert allowed[who] <= 3 + 0.5 * clock.now + 1e-6


def test_a_limit_remembers_a_bounded_number() -> None:
    limit = Limit(1, 0, Clock())
    assert limit.take("first")
    assert not limit.take("first")
    for number in range(MOST_KEPT):
        limit.take(str(number))
    assert len(limit._left) == MOST_KEPT
