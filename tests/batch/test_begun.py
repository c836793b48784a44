"""What was begun of a batch, as it is looked at before it goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.batch.job import MANIFEST, DamagedJobError, OtherJobError, plan_begun, plan_of
from pipelines.batch.joining import answered
from pipelines.batch.running import here, run
from pipelines.batch.scorers import Scorer
from pipelines.tasks.sentiment import predict
from tests.batch.test_batch import MODEL, job_of, scorer, table
from tests.commands import run_command

__all__ = ["scorer", "table"]  # Fixtures.


def test_what_of_a_file_is_left_out_is_told(
    models_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("Report 2026\n\nid;text\n1;A fine film\n2;A dull film\n")
    output = tmp_path / "out.csv"
    files = "--input", tmp_path / "a.csv", "--output", output
    run_command(predict, models_root / MODEL, *files)
    said = f"Rows above the names of columns, left out: 1\n2 rows: {output}\n"
    assert capsys.readouterr().out == said
    assert output.read_text().startswith('"id","text",')


def test_what_was_begun_is_seen_of_the_same_job_alone_and_nothing_is_written(
    models_root: Path, table: Path, scorer: Scorer
) -> None:
    job = job_of(models_root, table)
    assert answered(plan_begun(job)).num_rows == 0
    assert list(table.parent.iterdir()) == [table]
    pieces = run(plan_of(job), here(scorer))
    assert [next(pieces), next(pieces)] == [0, 50 / 230]
    pieces.close()
    other = replace(job, model=models_root / "sentiment-tiny-gru")
    assert answered(plan_begun(other)).num_rows == 50
    with pytest.raises(OtherJobError, match="another language"):
        plan_begun(replace(job, language="de"))
    (job.parts / MANIFEST).write_text('{"total": 230}')
    for begun in (plan_begun, plan_of):
        with pytest.raises(DamagedJobError, match=r"manifest\.json is damaged.*Delete "):
            begun(job)
