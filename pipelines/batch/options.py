"""What every ``predict`` takes to answer a whole file, and how it does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any, TypeVar

from jsonargparse import ArgumentParser, Namespace
from tqdm import tqdm

from pipelines.batch.job import Job, plan_of
from pipelines.batch.joining import Summary, join
from pipelines.batch.running import Engine, answer, held, on_cores
from pipelines.command_line import as_path, name_left_out, printable
from pipelines.errors import InputError
from pipelines.language import _, spoken, told
from pipelines.messages import N_
from pipelines.pieces import Pieces

Result = TypeVar("Result")
_QUICK = 2.0  # Seconds of work that nobody needs to see.
_GO_ON = N_("Run the same command again: it goes on where it was.")


def add_file_arguments(parser: ArgumentParser) -> None:
    """What a ``predict`` takes to read a file; ``answers_file`` does it."""
    files = parser.add_argument_group(_("a whole file, in place of single inputs"))
    files.add_argument(
        "--input", type=as_path,
        help=_(
            "CSV, TSV, JSON Lines, Parquet or Excel file; for photos, a folder or ZIP file. A run "
            "that was interrupted goes on where it was"
        ),
    )  # fmt: skip
    files.add_argument(
        "--output", type=as_path,
        help=_("file to write, in the same order: .csv, .jsonl or .parquet"),
    )  # fmt: skip
    files.add_argument(
        "--column", type=str, help=_("the column to read, where its name does not tell")
    )
    files.add_argument(
        "--engine", choices=("local", "ray"), default="local",
        help=_("all cores of this machine, or a cluster (requirements-ray.txt)"),
    )  # fmt: skip


def answers_file(
    task: str, options: Namespace, inputs: Sequence[object], **scorer_options: Any
) -> bool:
    """Answer the file that the options name, if they do.

    Args:
        task: of the model.
        options: as given.
        inputs: what was named beside.
        scorer_options: what else the task's scorer takes.

    Raises:
        InputError: it cannot be read or written, or the options name too much or too little.
        ModelError: the model folder is damaged.
        SystemExit: with 1, where some of its rows could not be read.
    """
    if options.input is None:
        if options.output is not None or not inputs:
            raise InputError("There is nothing to read. Give inputs, or a file by --input.")
        return False
    if inputs or options.output is None:
        raise InputError("--input needs --output, and no inputs beside.")
    files = options.model, options.input, options.output
    job = Job(task, *files, options.column, scorer_options, spoken())
    summary = _done(job, _engine(options.engine))
    print(_("{total:,} rows: {output}", total=summary.total, output=printable(summary.output)))
    if summary.left_out:
        said = _(
            "{n:,} of {total:,} rows; the column {column} says why",
            n=summary.left_out,
            total=summary.total,
            column=summary.reasons,
        )
        name_left_out([said])
    return True


def _done(job: Job, engine: Engine) -> Summary:
    with tqdm(desc=_("Looking through"), unit=_(" rows"), delay=_QUICK) as bar:
        plan = plan_of(job, bar.update)
    for said in plan.source.unread:
        print(told(said))
    with held(plan):
        _shown(answer(plan, engine), _("Answering"), plan.total)
        return _shown(join(plan), _("Writing"), plan.total, delay=_QUICK)


def _shown(pieces: Pieces[Result], title: str, total: int, delay: float = 0) -> Result:
    """The result of all pieces, their progress on standard error.

    Raises:
        KeyboardInterrupt: with how to go on.
    """
    bar = tqdm(desc=title, unit=_(" rows"), total=total, delay=delay, mininterval=0.5)
    with closing(pieces), bar:
        try:
            bar.initial = bar.n = round(next(pieces) * total)
            while True:
                more = round(next(pieces) * total) - bar.n
                if more:
                    bar.update(more)
        except StopIteration as end:
            bar.update(total - bar.n)
            result: Result = end.value
            return result
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_GO_ON) from None


def _engine(name: str) -> Engine:
    if name == "ray":
        from pipelines.batch.on_ray import on_ray

        return on_ray()
    return on_cores()
