// All cells of a layer, folded away: state and gates as rows of small cells, one cell a unit.

function strips(box, layer, _, { numbers }, host) {
  const part = foldable("cells", say("all_cells", { n: layer.order.length }));
  const rows = layer.strips.map((strip) => strip_row(term(strip.term, strip.name), strip.units));
  const legends = [
    ["gate", strip_row(say("legend_gate"), 256)],
    ["state", strip_row(say("legend_state"), 256)],
  ];
  for (const [, { row, canvas }] of legends) {
    row.classList.add("key");
    canvas.setAttribute("aria-hidden", "true"); // Its name says it all.
  }
  part.append(
    element("p", "legend", say("cells_order")),
    ...[...rows, ...legends.map(([, made]) => made)].map(({ row }) => row),
  );
  box.append(part);
  let current = 0;

  function draw() {
    if (!part.open) return;
    const colours = palettes(host);
    layer.strips.forEach((strip, index) => {
      const start = strip.at + current * strip.units;
      const values = numbers.subarray(start, start + strip.units);
      paint(rows[index].canvas, layer.order.map((unit) => values[unit]), colours[strip.kind]);
      const mean = values.reduce((sum, value) => sum + value, 0) / strip.units / 255;
      const said =
        strip.kind === "gate"
          ? say("gate_open", { strip: strip.name, share: percent(mean) })
          : say("state_values", { strip: strip.name, n: strip.units });
      rows[index].canvas.setAttribute("role", "img");
      rows[index].canvas.setAttribute("aria-label", said);
    });
    for (const [kind, { canvas }] of legends) paint(canvas, Array.from({ length: 256 }, (_, v) => v), colours[kind]);
  }

  part.addEventListener("toggle", draw);
  return {
    draw(step) {
      current = step;
      draw();
    },
  };
}

function strip_row(name, cells) {
  const [row, canvas] = [element("div", "strip"), element("canvas")];
  Object.assign(canvas, { width: cells, height: 1 });
  const label = element("span", "name");
  label.append(name);
  row.append(label, canvas);
  return { row, canvas };
}

// Rows of so many cells each; a last row that is not full is filled up with the middle value.
function paint(canvas, values, palette, width = values.length) {
  const context = canvas.getContext("2d");
  const height = Math.ceil(values.length / width);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pixels = context.createImageData(width, height);
  new Uint32Array(pixels.data.buffer).set(values.map((value) => palette[value]));
  context.putImageData(pixels, 0, 0);
}

// 256 colours for a gate, shut to open, and for a state, −1 to +1; the page shines through. They
// follow the theme, which a viewer may change at any time, and are none of those of answers.
const mixed = new Map();

function palettes(host) {
  const colours = [getComputedStyle(host).getPropertyValue("--accent"), lane_colour(host, 3)];
  const theme = colours.join();
  if (!mixed.has(theme)) mixed.set(theme, mix(...colours.map(channels)));
  return mixed.get(theme);
}

function mix(high, low) {
  const shares = Array.from({ length: 256 }, (_, value) => value / 255);
  const strength = (share) => Math.min(1, Math.abs(2.4 * share - 1.2));
  return {
    gate: shares.map((share) => abgr(high, 0.06 + 0.94 * share)),
    state: shares.map((share) => abgr(share < 0.5 ? low : high, strength(share))),
  };
}

// A colour, however it is written, as the browser mixes it.
function channels(colour) {
  const context = element("canvas").getContext("2d");
  context.fillStyle = colour.trim();
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

const abgr = ([red, green, blue], alpha) =>
  ((Math.round(255 * alpha) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
