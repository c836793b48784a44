// What happens inside of recurrent layers, below the transport. A panel is a function of its box and
// what it shows; it gives `draw`.

// Of several models each has its own, folded under its name.
function insides(box, data, host) {
  const shown = data.lanes.map((lane, index) => {
    if (data.lanes.length === 1) return inside(box, lane, data, host);
    if (!lane.layers.length) return { draw() {} };
    const [part, name] = [element("details", "model"), element("summary", "name", lane.name)];
    name.style.borderColor = lane_colour(host, index);
    part.append(name);
    box.append(part);
    return inside(part, lane, data, host);
  });
  return {
    draw(step) {
      for (const one of shown) one.draw(step);
    },
  };
}

// Of one model; where its steps end before those of others, it stays at its last one.
function inside(box, lane, data, host) {
  if (!lane.layers.length) return { draw() {} };
  const panels = [new Strips(box, lane, data.numbers, host)];
  const last = lane.layers[0].notes.length - 1;
  return {
    draw(step) {
      for (const panel of panels) panel.draw(Math.min(step, last));
    },
  };
}
