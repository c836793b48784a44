"""What comes from users and from model folders is text: it leads nowhere, and fetches nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import IN_CHROMIUM, ODD_NAME, ODD_WORDS, Opened
from tests.browser.playback import write
from tests.browser.server import Running, answered, clone, served

pytestmark = IN_CHROMIUM
JOINER = "\u2060"
# Elements of a page that lead, fetch or run; Streamlit's own lead to a place on the same page, and
# terms to the glossary, failures and captions to the page that goes on with them.
LIVE = r"""
root => [...root.querySelectorAll("a, img, script, iframe, image, object, form")]
  .filter((e) => !/^(#|data:|blob:|glossary\?term=[\w-]+$|chain$|(sentiment|captioning|tagging)\?)/
    .test(e.getAttribute("href") ?? e.getAttribute("src") ?? "#"))
  .map((e) => e.outerHTML)
"""
HOSTILE = r"""
WWW.e.example
wWw.e.example and (www.e.example) and _www.e.example_ and w\ww.e.example and &#119;ww.e.example
http://e.example and HTTPS://e.example and http\://e.example and http&#58;//e.example
<http://e.example> <irc://e.example> <a@b.c> //e.example
a@e.example MAILTO:a@e.example xmpp:a@e.example/x a\@e.example a&commat;e.example
[a](http://e.example) [a](//e.example) [a](<//e.example>) [x](javascript:alert(1))
![a](http://e.example/i) ![a](//e.example/i) [![a](//e.example/i)](//e.example)
<script>document.title = 1</script> <img src=//e.example/i> <a href=//e.example>x</a> &lt;b&gt;
:smile: :+1: :material/home: :streamlit: :red[x] :badge[y] :small[z] :x{a=b}
$a^2$ $$b$$ $\href{//e.example}{x}$ -> <- <-> -- >= <= ~= --- ~~s~~ **b** _i_ `c`
# h
> q
- l
+ l
1. l
---
"""
LINES = [  # What is markup in several lines only.
    *("[a]\n\n[a]: //e.example", "![a]\n\n> [a]:\n//e.example", "[a]\n(//e.example)"),
    *(
        "[^1]\n\n[^1]: note",
        "| a |\n|---|\n| b |",
        "a\n===",
        "```\nc\n```",
        "~~~\nc\n~~~",
        "\n    c",
    ),
    "```mermaid\nflowchart LR\nA-->B\nclick A href '//e.example'\n```",
]
PIECES = "www. WWW. http:// a@b.cd e.example : smile: < - > = ~ \\ [ ]( ) ` $ ! @ . w | &amp; :red["


def hostile() -> list[str]:
    """Every way to Streamlit's Markdown that is known, and pieces of them thrown together."""
    draw, pieces = random.Random(1), [*PIECES.split(), " ", "\n", JOINER]
    thrown = ("".join(draw.choices(pieces, k=draw.randint(2, 9))) for _ in range(150))
    return list(dict.fromkeys([*HOSTILE.strip().splitlines(), *LINES, *thrown]))


@pytest.fixture(scope="module")
def bench(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A page of nothing but hostile texts: as text, in a table, and as a card."""
    root = clone(models_root, tmp_path_factory.mktemp("clone"))
    (root / "texts.json").write_text(json.dumps(hostile()))
    (root / "dashboard" / "app.py").write_text(
        """
import json, sys
from pathlib import Path
import pandas as pd
import streamlit as st
sys.path.insert(0, str(Path(__file__).parents[1]))
from dashboard.messages import plain, without_links
from dashboard.views.figure import show_table
texts = json.loads(Path("texts.json").read_text())
st.title("Hostile")
for number, text in enumerate(texts):
    with st.container(key=f"text-{number}"):
        st.markdown(plain(text))
    with st.container(key=f"card-{number}"):
        st.markdown(without_links(text))
show_table(pd.DataFrame({text: [text] for text in texts}, index=[texts[0]]), "texts", "texts")
"""
    )
    with served(root) as running:
        yield running


def test_no_text_is_markup_and_no_card_leads_anywhere(started: Browser, bench: Running) -> None:
    page = started.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(bench.address)
    answered(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate(LIVE) == []
    assert [url for url in asked if not url.startswith((bench.address, "data:", "blob:"))] == []
    assert page.title() != "1"
    shown = page.evaluate(
        """() => [...document.querySelectorAll("[class*=st-key-text-]")].map((e) =>
            [e.textContent, [...e.querySelectorAll("p *")].map((inner) => inner.tagName)])"""
    )
    cells = main.get_by_test_id("stTable").locator("td").all_inner_texts()
    assert len(shown) == len(cells) == len(hostile())
    for text, (read, elements), cell in zip(hostile(), shown, cells, strict=True):
        assert elements == [], text
        assert as_read(read) == as_read(cell) == as_read(text)
    page.close()


def as_read(text: str) -> list[str]:
    """A text without what nobody sees of it."""
    return text.replace(JOINER, "").split()


def open_model(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Model").click()
    page.get_by_role("option", name=name, exact=True).click()
    expect(page.locator("h2").first).to_contain_text("[b]")


@pytest.mark.parametrize("name", [ODD_NAME, f"{ODD_NAME} 2"])
def test_a_model_folder_makes_the_browser_fetch_nothing(visit: Opened, name: str) -> None:
    page = visit("models")
    open_model(page, name)
    expect(page.locator(".st-key-card")).to_contain_text("127.0.0.1")
    for tab in ("Scores", "Trust", "Training", "Configuration"):
        page.get_by_role("tab", name=tab).click()
        answered(page)  # visit counts every request.
        if tab == "Trust":
            said = page.get_by_test_id("stMain").inner_text().replace(JOINER, "")
            assert ODD_WORDS in said
        assert page.get_by_test_id("stMain").evaluate(LIVE) == []


def test_the_name_of_a_folder_is_shown_as_it_is(visit: Opened) -> None:
    page = visit("")
    page.get_by_text("models, ").click()
    row = page.locator("p", has_text="[b]").first
    expect(row).to_contain_text("passed", timeout=60_000)
    assert row.locator("strong").inner_text().replace(JOINER, "") == ODD_NAME
    assert page.get_by_test_id("stMain").locator("a", has_text="example").count() == 0
    page = visit("compare")
    headers = page.locator("th", has_text="[b]").all_text_contents()
    assert {header.replace(JOINER, "").strip() for header in headers} == {ODD_NAME}
    assert page.get_by_test_id("stMain").evaluate(LIVE) == []


@pytest.mark.parametrize(
    "name",
    [
        f"sentiment?text={quote(ODD_WORDS)}+good+film&why=true&flip=true",
        f"sentiment?text={quote(ODD_WORDS)}",
        f"captioning?begin={quote(ODD_WORDS)}&photo={quote(ODD_WORDS)}&ban={quote(ODD_WORDS)}"
        f"&captioning-model={quote(ODD_WORDS)}",
        f"compare?text={quote(ODD_WORDS)}+good&sentiment-models={quote(ODD_WORDS)}",
        f"compare?show=Captioning&photo={quote(ODD_WORDS)}",
    ],
)
def test_no_text_of_a_link_is_markup(visit: Opened, name: str) -> None:
    page = visit(name)
    page.wait_for_timeout(1_000)  # What was asked for is drawn after the page has run.
    answered(page)
    assert page.get_by_test_id("stMain").evaluate(LIVE) == []


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='broken'\"> good <script>alert(1)</script>",
        "<b>good</b> **film** :red[x] $a$ [l](javascript:alert(1)) &lt; ![i](http://127.0.0.1:9/i)",
    ],
)
def test_markup_is_shown_and_never_run(visit: Opened, text: str) -> None:
    page = visit("sentiment")
    write(page, text)  # Waits until the ribbon holds the text to the letter.
    assert "broken" not in page.title()
    elements = page.locator(".text").evaluate(
        "e => [...e.querySelectorAll(':not(.curves, .curves *)')].map(x => x.tagName)"
    )
    assert set(elements) == {"SPAN"}
