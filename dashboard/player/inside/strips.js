// State and gates of one layer as rows of small cells, one cell a unit.
class Strips {
  constructor(parent, lane, numbers, host) {
    this.lane = lane;
    this.numbers = numbers;
    this.chosen = lane.layers.length - 1;
    this.step = 0;
    this.host = host;
    this.box = element("div", "strips");
    parent.append(this.box);
    this.build();
  }

  build() {
    const layer = this.lane.layers[this.chosen];
    this.box.replaceChildren();
    if (!layer) return;
    if (this.lane.layers.length > 1) this.box.append(this.choice());
    this.canvases = layer.strips.map((strip) => {
      const row = element("div", "strip");
      const canvas = element("canvas");
      canvas.width = strip.units;
      canvas.height = 1;
      canvas.setAttribute("role", "img");
      row.append(element("span", "name", strip.name), canvas);
      this.box.append(row);
      return canvas;
    });
    this.note = element("p", "note");
    this.box.append(this.note);
  }

  choice() {
    const label = element("label", "choice", `${say("layer")} `);
    const select = element("select");
    this.lane.layers.forEach((layer, index) => {
      const option = element("option", "", layer.name);
      option.value = index;
      option.selected = index === this.chosen;
      select.append(option);
    });
    select.onchange = () => {
      this.chosen = Number(select.value);
      this.build();
      this.draw(this.step);
    };
    label.append(select);
    return label;
  }

  draw(step) {
    this.step = step;
    const layer = this.lane.layers[this.chosen];
    if (!layer) return;
    const colours = palettes(this.host);
    layer.strips.forEach((strip, index) => {
      const start = strip.at + step * strip.units;
      const values = this.numbers.subarray(start, start + strip.units);
      paint(this.canvases[index], values, colours[strip.kind]);
      const mean = values.reduce((sum, value) => sum + value, 0) / strip.units / 255;
      const said =
        strip.kind === "gate"
          ? say("gate_open", { strip: strip.name, share: percent(mean) })
          : say("state_values", { strip: strip.name, n: strip.units });
      this.canvases[index].setAttribute("aria-label", said);
    });
    this.note.textContent = layer.notes[step];
  }
}

function paint(canvas, values, palette) {
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(values.length, 1);
  new Uint32Array(pixels.data.buffer).set(Array.from(values, (value) => palette[value]));
  context.putImageData(pixels, 0, 0);
}

// 256 colours for a gate, shut to open, and for a state, −1 to +1; the page shines through. They
// follow the theme, which a viewer may change at any time.
const mixed = new Map();

function palettes(host) {
  const style = getComputedStyle(host);
  const names = ["--accent", "--negative", "--positive"].map((name) => style.getPropertyValue(name));
  const theme = names.join();
  if (!mixed.has(theme)) mixed.set(theme, mix(...names.map(channels)));
  return mixed.get(theme);
}

function mix(accent, low, high) {
  const shares = Array.from({ length: 256 }, (_, value) => value / 255);
  const strength = (share) => Math.min(1, Math.abs(2.4 * share - 1.2));
  return {
    gate: shares.map((share) => abgr(accent, 0.06 + 0.94 * share)),
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
