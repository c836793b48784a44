"""Runs a batch in pieces: whoever waits sees it go on, and can stop it and take it up again.

``finished(run(plan_of(job), on_cores()))`` does it on all cores of this machine. A page, which has
the model already and starts no processes, takes ``here(scorer)``; to stop, it closes the pieces,
and a later run of the same job goes on from the shards that are done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from threading import Thread
from typing import IO

from pipelines.batch.inputs import Given
from pipelines.batch.job import Plan
from pipelines.batch.joining import Summary, join
from pipelines.batch.scorers import Answer, Scorer, scorer_of
from pipelines.batch.shards import answers_to, write_answers
from pipelines.errors import InputError
from pipelines.locks import taken
from pipelines.messages import Message
from pipelines.pieces import Pieces, part

LOCK = "lock"
Shard = tuple[int, list[Given]]
# Answers the shards that it is given and writes them; yields the numbers of those that are
# written, and None now and then while it waits.
Engine = Callable[[Plan, Iterable[Shard]], Iterator[int | None]]
_SECONDS = 0.2  # Between two looks of whoever waits.


class BusyError(InputError):
    """Another process works on the same output."""


def run(plan: Plan, engine: Engine) -> Pieces[Summary]:
    """``answer`` all inputs, then ``join`` them; no other process may meanwhile.

    Raises:
        BusyError: as ``held``.
        InputError: as ``answer`` and ``join``.
        ModelError: as ``answer``.
    """
    with held(plan):
        yield from answer(plan, engine)
        return (yield from part(join(plan), 1, 1))


def answer(plan: Plan, engine: Engine) -> Pieces[None]:
    """Answer all inputs that are not answered yet.

    Raises:
        InputError: the input cannot be read any more, or a process ended while it worked.
        ModelError: the model folder is damaged.
    """
    rows = plan.answered
    yield rows / max(1, plan.total)
    for number in engine(plan, plan.to_do()):
        rows += 0 if number is None else plan.rows_of_shard(number)
        yield rows / plan.total


def held(plan: Plan) -> IO[str]:
    """Keep other processes from a batch until what is returned is closed.

    Raises:
        BusyError: another process is at work on it, or has done it meanwhile.
    """
    with suppress(FileNotFoundError):  # As the folder goes when the output is whole.
        lock = taken(plan.folder / LOCK)
        if lock:
            if not plan.job.output.exists():
                return lock
            lock.close()
    raise BusyError(
        "Another process works on {output}, or has just written it. Wait for it, or name another "
        "--output.",
        output=plan.job.output,
    )


def here(scorer: Scorer) -> Engine:
    """In this process, by a model that is loaded already."""

    def answer(plan: Plan, shards: Iterable[Shard]) -> Iterator[int]:
        for number, given in shards:
            _write(plan, number, answers_to(scorer, given))
            yield number

    return answer


def on_cores(processes: int | None = None) -> Engine:
    """In processes of this machine, each of which loads the model once and computes in one thread.

    Args:
        processes: how many; else one a core.
    """
    most = processes or os.cpu_count() or 1

    def answer(plan: Plan, shards: Iterable[Shard]) -> Iterator[int | None]:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(most, context, _begin, (plan,))
        waiting: set[Future[int]] = set()
        try:
            for shard in shards:
                waiting.add(pool.submit(_answer, shard))
                while len(waiting) >= 2 * most:  # Each has one in hand and one to go on with.
                    yield from _finished(waiting)
            while waiting:
                yield from _finished(waiting)
        except BrokenProcessPool as error:
            raise InputError(
                "A process was ended from outside, maybe for lack of memory. Run the same command "
                "again: it goes on where it was."
            ) from error
        finally:
            _end(pool)

    return answer


def _finished(waiting: set[Future[int]]) -> Iterator[int | None]:
    done = wait(waiting, _SECONDS, FIRST_COMPLETED).done
    waiting -= done
    yield from (one.result() for one in done)
    if not done:
        yield None


def _end(pool: ProcessPoolExecutor) -> None:
    """End its processes at once: what they have in hand is done anew by whoever goes on."""
    for process in list((pool._processes or {}).values()):
        process.terminate()
    pool.shutdown(cancel_futures=True)


_plan: Plan
_scorer: Scorer | None = None


def _begin(plan: Plan) -> None:
    global _plan
    _plan = plan
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first process tells.
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the process that gives the work, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(shard: Shard) -> int:
    global _scorer
    import torch

    torch.set_num_threads(1)
    if _scorer is None:
        _scorer = scorer_of(_plan.job.task, _plan.job.model, **_plan.job.options)
    number, given = shard
    _write(_plan, number, answers_to(_scorer, given))
    return number


def _write(plan: Plan, number: int, answers: Sequence[Answer | Message]) -> None:
    write_answers(plan.shard(number), plan.rows, answers, plan.job.language)
