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

    Args:
        said: a whole message, or the template of one.
        values: of the template's fields.

    Attributes:
        message: what ``str`` says in English.
    """

    def __init__(self, said: Message | str, /, **values: object) -> None:
        self.message = said if isinstance(said, Message) else Message(said, values)
        super().__init__(self.message)


class InputError(PipelineError):
    """The text, photo or option that was given cannot be used."""


class ModelError(PipelineError):
    """A model folder is missing, damaged or inconsistent."""


class DataError(PipelineError):
    """The data folder, or a file in it, is missing or has another schema."""
