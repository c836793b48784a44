"""One package a task, each closed in itself; this is the list of them."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.task import FolderKind, Task
from pipelines.tasks.captioning.task import CAPTIONING
from pipelines.tasks.films.task import FILMS
from pipelines.tasks.gestures.task import GESTURES
from pipelines.tasks.sentiment.task import SENTIMENT
from pipelines.tasks.series.task import SERIES
from pipelines.tasks.tagging.task import TAGGING
from pipelines.tasks.translation.task import TRANSLATION

_ALL = (SENTIMENT, CAPTIONING, TAGGING, TRANSLATION, GESTURES, FILMS, SERIES)
TASKS: Mapping[str, Task] = {task.name: task for task in _ALL}
# What ``config.json`` of a model folder may say that it is.
KINDS: Mapping[str, FolderKind] = {
    kind.name: kind for task in TASKS.values() for kind in (task, *task.parts)
}
