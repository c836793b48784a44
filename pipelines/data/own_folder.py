"""Own data as a data folder: every command takes it as it takes any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from jsonargparse import Namespace

from pipelines.data.check import report
from pipelines.data.own import own_of
from pipelines.data.own_rows import look_at, reading_of
from pipelines.data.source import SOURCE, source_of_files
from pipelines.language import _, told
from pipelines.models.json_files import write_json


def own_folder(path: Path, task: str, options: Namespace, folder: Path) -> Path:
    """Write what somebody brought as a data folder of ``task``, unless ``folder`` holds that.

    Raises:
        InputError: the file cannot be used, or the task learns from no table.
    """
    own = own_of(task, path)
    names = ("encoding", "delimiter", *own.columns, *own.values)
    mapping = {name: options.get(name) for name in names}
    source = source_of_files(path, reading_of(path, task, options).files())
    made_of = {**source.as_stored(), "mapping": mapping, "task": task}
    known = _known(folder / SOURCE)
    if {name: known.get(name) for name in made_of} == made_of:
        return folder
    (folder / SOURCE).unlink(missing_ok=True)
    found = look_at(path, task, options)
    for said in report(found, brief=True):
        print(told(said))
    for name, rows in own.files(found.parts).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), folder / name)
    write_json(folder / SOURCE, {**made_of, "rows": found.rows})
    print(_("As a data folder it lies in {folder}: name that to evaluate.", folder=folder))
    return folder


def _known(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
