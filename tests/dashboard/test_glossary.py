"""Every technical word on a page explains itself, in one sentence from one table."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from dashboard.catalogue import extracted
from dashboard.glossary import drawings
from dashboard.glossary.explaining import explained, forms_of
from dashboard.glossary.terms import GROUPS, TERMS
from dashboard.messages import plain
from dashboard.player import component, words
from dashboard.player.scene_words import SCENES
from pipelines.language import FILE, LOCALES
from tests.dashboard.conftest import Open, opener
from tests.dashboard.pseudo import said_by
from tests.dashboard.test_languages import VISITS, scored

__all__ = ["scored"]
PLAYER = Path(component.__file__).parent
LINK = re.compile(r"\[([^\]]*)\]\(glossary\?term=([\w-]+)\)")
# What people read in lines and tables; labels of widgets hold no links.
READ = ("markdown: body", "heading: body", "table: header", "table: cell")


@pytest.mark.parametrize("slug", TERMS)
def test_a_term_is_explained_in_one_short_sentence(slug: str) -> None:
    term = TERMS[slug]
    assert re.fullmatch(r"[A-Z](?:[^.!?]|(?<=\d)\.(?=\d))*\.", term.sentence)
    assert len(term.sentence) < 100
    assert re.fullmatch(r"(?:[MLHVCAZmlhvacz]|[-. \d])*", term.drawing)


def test_no_word_means_two_terms() -> None:
    forms = Counter(form.casefold() for slug in TERMS for form in forms_of(slug))
    assert not [form for form, count in forms.items() if count > 1]
    assert len(TERMS) == sum(map(len, GROUPS.values()))


def test_what_else_a_term_is_called_is_no_sentence_of_a_page() -> None:
    others = {term.also for term in TERMS.values()} - {""}
    used = {
        one.id
        for one in extracted()
        if not all(path.startswith("dashboard/glossary/") for path, _line in one.locations)
    }
    with LOCALES.joinpath("de", FILE).open("rb") as file:
        german = {one.id: str(one.string) for one in read_po(file)}
    assert not [one for one in others & used if ";" in german[one]]


def test_every_drawing_is_of_a_term() -> None:
    paths = {path for name, path in vars(drawings).items() if name.isupper() and name[0] != "_"}
    assert paths == {term.drawing for term in TERMS.values()} - {""}


def test_scripts_name_terms_that_they_are_sent() -> None:
    scripts = "\n".join(path.read_text() for path in PLAYER.rglob("*.js"))
    sent = {name for scene in SCENES for name in words.terms_of(scene)}
    assert set(re.findall(r'\bterm\("([^"]+)"', scripts)) <= sent <= set(TERMS)


def test_a_term_leads_to_the_glossary_where_it_stands_first() -> None:
    said = explained("The forget gate, a gate. Another gate.")
    assert said == (
        "The [forget gate](glossary?term=forget-gate), a [gate](glossary?term=gate). Another gate."
    )


@pytest.mark.parametrize(
    "text",
    [
        *("sentiment-lstm", plain("sentiment-lstm"), "lstm-mine", "investigates", "“beam”"),
        *("`gate`", "```\nloss\n```", "models/lstm", "## Intent"),
    ],
)
def test_names_quotes_and_code_stay_as_they_are(text: str) -> None:
    assert explained(text) == text


def test_what_is_no_term_is_escaped() -> None:
    assert explained("*BLEU-4*", plain) == r"\*[BLEU](glossary?term=bleu)\-4\*"


@pytest.mark.parametrize("visit", [name for name in VISITS if "scores of" not in name])
def test_every_technical_word_explains_itself(
    scored: Path,
    monkeypatch: pytest.MonkeyPatch,
    visit: str,
) -> None:
    page, act = VISITS[visit]
    app = opener(scored, monkeypatch)(page)
    monkeypatch.setattr("tests.dashboard.test_languages.translated", str)
    act(app)
    assert not _unexplained(app)


def _unexplained(app: AppTest) -> set[str]:
    """Terms that a page names, but never with their link."""
    read = [text for field, text in said_by(app) if field in READ]
    linked = {slug for text in read for _, slug in LINK.findall(text)}
    named = {slug for text in read for _, slug in LINK.findall(explained(LINK.sub(r"\1", text)))}
    return named - linked


def test_the_glossary_lists_every_term(open_page: Open) -> None:
    said = {text for _, text in said_by(open_page("glossary"))}
    assert {term.sentence for term in TERMS.values()} <= said
