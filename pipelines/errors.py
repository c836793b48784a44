"""Errors a user can act on. Each message says what happened, with which value, and what to do.

PipelineError
├── InputError   the text, photo or option that was given cannot be used
├── ModelError   a folder under ``models/`` is missing, damaged or inconsistent
└── DataError    the data folder, or a file in it, is missing or has another schema
"""

from __future__ import annotations

from pipelines.messages import Message


class PipelineError(Exception):
    """Base of every error whose message is meant for the user.

    Attributes:
        message: what happened and what to do; its values apart.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.message = Message(template, values)

    def __str__(self) -> str:
        return str(self.message)


class InputError(PipelineError):
    """The text, photo or option that was given cannot be used."""


class ModelError(PipelineError):
    """A model folder is missing, damaged or inconsistent."""


class DataError(PipelineError):
    """The data folder, or a file in it, is missing or has another schema."""
