"""Own recordings of a fingertip, a row a frame, and as a data folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonargparse import Namespace

from pipelines.data.own import PARTS, Own, Parts, Read, text_in
from pipelines.data.table_rows import Row
from pipelines.messages import N_, Message
from pipelines.tasks.gestures.labels import named_by
from pipelines.tasks.gestures.own_recordings import RecordingsReading
from pipelines.tasks.gestures.sources import LABELS, OWN_FINGERTIP


def _reader(options: Namespace) -> Read:
    """Of a frame, in which recording it is and what the hand does."""
    labels, known = named_by(options), ", ".join(f"--{label}" for label in (*LABELS, "more"))

    def read(row: Mapping[str, object]) -> Row | Message:
        recording, said = text_in(row["recording"]), text_in(row["label"]).removesuffix(".0")
        if not recording:
            return Message("names no recording")
        if label := labels.get(said.casefold()):
            return {**row, "recording": recording, "label": label}
        values = {"label": said, "known": known}
        return Message("has the label “{label:.40}”, which none of {known} names", values)

    return read


def _files(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    return {
        f"{OWN_FINGERTIP.name}/{name}.parquet": [dict(one.values) for one in parts[name]]
        for name in PARTS
    }


OWN = Own(
    columns={
        "recording": N_("column that names the recording of a frame"),
        "time": N_("column of the times"),
        "x": N_("column of how far to the right the fingertip is"),
        "y": N_("column of how far down it is"),
        "label": N_("column of their labels"),
    },
    read=_reader,
    label="label",
    files=_files,
    values={
        "width": ("", N_("of the picture, where x and y are pixels; else they are parts of it")),
        "stop": (
            "stop",
            N_(
                "labels of a hand that holds still, parted by commas; in quotation marks where one "
                "holds a comma"
            ),
        ),
        "clockwise": ("clockwise", N_("labels of clockwise circles, likewise")),
        "counterclockwise": ("counterclockwise", N_("labels of counterclockwise circles")),
        "move": ("move", N_("labels of other moves")),
        "more": ("", N_("labels of your own, which mean what they are called, likewise")),
    },
    reading=RecordingsReading.of,
    items=N_("runs"),
    units=N_("rows"),
)
