"""Scenes of the player share one module and get along in it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, expect

from dashboard.player.component import script, style
from tests.browser.conftest import IN_CHROMIUM, ODD_NAME, Opened

pytestmark = IN_CHROMIUM
SCENE = 'const NAME = "{0}";\nfunction scene(box) {{ box.textContent = greeting() + NAME; }}'
GREETING = 'function greeting() {{ return "I am {0}, "; }}'


def test_scenes_may_use_the_same_names(started: Browser, tmp_path: Path) -> None:
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "scene.js").write_text(SCENE.format(name))
        (folder / "greeting.js").write_text(GREETING.format(name))
        (folder / "look.css").write_text(f'.same::after {{ content: "{name}"; }}')
    page = started.new_page()
    page.set_content("".join(f'<p class="scene" data-show="{n}"></p>' for n in ("first", "second")))
    page.add_style_tag(content=style(tmp_path))
    page.add_script_tag(
        content=script(tmp_path)
        + """
        for (const box of document.querySelectorAll(".scene")) {
          SCENES[box.dataset.show](box);
          box.append(element("i", "same"));
        }
        """,
        type="module",
    )
    page.wait_for_selector(".same >> nth=1", state="attached")
    assert page.locator(".scene").all_inner_texts() == ["I am first, first", "I am second, second"]
    contents = page.locator(".same").evaluate_all(
        "all => all.map((one) => getComputedStyle(one, '::after').content)"
    )
    assert contents == ['"first"', '"second"']
    page.close()


def test_a_show_in_a_tab_waits_until_it_is_opened(visit: Opened) -> None:
    page = visit(
        f"models?shown-model={quote(ODD_NAME)}", reduced_motion="no-preference"
    )  # It has a card, which lies before.
    page.wait_for_timeout(1_500)  # It would be at its end by then.
    page.locator("h1").click()
    page.keyboard.press("End")
    assert "step" not in page.url
    expect(page.locator(".place")).to_have_text("1 / 2")  # Out of sight.
    page.get_by_role("tab", name="Training").click()
    expect(page.locator(".place")).to_have_text("2 / 2")
    expect(page.locator(".plot .curve.ahead")).to_have_count(1)
