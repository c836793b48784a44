"""Features of photos are computed once, and again when what was kept is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pipelines.captioning import data as module
from pipelines.captioning.data import load_features


def test_kept_features_are_used_again(
    tiny_data: Path, models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = models_root / "encoder-tiny"
    first = load_features(tiny_data, "validation", encoder, tmp_path)
    assert first.shape == (3, 1280)
    monkeypatch.setattr(module, "load_photos", None)  # Nothing is left that could be computed.
    assert torch.equal(load_features(tiny_data, "validation", encoder, tmp_path), first)


@pytest.mark.parametrize("kept", [0, 5, 100, 500, -1])
def test_damaged_features_are_computed_again(
    tiny_data: Path, models_root: Path, tmp_path: Path, kept: int
) -> None:
    encoder = models_root / "encoder-tiny"
    first = load_features(tiny_data, "validation", encoder, tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    assert torch.equal(load_features(tiny_data, "validation", encoder, tmp_path), first)
    assert path.read_bytes() == whole


def test_an_interruption_leaves_no_half_file_under_the_final_name(
    tiny_data: Path, models_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(file: object, _: np.ndarray) -> None:
        file.write(b"\x93NUMPY and no more")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "save", power_cut)
    with pytest.raises(KeyboardInterrupt):
        load_features(tiny_data, "validation", models_root / "encoder-tiny", tmp_path)
    assert not list(tmp_path.glob("*.npy"))
