"""What translators are given is all that there is to translate, and what they did stays."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from dashboard import catalogue
from dashboard.catalogue import PACKAGES, ROOT, extracted, main, update

MARKS = {"_", "N_", "ngettext", "Message", "plural"}


def test_no_mark_stands_inside_an_f_string() -> None:
    """There, a sentence would not be found."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]
    assert not hidden


def test_sentences_of_every_kind_are_found_and_their_fields_have_names() -> None:
    found = {message.id for message in extracted()}
    assert "Choose at least one model." in found  # Of a page,
    assert "The beam: {said}" in found  # of the player,
    assert "{model} is broken: {problem}" in found  # of a message,
    assert ("{n:,} word", "{n:,} words") in found  # in the forms of a number.
    templates = [part for one in found for part in ([one] if isinstance(one, str) else one)]
    fields = [field for text in templates for _, field, *_ in string.Formatter().parse(text)]
    assert all(name is None or name.isidentifier() for name in fields)


def test_no_sentence_is_overlooked() -> None:
    """As one inside the marks of another would be."""
    found = {
        message.id if isinstance(message.id, str) else message.id[0] for message in extracted()
    }
    overlooked = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in MARKS | {"InputError"} and call.args
        if isinstance(text := call.args[0], ast.Constant) and text.value and text.value not in found
    ]
    assert not overlooked


def test_an_update_keeps_what_was_translated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    main(["de"])
    path = update("de")
    with path.open("rb") as file:
        made = read_po(file, "de")
    made["Home"].string = "Start"
    made.add("Long gone", "Längst fort")
    with path.open("wb") as file:
        write_po(file, made)
    main([])
    with path.open("rb") as file:
        updated = read_po(file, "de")
    assert updated["Home"].string == "Start"
    assert "Long gone" not in updated
    assert {one.id for one in updated} == {one.id for one in extracted()}
