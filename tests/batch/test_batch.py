"""A whole file: in order, whole or not at all, and the same after any interruption."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.batch.inputs import Photo
from pipelines.batch.job import Job, plan_of
from pipelines.batch.joining import Summary
from pipelines.batch.running import here, run
from pipelines.batch.scorers import Scorer, scorer_of
from pipelines.errors import InputError, PipelineError
from pipelines.messages import Message
from pipelines.pieces import finished
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.sentiment import predict
from tests.commands import run_command

Result = TypeVar("Result")
ROOT = Path(__file__).parents[2]
MODEL = "sentiment-tiny-lstm"
TEXTS = ("A fine film.", "What a dull mess", "…", "I loved it", "bad " * 30)


@pytest.fixture(scope="module")
def scorer(models_root: Path) -> Scorer:
    return scorer_of("sentiment", models_root / MODEL)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """230 reviews with what else is known of them; some cannot be read."""
    rows: list[dict[str, Any]] = [
        {"id": n, "review": TEXTS[n % 5], "label": "ä" if n % 2 else None, "stars": n / 2}
        for n in range(230)
    ]
    rows[8]["review"] = None
    path = tmp_path / "reviews.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def job_of(models_root: Path, table: Path, name: str = "out.jsonl") -> Job:
    return Job("sentiment", models_root / MODEL, table, table.with_name(name))


def test_every_row_is_kept_in_order_with_its_answer_or_the_reason(
    models_root: Path, table: Path, scorer: Scorer
) -> None:
    outputs = {}
    for ending in ("jsonl", "csv", "parquet"):
        job = job_of(models_root, table, f"out.{ending}")
        summary = finished(run(plan_of(job), here(scorer)))
        assert summary == Summary(job.output, 230, 47, "left_out")
        outputs[ending] = job.output
    given = pq.read_table(table).to_pylist()
    found = [json.loads(line) for line in outputs["jsonl"].read_text("utf-8").splitlines()]
    assert found == pq.read_table(outputs["parquet"]).to_pylist()
    with outputs["csv"].open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [row["predicted_label"] for row in listed] == [
        row["predicted_label"] or "" for row in found
    ]
    answers = scorer([row["review"] for row in given])
    for row, kept, answer in zip(given, found, answers, strict=True):
        assert {name: kept[name] for name in row} == row
        if isinstance(answer, dict):
            assert kept["left_out"] is None
            assert (kept["predicted_label"], kept["level"]) == (answer["label"], answer["level"])
        else:
            assert (kept["left_out"], kept["predicted_label"]) == (str(answer), None)
    assert not list(table.parent.glob("*.parts"))


def test_why_there_is_no_answer_is_said_in_the_language_of_whoever_asked(
    models_root: Path, table: Path, scorer: Scorer
) -> None:
    job = replace(job_of(models_root, table), language="de")
    finished(run(plan_of(job), here(scorer)))
    rows = map(json.loads, job.output.read_text("utf-8").splitlines())
    said = [row["left_out"] for row in rows if row["left_out"]]
    assert len(said) == 47
    assert all("kein Wort" in one for one in said)


def test_a_warning_is_said_in_that_language_too(
    models_root: Path, table: Path, scorer: Scorer
) -> None:
    pq.write_table(pa.table({"review": ["xyzzy plugh film"]}), table)
    job = replace(job_of(models_root, table), language="de")
    finished(run(plan_of(job), here(scorer)))
    (row,) = map(json.loads, job.output.read_text("utf-8").splitlines())
    assert row["left_out"] is None
    assert "Wörter" in row["warning"]


def test_a_batch_that_was_stopped_goes_on_and_repeats_nothing(
    models_root: Path, table: Path, scorer: Scorer
) -> None:
    whole = job_of(models_root, table, "whole.parquet")
    finished(run(plan_of(whole), here(scorer)))
    job = job_of(models_root, table, "out.parquet")
    pieces = run(plan_of(job), here(scorer))
    assert [next(pieces) for _ in range(3)] == [0, 50 / 230, 100 / 230]
    pieces.close()
    asked: list[int] = []

    def counting(inputs: Any) -> Any:
        asked.append(len(inputs))
        return scorer(inputs)

    finished(run(plan_of(job), here(Scorer(scorer.rows, counting))))
    assert asked == [50, 50, 30]
    assert job.output.read_bytes() == whole.output.read_bytes()


def test_another_input_or_model_does_not_go_on(
    models_root: Path, table: Path, scorer: Scorer
) -> None:
    job = job_of(models_root, table)
    next(run(plan_of(job), here(scorer)))
    other = Job("sentiment", models_root / "sentiment-tiny-gru", table, job.output)
    with pytest.raises(InputError, match=r"out\.jsonl\.parts holds .* another model"):
        plan_of(other)
    short = pq.read_table(table).slice(0, 60)
    pq.write_table(short, table)
    with pytest.raises(InputError, match="another input"):
        plan_of(job)
    shutil.rmtree(plan_folder := job.output.with_name("out.jsonl.parts"))
    plan = plan_of(job)
    assert plan.folder == plan_folder
    pq.write_table(short.slice(0, 50), table)  # While it is answered.
    with pytest.raises(InputError, match="was changed while it was read"):
        finished(run(plan, here(scorer)))
    assert not job.output.exists()


def test_options_that_make_no_sense_are_one_sentence(models_root: Path, table: Path) -> None:
    model = models_root / MODEL
    job = job_of(models_root, table)
    wrong = [
        (Job("sentiment", model, table, table.with_name("out.xlsx")), "of no kind"),
        (Job("sentiment", model, table, table), "is there already"),
        (Job("sentiment", model, table, table / "no" / "out.csv"), "There is no folder"),
        (Job("sentiment", model, table, job.output, "text"), "id, review, label, stars"),
        (Job("tagging", models_root / "tagging-tiny-lstm", table, job.output), "--column"),
        (Job("tagging", model, table, job.output, "review"), "not for tagging"),
        (Job("captioning", model, table, job.output), "neither a folder nor a ZIP file"),
    ]
    for one, said in wrong:
        with pytest.raises(PipelineError, match=said):
            plan_of(one)
    for options in (["A film", "--input", table], ["--input", table], ["--output", job.output], []):
        with pytest.raises(InputError, match="--input"):
            run_command(predict, model, *options)
    assert not list(table.parent.glob("*.parts"))


def slow_jobs(folder: Path, *names: str) -> list[Job]:
    """Jobs of the same 400 rows, whose shards take a while each."""
    texts = ("A fine film. " * 100, "What a dull mess! " * 60, "…", None, "I loved it")
    table = folder / "reviews.parquet"
    pq.write_table(pa.table({"text": texts * 80, "row": range(400)}), table)
    return [Job("sentiment", ROOT / "models" / "sentiment-lstm", table, folder / n) for n in names]


def test_a_run_that_is_killed_goes_on_to_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, job = slow_jobs(tmp_path, "whole.csv", "out.csv")
    finished(run(plan_of(whole), here(scorer_of("sentiment", whole.model))))
    options = [job.model, "--input", job.input, "--output", job.output]
    command = [sys.executable, "-m", "pipelines", "predict", "sentiment", *map(str, options)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    _until(lambda: list(_shards(job)) or process.poll() is not None)
    workers = _children(process.pid)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    _until(lambda: not any(map(_is_alive, workers)))  # None works on for nobody.
    assert 0 < len(list(_shards(job))) < 8
    with pytest.raises(SystemExit) as end:
        run_command(predict, *options)
    assert end.value.code == 1
    assert job.output.read_bytes() == whole.output.read_bytes()
    printed = capsys.readouterr()
    assert printed.out == f"400 rows: {job.output}\n"
    assert "Left out: 160 of 400 rows; the column left_out says why" in printed.err


def _shards(job: Job) -> Iterator[Path]:
    return job.output.with_name(f"{job.output.name}.parts").glob("0*.parquet")


def _children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def _until(found: Callable[[], Result]) -> Result:
    while not (what := found()):
        time.sleep(0.05)
    return what


def test_photos_of_a_zip_file_are_captioned_and_bad_ones_named(
    models_root: Path, tmp_path: Path
) -> None:
    (tmp_path / "photos" / "more").mkdir(parents=True)
    names = {
        "b.png": scikit_image_photo("chelsea.png"),
        "more/a.JPG": scikit_image_photo("rocket.jpg"),
        "broken.jpg": b"no picture",
        "notes.txt": b"passed over",
        ".hidden.jpg": b"passed over",
    }
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
            (tmp_path / "photos" / name).write_bytes(content)
    model = models_root / "caption-tiny-lstm"
    score = here(scorer_of("captioning", model))
    outputs = []
    for place in (tmp_path / "photos.zip", tmp_path / "photos"):
        job = Job("captioning", model, place, tmp_path / f"{place.name}.jsonl")
        assert finished(run(plan_of(job), score)).left_out == 1
        outputs.append(job.output.read_text("utf-8"))
    assert outputs[0] == outputs[1]
    rows = [json.loads(line) for line in outputs[0].splitlines()]
    assert [row["file"] for row in rows] == ["b.png", "broken.jpg", "more/a.JPG"]
    assert [bool(row["caption"]) for row in rows] == [True, False, True]
    assert "no picture" in rows[1]["left_out"]
    assert isinstance(Photo(tmp_path / "photos.zip", "gone.png").read(), Message)


def test_a_photo_whose_compressed_bytes_are_damaged_says_so(tmp_path: Path) -> None:
    archive = tmp_path / "mine.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.jpg", b"photo " * 1_000)
    data = bytearray(archive.read_bytes())
    data[35:45] = b"\xff" * 10  # Where the compressed bytes begin.
    archive.write_bytes(data)
    assert isinstance(Photo(archive, "a.jpg").read(), Message)
