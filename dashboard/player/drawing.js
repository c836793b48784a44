// What all scenes draw with: words, elements that hold text as text, colours and names of models.

// What the player says, by name, in the viewer's language: every show brings it along.
const sentences = {};
const say = (name, values = {}) => filled(sentences[name], values);
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, field) => values[field]);

// A number as the viewer's language writes it.
let spoken = "en";
const decimal = (value, digits) =>
  value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits });

// What its technical words mean, by their names in the glossary: likewise.
const terms = {};

const ICONS = {
  first: "M6 5h2v14H6zM20 5v14L9 12z",
  back: "M19 5v14L8 12z",
  play: "M7 4v16l13-8z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  next: "M5 5v14l11-7z",
  last: "M4 5v14l11-7zM16 5h2v14h-2z",
  add_scene: "M3 5h13v2H3zM3 10h13v2H3zM3 15h8v2H3zM17 13h2v3h3v2h-3v3h-2v-3h-3v-2h3z",
  open_desk: "M3 4h18v2H3zM3 6h2v10H3zM19 6h2v5h-2zM3 16h8v2H3zM13 12h9v8h-9z",
  project: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
};

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

// A word that explains itself.
function term(name, text = terms[name].name) {
  const made = element("button", "term", text);
  made.type = "button";
  made.dataset.term = name;
  return made;
}

// A sentence that changes, in which one word explains itself, wherever a translation has it.
function explained(box, name) {
  const [before, word, after] = [new Text(), term(name), new Text()];
  box.append(before, word, after);
  return (text) => {
    const at = text.indexOf(terms[name].name);
    word.hidden = at < 0;
    before.data = at < 0 ? text : text.slice(0, at);
    after.data = at < 0 ? "" : text.slice(at + terms[name].name.length);
  };
}

function svg_element(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function draw_icon(button, name) {
  const svg = svg_element("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(svg_element("path", { d: ICONS[name] }));
  button.replaceChildren(svg);
}

const percent = (share) => say("percent", { n: Math.round(100 * share) });
const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

// The colour of a model, the same in every chart of a page.
function lane_colour(host, index) {
  const colours = getComputedStyle(host).getPropertyValue("--st-chart-categorical-colors");
  const listed = colours.match(/#[0-9a-f]{6}|rgba?\([^)]*\)/gi) ?? ["currentColor"];
  return listed[index % listed.length];
}

// What one of several models did, under its name and colour; which model folder it is stands beside that.
function named_lane(lane, colour) {
  const [box, name] = [element("div", "lane"), element("span", "name", lane.name)];
  if (lane.model) {
    name.title = lane.model;
    name.append(" ", element("span", "model", lane.model));
  }
  name.style.borderColor = colour;
  box.append(name);
  return box;
}
