"""What a recogniser of gestures answers: plain values and numpy arrays, as all labellers of frames do."""

from __future__ import annotations

from pipelines.frames.results import FramesResult, FramesTrace

__all__ = ["FramesResult", "FramesTrace"]
