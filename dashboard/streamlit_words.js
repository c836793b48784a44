// What Streamlit says, in other words: in its own texts and labels alone, never in those of a page.
// `SAID` has its templates by where it says them, and `data` what to say instead, in the same order.
const LABELS = ["aria-label", "placeholder", "title"];

const reworded = new WeakMap(); // By node, and by label of it: what it said before, and says now.
let changes; // Two that look at one page in two languages would never end.

export default function ({ data }) {
  const places = Object.entries(SAID).map(([name, said]) => {
    const rules = said.map((template, at) => rule_of(template, data[name][at]));
    return { where: `[data-testid="${name}"]`, rules };
  });
  const everywhere = places.map(({ where }) => where).join();

  function reword(node, name, value, set) {
    const known = reworded.get(node)?.[name];
    const said = known?.now === value ? known.said : value;
    const element = node instanceof Element ? node : node.parentElement;
    const here = places.filter(({ where }) => element?.closest(where));
    const rules = here.flatMap((place) => place.rules);
    const now = rules.map((rule) => rule(said.trim())).find(Boolean) ?? said;
    if (now === value) return;
    reworded.set(node, { ...reworded.get(node), [name]: { said, now } });
    set(now);
  }

  const reword_text = (node) => reword(node, "text", node.data, (text) => (node.data = text));
  function reword_label(node, name) {
    if (node.hasAttribute(name)) {
      reword(node, name, node.getAttribute(name), (text) => node.setAttribute(name, text));
    }
  }

  function look_through(element) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) reword_text(texts.currentNode);
    for (const name of LABELS) {
      for (const node of [element, ...element.querySelectorAll(`[${name}]`)]) reword_label(node, name);
    }
  }

  function on_change({ type, target, attributeName, addedNodes }) {
    if (type === "characterData") return reword_text(target);
    if (type === "attributes") return reword_label(target, attributeName);
    for (const node of addedNodes) {
      if (node instanceof Text) reword_text(node);
      else if (node instanceof Element) {
        if (node.closest(everywhere)) look_through(node);
        else node.querySelectorAll(everywhere).forEach(look_through);
      }
    }
    return undefined;
  }

  changes?.disconnect();
  changes = new MutationObserver((records) => records.forEach(on_change));
  document.querySelectorAll(everywhere).forEach(look_through);
  changes.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: LABELS,
  });
}

// What to say instead of a text that a template describes; undefined instead of another one.
function rule_of(template, instead) {
  const names = [];
  const pattern = template.replace(/\{(\w+)\}|[^\w\s]/g, (part, name) => {
    if (!name) return `\\${part}`;
    names.push(name);
    return "(.+)";
  });
  const whole = new RegExp(`^${pattern}$`);
  return (text) => {
    const found = whole.exec(text);
    return found ? instead.replace(/\{(\w+)\}/g, (_, name) => found[names.indexOf(name) + 1]) : undefined;
  };
}
