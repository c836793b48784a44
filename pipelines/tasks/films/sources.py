"""Where films come from: from no data set, but from ``world`` and a seed."""

from __future__ import annotations

from pipelines.data.sets import DataSet

SHAPES = ("square", "triangle", "cross", "bar")
LABELS = ("growing", "shrinking", "right", "left", "up", "down", "turning", "blinking")
DATASETS: tuple[DataSet, ...] = ()
