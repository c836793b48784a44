"""What a recogniser answers: plain values and arrays, as all labellers of frames do."""

from __future__ import annotations

from pipelines.frames.results import FramesResult, FramesTrace

__all__ = ["FramesResult", "FramesTrace"]
