"""Photos of a batch, small."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import streamlit as st

from pipelines.batch.inputs import Photo
from pipelines.errors import InputError
from pipelines.pictures.images import decode_image

_SIDE = 128


@st.cache_data(max_entries=400, show_spinner=False)
def thumbnail(place: str, name: str) -> str | None:
    """A photo, small, as the address of a JPEG in itself; None of one that cannot be read.

    Args:
        place: the ZIP file in which it lies.
        name: of the photo in there.
    """
    data = Photo(Path(place), name).read()
    if not isinstance(data, bytes):
        return None
    try:
        image = decode_image(data)
    except InputError:
        return None
    image.thumbnail((_SIDE, _SIDE))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
