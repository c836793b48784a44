"""What programs may ask, as OpenAPI 3.1 describes it: from the declarations of the tasks."""

from __future__ import annotations

from typing import Any

from dashboard.serving.asking import FORM, JSON, MOST_BYTES, MOST_INPUTS
from dashboard.serving.scoring import askable, models_of
from pipelines.batch.scorers import Kind, Rows
from pipelines.tasks import TASKS

Schema = dict[str, Any]
_NUMBERS: Schema = {"type": "array", "items": {"type": "number"}}
_INPUTS: dict[Kind, Schema] = {
    "text": {"type": "string"},
    "photo": {"type": "string", "contentEncoding": "base64"},
    "values": _NUMBERS,
    "points": {"type": "array", "items": {**_NUMBERS, "minItems": 2, "maxItems": 2}},
}
_TYPES = {str: "string", float: "number", int: "integer", bool: "boolean"}
_PROBLEMS = {
    "400": "the request cannot be read",
    "401": "the token is missing, or another one",
    "404": "there is no such task or model",
    "408": "the request did not come in whole in time",
    "413": "the request is too large",
    "415": "the request is of another type",
    "422": "the request says something else",
    "429": "too many requests",
    "500": "the server met an error",
    "503": "the server is busy, or the model is damaged",
}


def description() -> Schema:
    """All that can be asked now, of the models that are there."""
    found = askable()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Unrolled",
            "version": "1",
            "description": (
                f"A request may have {MOST_INPUTS} inputs and {MOST_BYTES:,} bytes. What is sent "
                "is answered and forgotten."
            ),
        },
        "security": [{"token": []}],
        "paths": {f"/api/predict/{task}": {"post": _post(task, found[task])} for task in found},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": _PROBLEM},
        },
    }


def _post(task: str, rows: Rows) -> Schema:
    return {
        "operationId": f"predict_{task}",
        "summary": f"A model that {TASKS[task].purpose}, asked about several inputs.",
        "requestBody": {"required": True, "content": _contents(models_of(task), rows.reads)},
        "responses": {
            "200": {"description": "a row for each input, in order", "content": _answer(rows)},
            **{status: _refusal(why) for status, why in _PROBLEMS.items()},
        },
    }


def _contents(models: list[str], reads: Kind) -> Schema:
    named: Schema = {"type": "string", "enum": models}
    contents = {JSON: {"schema": _request(named, _INPUTS[reads])}}
    if reads == "photo":
        contents[FORM] = {"schema": _request(named, {"type": "string", "format": "binary"})}
    return contents


def _request(model: Schema, one: Schema) -> Schema:
    inputs = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_INPUTS}
    return _object({"model": model, "inputs": inputs})


def _answer(rows: Rows) -> Schema:
    row = _object({name: {"type": [_TYPES[of], "null"]} for name, of in rows.columns.items()})
    left_out = _object({"left_out": {"type": "string", "description": "why there is no row"}})
    answers = {"type": "array", "items": {"anyOf": [row, left_out]}}
    text = {"type": "string"}
    return {JSON: {"schema": _object({"task": text, "model": text, "answers": answers})}}


def _refusal(why: str) -> Schema:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": why, "content": content}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


_PROBLEM = _object(
    {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong, and what to do"},
    }
)
