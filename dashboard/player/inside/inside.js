// What happens inside of recurrent layers, below the transport. A panel is a function of its box and
// of what it shows; it gives `draw`.

const PANELS = { ledger, valves, unrolled, cells, strips };
const kept = new Map(); // What a viewer folded, unfolded or chose, by its name, while the page lives.

// Of several models each has its own, folded under its name. `stage` is what a scene lends to panels:
// `words`, the elements of each lane, one a step; `out`, the answer of a cell, as far as it is known
// at a step; `photo`, which was read before the first step; `lead`, where the first word is written
// that is read next; and `go`, which moves the player.
function insides(box, data, host, stage) {
  if (data.panels?.length === 0) return { draw() {} };
  const shown = data.lanes.map((lane, index) => {
    if (data.lanes.length === 1) return inside(box, lane, data, host, stage);
    if (!lane.layers.length) return { draw() {} };
    const part = foldable(`model ${lane.name}`, lane.name);
    part.classList.add("model");
    part.firstChild.style.borderColor = lane_colour(host, index);
    box.append(part);
    return inside(part, lane, data, host, stage);
  });
  return {
    draw(step) {
      for (const one of shown) one.draw(step);
    },
  };
}

// Of one model; where its steps end before those of others, it stays at its last one.
function inside(box, lane, data, host, stage) {
  if (!lane.layers.length) return { draw() {} };
  const part = element("div", "layer");
  const last = lane.read.length - 1;
  let [panels, current] = [[], 0];
  const show = (layer) => {
    part.replaceChildren();
    panels = (data.panels ?? Object.keys(PANELS)).map((name) => PANELS[name](part, layer, lane, data, host, stage));
  };
  const draw = (step) => {
    current = Math.min(step, last);
    for (const panel of panels) panel.draw(current);
  };
  if (lane.layers.length > 1) {
    box.append(choice_of_layer(lane, (layer) => {
      show(layer);
      draw(current);
    }));
  }
  box.append(part);
  show(chosen_layer(lane));
  return { draw };
}

// As long as nobody chose another one, the highest that reads as people do.
function chosen_layer({ name, layers }) {
  const chosen = layers.find((layer) => layer.name === kept.get(`layer ${name}`));
  return chosen ?? layers.filter((layer) => !layer.from_end).at(-1);
}

function choice_of_layer(lane, choose) {
  const [label, select] = [element("label", "choice", `${say("layer")} `), element("select")];
  select.append(...lane.layers.map(({ name }) => element("option", "", name)));
  select.value = chosen_layer(lane).name;
  select.onchange = () => {
    kept.set(`layer ${lane.name}`, select.value);
    choose(chosen_layer(lane));
  };
  label.append(select);
  return label;
}

function foldable(name, title) {
  const part = element("details");
  part.append(element("summary", "name", title));
  part.open = kept.get(name) ?? false;
  part.addEventListener("toggle", () => kept.set(name, part.open));
  return part;
}
