// One cell of a recurrent layer. Its memory flows through in the middle, from left to right or, where
// the layer reads from the end, from right to left. What it reads comes in from below, what it shows
// goes out above, and its gates stand in between, as valves.

const CELL_HEIGHT = 140;
const WIDE = { name: "wide", width: 264, pipe: 24, keep: 54, write: 132, show: 210, told: true };
const NARROW = { name: "narrow", width: 74, pipe: 14, keep: 18, write: 37, show: 56, told: false };
const SIDE = 56; // Pixels from the memory to where a hidden state leaves and the next cell reads it.
const [THINNEST, THICKEST] = [3, 18];

// Layers are told apart by how many gates they have.
const PLANS = { 0: plain_cell, 2: gru_cell, 3: lstm_cell };

function cell_drawing(size, layer, index, numbers) {
  const pen = new CellPen(size, layer.from_end);
  const opened = layer.valves.map((valve) => numbers[valve.at + index] / 255);
  const before = index + (layer.from_end ? 1 : -1);
  const widths = [before, index].map((at) => memory_width(layer, at, numbers));
  pen.frame();
  PLANS[opened.length](pen, opened, widths, layer.valves.map((valve) => valve.does));
  return pen.drawn;
}

// The more a memory holds, the wider it is: by the mean magnitude of its values.
function memory_width(layer, index, numbers) {
  const strip = layer.strips.at(layer.valves.length === 3 ? -2 : -1);
  const steps = layer.notes.length;
  if (index < 0 || index >= steps) return layer.ledger?.before ? THICKEST / 2 : THINNEST;
  const start = strip.at + index * strip.units;
  const values = numbers.subarray(start, start + strip.units);
  const share = values.reduce((sum, value) => sum + Math.abs(value / 127.5 - 1), 0) / strip.units;
  return THINNEST + (THICKEST - THINNEST) * share;
}

// What is dropped stays in front of the first valve, what is let in comes through the second, and
// what is shown through the third.
function lstm_cell(pen, [keeps, writes, shows], [before, now], [kept, written, shown]) {
  const { keep, write, show, width } = pen.size;
  pen.memory([0, keep], before);
  pen.memory([keep, write], Math.max(1, before * keeps));
  pen.memory([write, width], now);
  pen.hidden(`M${pen.x(0)} ${SIDE}H${pen.x(write)}`);
  pen.hidden(`M${pen.x(show)} ${-SIDE}H${pen.x(width)}`);
  pen.read([36, writes]);
  pen.shown([-36, shows]);
  pen.valve(keep, 0, keeps, "along");
  pen.valve(write, 36, writes);
  pen.valve(show, -36, shows);
  pen.tell(keep, -22, kept, keeps, "middle");
  pen.tell(write + 20, 41, written, writes, "start");
  pen.tell(show - 20, -32, shown, shows, "end");
  pen.path();
}

// One gate keeps, and lets in as much as it does not keep; all of the memory is shown.
function gru_cell(pen, [keeps, recalls], [before, now], [kept, recalled]) {
  const { keep, write, show, width } = pen.size;
  const fork = keep / 3;
  pen.memory([0, keep], before);
  pen.memory([keep, write], Math.max(1, before * keeps));
  pen.memory([write, width], now);
  pen.hidden(`M${pen.x(fork)} 0V${SIDE}H${pen.x(write)}`);
  pen.read([24, 1 - keeps]);
  pen.shown();
  pen.valve(keep, 0, keeps, "along");
  pen.valve(write, 24, 1 - keeps);
  pen.valve((fork + write) / 2, SIDE, recalls, "along");
  pen.tell(keep, -22, kept, keeps, "middle");
  pen.tell(write + 20, 29, say("takes_in"), 1 - keeps, "start");
  pen.tell(fork + 10, 38, recalled, recalls, "start");
  pen.path();
}

// No gates: what was there and what is read are mixed, and all of it is written anew.
function plain_cell(pen, _, [before, now]) {
  const { write, show, width } = pen.size;
  pen.memory([0, write], before);
  pen.memory([write, width], now);
  pen.read();
  pen.shown();
  pen.mixer(write);
  pen.path();
}

class CellPen {
  constructor(size, from_end) {
    this.size = size;
    this.from_end = from_end;
    this.drawn = svg_element("g", { class: size.name });
  }

  x(at) {
    return mirrored(this.size, this, at);
  }

  add(tag, attributes, parent = this.drawn) {
    const made = svg_element(tag, attributes);
    parent.append(made);
    return made;
  }

  frame() {
    const place = { x: 0, y: -CELL_HEIGHT / 2, width: this.size.width, height: CELL_HEIGHT };
    this.add("rect", { class: "frame", ...place, rx: 14 });
    const d = `M0 0H${this.size.width}`;
    this.add("path", { class: "pipe", d, "stroke-width": this.size.pipe - 3 });
  }

  memory([from, to], width) {
    const d = `M${this.x(from)} 0H${this.x(to)}`;
    this.add("path", { class: "memory", d, "stroke-width": width });
  }

  read(valve) {
    this.rising("read", this.size.write, [CELL_HEIGHT / 2, 0], valve);
  }

  shown(valve) {
    this.rising("shown", this.size.show, [0, -CELL_HEIGHT / 2], valve);
  }

  // A pipe, and what flows in it; behind a valve that is as much as the valve lets through.
  rising(name, at, [from, to], [valve, share] = [to, 1]) {
    const start = `M${this.x(at)} `;
    const full = this.size.pipe / 2;
    this.add("path", { class: "pipe", d: `${start}${from}V${to}`, "stroke-width": this.size.pipe - 3 });
    this.add("path", { class: name, d: `${start}${from}V${valve}`, "stroke-width": full });
    const d = `${start}${valve}V${to}`;
    this.add("path", { class: name, d, "stroke-width": Math.max(1, full * share) });
  }

  hidden(d) {
    this.add("path", { class: "hidden-state", d });
  }

  // Two jaws that leave open what the gate lets through.
  valve(at, y, share, along) {
    const half = this.size.pipe / 2;
    const turn = along ? "" : " rotate(90)";
    const valve = this.add("g", { class: "gate", transform: `translate(${this.x(at)} ${y})${turn}` });
    const closed = half * (1 - share);
    for (const side of [-1, 1]) {
      const edge = side * half;
      this.add("path", { class: "rim", d: `M${-half} ${edge}H${half}` }, valve);
      const d = `M-5 ${edge}H5L2 ${edge - side * closed}H-2Z`;
      this.add("path", { class: "jaw", d }, valve);
    }
  }

  tell(at, y, does, share, anchor) {
    if (!this.size.told) return;
    const turned = { start: "end", end: "start", middle: "middle" };
    const place = { x: this.x(at), y, "text-anchor": this.from_end ? turned[anchor] : anchor };
    this.add("text", { class: "opened", ...place }).textContent = opened_by(does, share);
  }

  mixer(at) {
    this.add("circle", { class: "mixer", cx: this.x(at), cy: 0, r: this.size.pipe / 2 });
    if (!this.size.told) return;
    const place = { x: this.x(at), y: -22, "text-anchor": "middle" };
    this.add("text", { class: "opened", ...place }).textContent = say("mixes");
  }

  // The way of what is read, through the memory, to the answer.
  path() {
    const { write, show } = this.size;
    const d = `M${this.x(write)} ${CELL_HEIGHT / 2}V0H${this.x(show)}V${-CELL_HEIGHT / 2}`;
    this.add("path", { class: "way", d, pathLength: 100 });
  }
}

const opened_by = (does, share) => say("opened_by", { does, share: percent(share) });
