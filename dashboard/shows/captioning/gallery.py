"""Photos to pick from. A component that takes data: radio buttons that look like the photos.

They stand in a row, or one below the other where there is no room for a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.language import _, told

_CSS = """
:host { container-type: inline-size; }
.gallery {
  display: flex; gap: .5rem; overflow-x: auto; padding: .3rem; margin: 0; border: 0; min-width: 0;
  scrollbar-width: thin; scroll-padding: 3rem;
}
label { flex: none; position: relative; cursor: pointer; }
input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
img {
  display: block; width: 4.25rem; height: 4.25rem; object-fit: cover; border-radius: .5rem;
  background: var(--st-secondary-background-color); color: var(--st-text-color);
  font: .7rem var(--st-font);
}
input:checked + img { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
input:focus-visible + img { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
@container (width < 8rem) {
  .gallery { flex-direction: column; overflow: hidden auto; height: calc(100vh - 10rem); }
  img { width: 100%; height: auto; aspect-ratio: 1; }
}
@media (max-width: 640px) { img { width: 3rem; height: 3rem; } }
"""

# The photos are drawn once: whoever walks through them by arrow keys must keep the focus.
_JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const gallery = parentElement.querySelector(".gallery");
  const names = JSON.stringify(data.photos.map(({ title }) => title));
  if (gallery.dataset.names === names) {
    // Else the answer to a click would take back the next one.
    if (data.restored) gallery.querySelector(`[value="${CSS.escape(data.chosen)}"]`).checked = true;
    return;
  }
  gallery.dataset.names = names;
  gallery.setAttribute("aria-label", data.label);
  gallery.replaceChildren(...data.photos.map(({ value, src, title }) => {
    const [label, input, image] = ["label", "input", "img"].map((tag) =>
      document.createElement(tag));
    Object.assign(input, { type: "radio", name: "photo", value });
    input.checked = value === data.chosen;
    input.onchange = () => setTriggerValue("chosen", value);
    input.onfocus = () => label.scrollIntoView({ block: "nearest", inline: "nearest" });
    Object.assign(image, { src, alt: title, title });
    label.append(input, image);
    return label;
  }));
  const chosen = gallery.querySelector("input:checked");
  if (!chosen) return;
  gallery.scrollLeft = chosen.parentElement.offsetLeft - gallery.clientWidth / 2;
  gallery.scrollTop = chosen.parentElement.offsetTop - gallery.clientHeight / 2;
}
"""

_component = st.components.v2.component(
    "unrolled_gallery",
    html='<fieldset class="gallery"></fieldset>',
    css=_CSS,
    js=_JS,
)


def gallery(
    photos: Mapping[str, str],
    chosen: str,
    key: str,
    on_choose: Callable[[], None],
    *,
    restored: bool = False,
) -> None:
    """Draw thumbnails in a row or a column that scrolls; the chosen one is framed.

    Args:
        photos: name to the address of a thumbnail.
        chosen: the name of one of them.
        key: of the element; ``st.session_state[key].chosen`` is the name that was clicked.
        on_choose: called after a click.
        restored: whether it was chosen elsewhere than by a click.
    """
    shown = [
        {"value": name, "src": address, "title": told(name)} for name, address in photos.items()
    ]
    data = {
        "label": _("Sample photos"),
        "photos": shown,
        "chosen": chosen,
        "restored": restored,
    }
    _component(key=key, data=data, on_chosen_change=on_choose)
