// What a technical word means, beside it while it is pointed at, has the focus or was touched.

// Within `root`, of every element that `selector` finds: `term_of` gives its sentence and drawing.
// Colours are those of the element `host`. It gives a function that ends it.
function explain_terms(root, host, selector, term_of) {
  const tip = tooltip(root.body ?? root);
  const until = new AbortController();
  const on = (kind, act) => root.addEventListener(kind, act, { signal: until.signal, capture: true });
  const word_at = ({ target }) => (target instanceof Element ? target.closest(selector) : null);
  let [word, leaving] = [null, 0];

  function open(next) {
    const term = term_of(next);
    if (!term || next === word) return;
    close();
    word = next;
    word.setAttribute("aria-describedby", tip.id);
    fill(tip, term, host);
    tip.showPopover();
    place(tip, word.getClientRects()[0]);
  }

  function close() {
    clearTimeout(leaving);
    word?.removeAttribute("aria-describedby");
    word = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
  }

  on("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const next = word_at(event);
    clearTimeout(leaving);
    if (next) return open(next);
    // Time to reach the sentence itself, to select it.
    if (!tip.contains(event.target)) leaving = setTimeout(close, 200);
  });
  on("focusin", (event) => {
    const next = word_at(event);
    if (next?.matches(":focus-visible")) open(next);
  });
  on("focusout", close);
  const follow = () => word && place(tip, word.getClientRects()[0]);
  addEventListener("scroll", follow, { signal: until.signal, capture: true });
  // Of the whole page: whoever points at a word may have the focus anywhere.
  const escape = ({ key }) => key === "Escape" && close();
  document.addEventListener("keydown", escape, { signal: until.signal, capture: true });
  on("click", (event) => {
    const next = word_at(event);
    if (!next) return tip.contains(event.target) || close();
    // A finger cannot point: its first touch opens, and a link is followed by the second.
    if (event.pointerType !== "touch" || next === word) return;
    event.preventDefault();
    open(next);
  });
  return () => {
    close();
    until.abort();
    tip.remove();
  };
}

function tooltip(parent) {
  const tip = document.createElement("div");
  Object.assign(tip, { id: "explanation", role: "tooltip", popover: "manual" });
  Object.assign(tip.style, {
    position: "fixed", inset: "auto", margin: 0, padding: ".5rem .75rem", maxWidth: "20rem",
    borderRadius: ".5rem", borderStyle: "solid", borderWidth: "1px", font: "1rem/1.4 sans-serif",
  });
  parent.append(tip);
  return tip;
}

function fill(tip, { sentence, drawing }, host) {
  const style = getComputedStyle(host);
  const colour = (name) => style.getPropertyValue(`--st-${name}`);
  tip.style.color = colour("text-color");
  tip.style.background = colour("background-color");
  tip.style.borderColor = colour("text-color");
  tip.style.fontFamily = colour("font");
  tip.replaceChildren(sentence, ...(drawing ? [drawn_term(drawing)] : []));
}

// Below the word, or above it where there is no room.
function place(tip, at) {
  const { width, height } = tip.getBoundingClientRect();
  const below = at.bottom + 6;
  const top = below + height <= innerHeight ? below : at.top - height - 6;
  tip.style.top = `${Math.max(8, top)}px`;
  tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}

function drawn_term(path) {
  const [svg, line] = ["svg", "path"].map((name) =>
    document.createElementNS("http://www.w3.org/2000/svg", name),
  );
  svg.setAttribute("viewBox", "0 0 120 48");
  svg.setAttribute("width", 150);
  svg.setAttribute("aria-hidden", "true");
  svg.style.cssText = "display: block; margin-top: .4rem; fill: none; stroke: currentColor; stroke-width: 1.5";
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
