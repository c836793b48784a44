"""Lessons on what recurrent networks do, told with live models; this is the list of them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.lessons.afterwards import AFTERWARDS
from dashboard.lessons.backwards import BACKWARDS
from dashboard.lessons.five_shapes import FIVE_SHAPES
from dashboard.lessons.gates import GATES
from dashboard.lessons.lesson import Lesson
from dashboard.lessons.stacked import STACKED
from dashboard.lessons.unrolled import UNROLLED
from dashboard.lessons.vanishing import VANISHING
from dashboard.lessons.window import WINDOW

LESSONS: Mapping[str, Lesson] = {
    lesson.name: lesson
    for lesson in (
        FIVE_SHAPES,
        WINDOW,
        UNROLLED,
        BACKWARDS,
        VANISHING,
        GATES,
        STACKED,
        AFTERWARDS,
    )
}
"""The lessons by their names in the address, in order."""
