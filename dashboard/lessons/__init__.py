"""Lessons on what recurrent networks do, told with live models; this is the list of them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.lessons.backwards import BACKWARDS
from dashboard.lessons.gates import GATES
from dashboard.lessons.lesson import Lesson
from dashboard.lessons.unrolled import UNROLLED
from dashboard.lessons.vanishing import VANISHING

LESSONS: Mapping[str, Lesson] = {
    lesson.name: lesson for lesson in (UNROLLED, BACKWARDS, VANISHING, GATES)
}
"""The lessons by their names in the address, in order."""
