"""What Streamlit itself says: its widgets speak English alone, and of commands unknown here."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from dashboard.language import told
from pipelines.messages import N_

# What it says of a server that has ended; each is said in other words.
_GONE = {
    "Streamlit server is not responding. Are you connected to the internet?": N_(
        "The dashboard does not answer. Does it run, and is this device in its network?"
    ),
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in"
    " your terminal:": N_("The dashboard has ended. Start it again; this page then goes on:"),
    "streamlit run yourscript.py": N_("make demo"),
}
# By where it is said, so that no text of a page or of a viewer is taken for one. ``{name}`` stands
# for what changes, and is said again as it was.
SAID: dict[str, tuple[str, ...]] = {
    "stHeader": (N_("{n} more"), N_("App pages"), N_("Main menu"), N_("Skip to main content")),
    "stSkipToContent": (N_("Skip to main content"),),
    "stMainMenuPopover": (
        N_("Theme"),
        N_("System"),
        N_("Light"),
        N_("Dark"),
        N_("Print"),
        N_("Record screen"),
        N_("Made with Streamlit {version}"),
    ),
    "stHeaderActionElements": (N_("Link to heading"),),
    "stTooltipHoverTarget": (N_("Help for {name}"),),
    "stStatusWidget": (N_("Running..."), N_("Stop")),
    "stConnectionStatus": (N_("Connecting"),),
    "stDialog": (
        N_("Close"),
        N_("Connection error"),
        *_GONE,
    ),
    "stToast": (N_("Close"), N_("view more"), N_("view less")),
    "stFileUploader": (
        N_("Upload"),
        N_("Drag and drop a file here"),
        N_("Drag and drop files here"),
        N_("{size} per file"),
        N_("{kind} files are not allowed."),
        N_("File must be {size} or smaller."),
        N_("Add files"),
        N_("file upload"),
        N_("Remove {name}"),
    ),
    "stCameraInput": (N_("Take Photo"), N_("Clear photo")),
    "InputInstructions": (N_("Press Enter to apply"), N_("Press {key}+Enter to apply")),
    "stNumberInput": (N_("Increment"), N_("Decrement")),
    "stSelectbox": (N_("Open"), N_("Clear value"), N_("Choose an option"), N_("No results")),
    "stSelectboxVirtualDropdown": (N_("No results"),),
    "stMultiSelect": (
        N_("Open"),
        N_("Clear all"),
        N_("Choose options"),
        N_("Selected values"),
        N_("Remove {name}"),
    ),
    "stMultiSelectDropdown": (N_("Select all"), N_("Select {n} matches"), N_("No results")),
    "stElementToolbar": (
        N_("Show/hide columns"),
        N_("Download as CSV"),
        N_("Search"),
        N_("Fullscreen"),
        N_("Close fullscreen"),
        N_("Clear selection"),
    ),
    "stDataFrameColumnMenu": (
        N_("Sort ascending"),
        N_("Sort descending"),
        N_("Format"),
        N_("Autosize"),
        N_("Pin column"),
        N_("Unpin column"),
        N_("Hide column"),
        N_("Copy column name"),
    ),
}


def reword_streamlit() -> None:
    """Let Streamlit's own sentences on a page be those of the viewer's language."""
    instead = {
        place: [told(_GONE.get(text, text)) for text in texts] for place, texts in SAID.items()
    }
    _component(key="streamlit-words", data=instead)


_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_component = st.components.v2.component(
    "unrolled_streamlit_words", js=f"const SAID = {json.dumps(SAID)};\n{_SCRIPT}"
)
