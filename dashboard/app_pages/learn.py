"""Lessons: a sentence or two beside a live figure, step by step."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.glossary.explaining import explained
from dashboard.language import _, told
from dashboard.lessons import LESSONS
from dashboard.lessons.lesson import KIM, Lesson, Question
from dashboard.messages import problems_as_messages
from dashboard.views.address import gone_back, remember

_LESSON, _STEP = "lesson", "lesson-step"  # The step is called ``step`` in the address.


def draw(pages: Mapping[str, StreamlitPage]) -> None:
    """The page.

    Args:
        pages: of the shows, by the names of their tasks.
    """
    _take_from_address()
    lesson, number = _choose()
    remember("lesson", lesson.name)
    remember("step", str(number))
    step = lesson.steps[number - 1]
    with st.container(key="said"):
        st.markdown(explained(told(step.said)))
    with problems_as_messages():
        if step.question is None or _guess(step.question, f"guess-{lesson.name}-{number}"):
            step.draw()
    _show_foot(lesson, pages)


def _take_from_address() -> None:
    """On a first visit, and where the browser's Back or Forward led here."""
    if _LESSON in st.session_state and not gone_back():
        return
    asked = st.query_params.get("lesson", "")
    name = asked if asked in LESSONS else next(iter(LESSONS))
    step = st.query_params.get("step", "")
    known = step.isdecimal() and 1 <= int(step) <= len(LESSONS[name].steps)
    st.session_state[_LESSON] = name
    st.session_state[_STEP] = int(step) if known else 1


def _choose() -> tuple[Lesson, int]:
    title, choice = st.columns([2, 1], vertical_alignment="center")
    titles = {name: told(lesson.title) for name, lesson in LESSONS.items()}
    with choice:
        name = st.selectbox(
            _("Lesson"),
            list(titles),
            format_func=titles.__getitem__,
            key=_LESSON,
            on_change=_begin,
            label_visibility="collapsed",
        )
    lesson = LESSONS[name]
    title.title(titles[name])
    with st.container(horizontal=True, vertical_alignment="center", key="steps"):
        back, on = st.empty(), st.empty()
        numbers = range(1, len(lesson.steps) + 1)
        number = st.segmented_control(
            _("Step"), numbers, required=True, key=_STEP, label_visibility="collapsed"
        )
        number = int(number or 1)
        back.button(_("Back"), disabled=number == 1, on_click=_move, args=(-1,), shortcut="Left")
        on.button(
            _("Forward"),
            disabled=number == len(lesson.steps),
            on_click=_move,
            args=(1,),
            shortcut="Right",
        )
    return lesson, number


def _begin() -> None:
    st.session_state[_STEP] = 1


def _move(by: int) -> None:
    st.session_state[_STEP] += by


def _guess(question: Question, key: str) -> bool:
    """Ask; whether the viewer has guessed, so that the figure may answer."""
    places = range(len(question.choices))
    with st.container(horizontal=True, vertical_alignment="bottom", key="guess"):
        guess = st.pills(
            told(question.prompt),
            places,
            format_func=lambda place: told(question.choices[place]),
            key=key,
        )
        if guess is None:
            st.caption(_("Guess first: then the figure shows it."))
            return False
        right = question.right()
        said = {"right": told(question.choices[right])}
        if guess == right:
            st.markdown(_(":material/check: **Well guessed: {right}.**", **said))
        else:
            st.markdown(_(":material/lightbulb: **It is otherwise: {right}.**", **said))
    return True


def _show_foot(lesson: Lesson, pages: Mapping[str, StreamlitPage]) -> None:
    if lesson.show in pages:
        st.page_link(
            pages[lesson.show],
            label=_("Try it yourself: {page}", page=pages[lesson.show].title),
            icon=pages[lesson.show].icon or None,
        )
    st.caption(_("Sources: {sources}.", sources="; ".join(map(told, (*lesson.sources, KIM)))))
