"""Runs a training in its run folder, by Lightning's loop.

A training that was interrupted, however, goes on from the end of its last whole epoch and ends with
the weights of one that ran through: every epoch draws its order and its random numbers from the
seed and its own number alone, in each of several processes, and optimizer, learning rate, averages,
patience and best score are part of a checkpoint. On a GPU that holds as far as its kernels repeat
themselves.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, TypeVar

import lightning.pytorch as pl
import numpy as np
import torch
from lightning.fabric.utilities.exceptions import MisconfigurationException
from lightning.pytorch.callbacks import EMAWeightAveraging
from lightning.pytorch.utilities import rank_zero_only
from torch.utils.data import DataLoader, Dataset

from pipelines.errors import InputError
from pipelines.language import _
from pipelines.layers.recurrent import knows_bfloat16
from pipelines.models.files import HISTORY
from pipelines.models.records import read_history, why_nothing_learnt
from pipelines.text import Vocabulary
from pipelines.training.batching import BucketSampler, in_order
from pipelines.training.callbacks import (
    IDENTITY,
    Checkpoints,
    History,
    KeptCheckpoint,
    Patience,
)
from pipelines.training.runs import BEST, LAST, RunFolder, held
from pipelines.training.settings import Run, TrainingConfig, TrainingModule

Batch = TypeVar("Batch")


@contextmanager
def begin(run: Run, command: str, config: TrainingConfig, **what: object) -> Iterator[Session]:
    """Hold the run folder for a training, and look whether all can be done, before any data is.

    Args:
        run: where it runs.
        command: the module that was called.
        config: how a network is trained.
        what: all else that its weights hang on: network, digests of data and sources.

    Raises:
        InputError: the machine lacks what is asked for, the folder cannot be used, or there is
            nothing to go on with.
    """
    settings = {"training": asdict(config), "hardware": asdict(run.hardware)}
    described = {"command": command, **settings, **what}
    # The processes that the first one starts share its folder.
    holding = (
        nullcontext(RunFolder(run.folder, described, resume=run.resume))
        if _is_started_by_another()
        else held(run.folder, described, resume=run.resume)
    )
    with holding as folder:
        yield Session(run, config, folder)
        if not _is_started_by_another():
            folder.end()


class Session:
    """A training that may begin. See ``begin``."""

    def __init__(self, run: Run, config: TrainingConfig, folder: RunFolder) -> None:
        self._folder = folder
        self._start = folder.path / LAST if folder.resumes else None
        if self._start:
            for name in (LAST, BEST):
                _load(folder, name)
        self._trainer = _trainer(run, config, folder)

    def fit(
        self,
        module: TrainingModule,
        training: DataLoader[Any],
        validation: Sequence[DataLoader[Any]],
        vocabulary: Vocabulary | None = None,
    ) -> None:
        """Train, and leave ``module`` with the weights of the best validation score.

        Args:
            module: the network under training.
            training: its batches.
            validation: likewise of each validation set.
            vocabulary: the words that were found; None where nothing is read in words.

        Raises:
            InputError: there are other words than before an interruption, the training diverges,
                ends worse than guessing, or has too few texts or photos for a single step.
            KeyboardInterrupt: with how to go on.
        """
        if not _is_started_by_another():
            entries = json.dumps(vocabulary.entries if vocabulary else []).encode()
            self._folder.settle(hashlib.sha256(entries).hexdigest())
        module.train()  # The Trainer keeps whatever mode it finds.
        # It is no news that a run folder holds something.
        warnings.filterwarnings("ignore", "Checkpoint directory")
        try:
            self._trainer.fit(
                module, training, list(validation), ckpt_path=self._start, weights_only=True
            )
        except SystemExit:  # What the Trainer makes of Ctrl-C.
            last = self._folder.path / LAST
            kept = _("Go on from {last} with --resume.", last=last) if last.is_file() else ""
            raise KeyboardInterrupt(kept) from None
        if said := why_nothing_learnt(read_history(self._folder.path / HISTORY)):
            raise InputError("The training failed. {reason}", reason=said)
        module.load_state_dict(_load(self._folder, BEST)["state_dict"])


def training_loader(rows: Dataset[Batch], sampler: BucketSampler) -> DataLoader[Batch]:
    """The batches of a training, drawn anew each epoch.

    With a generator of its own: else a loader draws from the random numbers of an epoch or, where
    a training goes on with it, does not.
    """
    return DataLoader(rows, batch_size=None, sampler=sampler, generator=torch.Generator())


def validation_loader(
    rows: Dataset[Batch], lengths: np.ndarray, batch_size: int = 128
) -> DataLoader[Batch]:
    """The batches of a validation, of rows of like ``lengths``, ``(N,)``."""
    return DataLoader(rows, batch_size=None, sampler=in_order(lengths, batch_size))


def _is_started_by_another() -> bool:
    """Whether this is one of the further processes of a training, before they are connected."""
    rank: int = rank_zero_only.rank  # type: ignore[attr-defined]
    return rank > 0


def _trainer(run: Run, config: TrainingConfig, folder: RunFolder) -> pl.Trainer:
    try:
        trainer = pl.Trainer(
            **asdict(run.hardware),
            max_epochs=config.epochs,
            gradient_clip_val=config.gradient_clip,
            callbacks=_callbacks(config, run.folder),
            plugins=[Checkpoints(folder.identity)],
            logger=False,
            num_sanity_val_steps=0,
            use_distributed_sampler=False,  # BucketSampler deals the batches out to the processes.
        )
    except (MisconfigurationException, ValueError, TypeError, ImportError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise InputError(
            "This machine cannot train so: {reason} Change --hardware.", reason=reason
        ) from error
    possible = trainer.precision
    if possible == "bf16-mixed" and not knows_bfloat16(trainer.strategy.root_device.type):
        possible = "32-true"
    if possible != run.hardware.precision:
        raise InputError(
            "This machine cannot compute in {precision}, only in {possible}. "
            "Change --hardware.precision.",
            precision=run.hardware.precision,
            possible=possible,
        )
    return trainer


def _callbacks(config: TrainingConfig, folder: Path) -> list[pl.Callback]:
    best = KeptCheckpoint(
        folder,
        BEST.removesuffix(".ckpt"),
        monitor="validation_score",
        mode="max",
        enable_version_counter=False,
    )
    # A checkpoint of its own, because save_last writes only when an epoch was the best so far.
    latest = KeptCheckpoint(folder, LAST.removesuffix(".ckpt"), enable_version_counter=False)
    stop = Patience("validation_score", patience=config.patience, mode="max")
    averaging = [EMAWeightAveraging(decay=config.ema_decay)] if config.ema_decay else []
    return [*averaging, History(folder / HISTORY), stop, best, latest]


def _load(folder: RunFolder, name: str) -> dict[str, Any]:
    path = folder.path / name
    anew = f"Start anew: delete {folder.path}."
    try:
        found = torch.load(path, weights_only=True, map_location="cpu")
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, UnpicklingError) as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")[:120]
        raise InputError(
            "{path} is no whole checkpoint ({reason}). {anew}", path=path, reason=reason, anew=anew
        ) from error
    if not isinstance(found, dict) or found.get(IDENTITY) != folder.identity:
        raise InputError("{path} is a checkpoint of another training. {anew}", path=path, anew=anew)
    return found
