// Who has the keys. The stage, unless an element with the focus means something else by them.

const KEYS = {
  " ": "play", ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last",
  // What the clickers of presenters send.
  PageDown: "next", PageUp: "back",
  f: "project",
};
// Only while nothing but the stage is there: elsewhere, letters are often the browser's or a page's.
const PROJECTED = {
  n: "next_example", p: "example_before", b: "blank", r: "anew", g: "guess", s: "save_step", i: "show_inside",
  l: "next_language", "?": "tell_keys", Escape: "leave",
};
// The same while a script is performed.
const PERFORMED = { ...PROJECTED, k: "hold", w: "open_desk" };
// Only where phones can come in, or where it is kept what the audience thought.
const PHONES = { q: "phones" };
const THOUGHT = { t: "think" };
const with_room = () => ({ ...(room_key() ? PHONES : {}), ...(asks_thought() ? THOUGHT : {}) });
const TYPED_IN = "input, textarea, select, [contenteditable], [role=slider], [role=combobox]";
const MOVED_IN = "[role=radio], [role=tab], [role=option], [role=menuitem], [role=grid]";
const PRESSED = "button, a, summary, [role=switch]";
const TERMS_OPEN = "a[aria-describedby], .term";
const CLICKED = `${PRESSED}, [role=radio], [role=tab], [type=radio], [type=checkbox], [type=range]`;

// The act that a key asks for, by those of the stage alone too, if it means nothing else where the
// focus is.
function act_of(event, target, presented, scrub) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const acts = projected() ? { ...KEYS, ...presented } : KEYS;
  if (!Object.hasOwn(acts, key) || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (key === " " && target.closest(PRESSED)) return null;
  const scrubbed = target === scrub && key === " ";
  return scrubbed || !target.closest(`${TYPED_IN}, ${MOVED_IN}`) ? acts[key] : null;
}

function focused() {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

const being_typed = () => Boolean(focused()?.matches("[data-live]"));

// Whoever clicked by mouse goes on by keyboard as if nothing had the focus. Streamlit's own elements
// keep a click to themselves, and one on a label gives the focus away only afterwards.
addEventListener("click", let_go, true);

function let_go({ detail }) {
  if (!detail) return;
  setTimeout(() => {
    const clicked = focused();
    // A term that was touched explains itself for as long as it has the focus.
    if (clicked?.matches(CLICKED) && !clicked.matches(TERMS_OPEN)) clicked.blur();
  });
}
