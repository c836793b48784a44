"""What a visitor's clicks ask for is done one after the other: state has one writer at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import IN_CHROMIUM
from tests.browser.server import ROOT, answered, served

pytestmark = IN_CHROMIUM
# Works for a while without a word to Streamlit, as a model does.
PAGE = """
import time
from pathlib import Path

import streamlit as st

runs = Path("runs.txt").open("a", buffering=1)
st.title("A page")
st.button("Again")
print("begin", file=runs)
time.sleep(0.5)
print("end", file=runs)
st.write("Done")
"""


def test_runs_of_a_page_do_not_overlap(tmp_path: Path, started: Browser) -> None:
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "dashboard").mkdir()
    (tmp_path / "dashboard/app.py").write_text(PAGE)
    with served(tmp_path) as running:
        page = started.new_page()
        page.goto(running.address)
        for _ in range(4):
            page.get_by_role("button", name="Again").click()
        expect(page.get_by_text("Done")).to_be_visible()
        answered(page)
    runs = (tmp_path / "runs.txt").read_text().split()
    assert len(runs) > 2
    assert runs == ["begin", "end"] * (len(runs) // 2)
