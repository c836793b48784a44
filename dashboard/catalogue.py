"""What translators are given: every sentence of the code, in the catalogue of each language.

``make messages`` brings all of them up to date; ``make messages LOCALE=de`` begins one, too. That
of the words of experts, ``de@expert``, holds only the sentences that were put into it by hand.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po
from docstring_parser import parse

from pipelines.__main__ import modules, purpose_of
from pipelines.language import FILE, LOCALES

ROOT = Path(__file__).parents[1]
PACKAGES = ("dashboard", "pipelines")
# Errors and messages begin with a template, as what ``_`` and ``N_`` are given.
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("Message", "PipelineError", "InputError", "ModelError", "DataError")),
    **dict.fromkeys(("BusyError", "OtherJobError", "DamagedJobError")),
    "plural": (1, 2),
}
# Bases of what hyperparameters are made of.
_SETTINGS = {"Bounded", "TrainingConfig", "CaptionTraining"}


def extracted() -> Catalog:
    """Every sentence of the code, with the files that it stands in and without a translation."""
    catalogue = Catalog(project="Unrolled", fuzzy=False)
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=_KEYWORDS)
        for file, line, sentence, _comments, context in found:
            catalogue.add(sentence, locations=[(f"{package}/{file}", line)], context=context)
    for module in modules().values():
        for paragraph in purpose_of(module):
            catalogue.add(paragraph, locations=[(f"{module.replace('.', '/')}.py", 0)])
    for path in sorted((ROOT / "pipelines").rglob("*.py")):
        for said in _said_of_settings(path):
            catalogue.add(said, locations=[(str(path.relative_to(ROOT)), 0)])
    return catalogue


def _said_of_settings(module: Path) -> Iterator[str]:
    """What the help of a command takes from the docstrings of the settings in a module."""
    for one in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(one, ast.ClassDef) and {ast.unparse(base) for base in one.bases} & _SETTINGS:
            described = parse(ast.get_docstring(one) or "")
            said = [described.short_description, *(part.description for part in described.params)]
            yield from (" ".join(text.split()) for text in said if text)


def update(name: str) -> Path:
    """Bring a catalogue up to date, or begin it; where it lies.

    What was translated stays; of a sentence that was changed it is marked as fuzzy, and not shown
    until somebody has looked at it.

    Args:
        name: a language, or a language and whose words these are, ``de@expert``.
    """
    language, _at, register = name.partition("@")
    path = LOCALES / name / FILE
    catalogue = Catalog(language, project="Unrolled", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, language)
    catalogue.update(_those_in(catalogue) if register else extracted())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return path


def _those_in(catalogue: Catalog) -> Catalog:
    """The sentences of the code that a catalogue has another wording for."""
    there = Catalog(project="Unrolled", fuzzy=False)
    for message in extracted():
        if message.id and message.id in catalogue:
            there[message.id] = message
    return there


def main(begun: list[str]) -> None:
    """Update every catalogue, and begin those of some more languages."""
    there = [path.parents[1].name for path in LOCALES.glob(f"*/{FILE}")]
    for language in sorted({*there, *begun}):
        print(update(language))


if __name__ == "__main__":
    main(sys.argv[1:])
