// What happens in an unrolled network at one step: a word goes into the cells of all layers, and an
// answer comes out.

const RISE = 22; // Pixels that a line from a cell takes to the answer, or from the word to a cell.
const [NARROW_LETTERS, WIDE_LETTERS] = [14, 26];

class Column {
  constructor(network, index) {
    Object.assign(this, { network, index });
    this.drawn = svg_element("g", { class: "column", role: "button" });
    this.drawn.onclick = () => network.flow.go(index);
    this.drawn.onkeydown = (event) => {
      if (event.key === "Enter") network.flow.go(index);
    };
    this.bodies = [NARROW, WIDE].map((size) => this.body(size));
    this.drawn.append(...this.arrivals(), ...this.bodies.map((body) => body.drawn));
  }

  // The same in both sizes, of which one is seen.
  body(size) {
    const { rows, lane, numbers, flow } = this.network;
    const drawn = svg_element("g", { class: `body ${size.name}` });
    const height = CELL_HEIGHT / 2 + WORD_ROOM - this.network.top + ANSWER_ROOM;
    const place = { x: 0, y: this.network.top - ANSWER_ROOM, width: size.width, height };
    drawn.append(svg_element("rect", { class: "touched", ...place }));
    for (const row of rows) {
      const part = svg_element("g", { class: direction(row.layer) });
      const cell = cell_drawing(size, row.layer, this.index, numbers);
      cell.setAttribute("transform", `translate(0 ${row.y})`);
      part.append(...ways(size, row, this.network.top), cell);
      drawn.append(part);
    }
    if (lane.pooled) drawn.append(this.pool(size));
    if (this.index > flow.lead) drawn.append(this.fed_back(size));
    if (flow.lead && this.index === flow.lead) drawn.append(this.handed_over());
    const middle = { x: size.width / 2, "text-anchor": "middle" };
    const word = svg_element("text", { class: "word", ...middle, y: CELL_HEIGHT / 2 + RISE + 18 });
    word.textContent = cut(lane.read[this.index], size);
    const answer = svg_element("text", { class: "out", ...middle, y: this.network.top - RISE - 12 });
    drawn.append(word, answer);
    return { drawn, answer, size };
  }

  // What comes from the step before, or from the one after where a layer reads from the end.
  arrivals() {
    const { rows, flow, numbers } = this.network;
    if (this.index === 0 && !flow.photo) return [];
    return rows.map(({ layer, y }) => {
      const group = svg_element("g", { class: direction(layer), transform: `translate(0 ${y})` });
      const [from, to] = layer.from_end ? [0, -CELL_GAP] : [-CELL_GAP, 0];
      const width = memory_width(layer, layer.from_end ? this.index : this.index - 1, numbers);
      const d = `M${from} 0H${to}`;
      group.append(svg_element("path", { class: "memory", d, "stroke-width": width }));
      if (layer.valves.length === 3) {
        const bend = `C${(from + 3 * to) / 4} ${-SIDE} ${(3 * from + to) / 4} ${SIDE} ${to} ${SIDE}`;
        group.append(svg_element("path", { class: "hidden-state", d: `M${from} ${-SIDE}${bend}` }));
      }
      group.append(arrow_head(to, Math.sign(to - from)));
      return group;
    });
  }

  // A line along which the answer is collected from all cells up to this one.
  pool(size) {
    const y = this.network.top - RISE / 2;
    const begin = this.index ? -CELL_GAP - NARROW.width / 2 : size.width / 2;
    return svg_element("path", { class: "pooled", d: `M${begin} ${y}H${size.width / 2}` });
  }

  // From here on another network goes on from the memory of the one that has read.
  handed_over() {
    const [x, from, to] = [-CELL_GAP / 2, this.network.top - ANSWER_ROOM + 22, CELL_HEIGHT / 2 + WORD_ROOM];
    const group = svg_element("g", { class: "handed-over" });
    const said = svg_element("text", { x, y: from - 8, "text-anchor": "middle" });
    said.textContent = say("handed_over");
    group.append(svg_element("path", { d: `M${x} ${from}V${to}` }), said);
    return group;
  }

  // The word that was written is read next.
  fed_back(size) {
    const [left, middle, right] = [-CELL_GAP - 4, -CELL_GAP / 2, size.told ? 56 : 0];
    const [from, to] = [this.network.top - RISE - 17, CELL_HEIGHT / 2 + RISE + 13];
    const down = `C${middle} ${from} ${middle} ${from} ${middle} ${from + 24}V${to - 24}`;
    const d = `M${left} ${from}${down}C${middle} ${to} ${middle} ${to} ${middle + 20} ${to}H${right}`;
    return svg_element("path", { class: "fed-back", d });
  }

  draw(step) {
    const { lane, flow } = this.network;
    const distance = this.index - step;
    move(this.drawn, distance);
    this.drawn.classList.toggle("current", distance === 0);
    this.drawn.classList.toggle("ahead", distance > 0);
    this.drawn.style.setProperty("--age", Math.abs(distance));
    const answer = distance > 0 ? null : flow.out(lane, this.index, step);
    for (const body of this.bodies) {
      body.answer.textContent = answer ? cut(answer.said, body.size) : "";
    }
    this.drawn.dataset.look = answer?.look ?? "";
    this.drawn.setAttribute("tabindex", distance === 0 ? 0 : -1);
    this.drawn.setAttribute("aria-label", this.in_words(answer));
    this.drawn.setAttribute("aria-current", distance === 0 ? "step" : "false");
  }

  in_words(answer) {
    const { lane, numbers } = this.network;
    const gates = lane.layers.flatMap((layer) =>
      layer.valves.map((valve) => opened_by(valve.does, numbers[valve.at + this.index] / 255)),
    );
    const done = [...gates, ...(answer ? [answer.said] : [])].join(", ");
    return say("cell", { n: this.index + 1, word: lane.read[this.index], done });
  }
}

function arrow_head(x, direction) {
  return svg_element("path", { class: "arrow", d: `M${x} 0l${-9 * direction} -7v14z` });
}

// As much of it as there is room for; letters are never cut in two.
function cut(text, size) {
  const most = size.told ? WIDE_LETTERS : NARROW_LETTERS;
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}

// Before the first word a photo was read; what the valves did then is not told.
class PhotoColumn {
  constructor({ rows, flow }) {
    this.drawn = svg_element("g", { class: "column photo" });
    for (const row of rows) {
      const pen = new CellPen(NARROW, false);
      pen.frame();
      pen.memory([NARROW.write, NARROW.width], THICKEST / 2);
      pen.read();
      pen.drawn.setAttribute("transform", `translate(0 ${row.y})`);
      this.drawn.append(...(row.answers ? [] : [way_on(NARROW, row)]), pen.drawn);
      if (row.reads) this.drawn.append(way_in(NARROW, row));
    }
    const place = { y: CELL_HEIGHT / 2 + RISE, width: NARROW.width, height: WORD_ROOM + PHOTO_ROOM - RISE };
    this.drawn.append(svg_element("image", { href: flow.photo, ...place }));
  }

  draw(step) {
    move(this.drawn, -1 - step);
    this.drawn.style.setProperty("--age", step + 1);
  }
}

function move(drawn, distance) {
  drawn.style.transform = `translateX(${place_of(distance)}px)`;
}

// How what is read comes into a cell, and what it gives goes on: each to a cell of a row above or,
// past all that is in between, to the word below and the answer above.
function ways(size, row, top) {
  return [way_in(size, row), row.answers ? way_out(size, row, top) : way_on(size, row)].filter(Boolean);
}

function way_in(size, { layer, y, reads }) {
  if (!reads) return null;
  const [write, from, to] = [mirrored(size, layer, size.write), CELL_HEIGHT / 2, y + CELL_HEIGHT / 2];
  const begin = `M${size.width / 2} ${from + RISE}`;
  const past = `C${size.width / 2} ${from} -14 ${from + RISE} -14 ${from}V${to + RISE}`;
  const into = `C-14 ${to} ${write} ${to + RISE} ${write} ${to}`;
  return svg_element("path", { class: "way-in", d: y ? begin + past + into : `${begin}L${write} ${from}` });
}

function way_on(size, { layer, y }) {
  const [write, show] = [size.write, size.show].map((at) => mirrored(size, layer, at));
  const [from, to] = [y - CELL_HEIGHT / 2, y - CELL_HEIGHT / 2 - BETWEEN_ROWS];
  const d = `M${show} ${from}C${show} ${to + 10} ${write} ${from - 10} ${write} ${to}`;
  return svg_element("path", { class: "way-on", d });
}

function way_out(size, { layer, y }, top) {
  const [show, from, to] = [mirrored(size, layer, size.show), y - CELL_HEIGHT / 2, top - RISE];
  const [side, middle] = [size.width + 14, size.width / 2];
  const past = `C${show} ${from - RISE} ${side} ${from} ${side} ${from - RISE}V${top}C${side} ${to} ${middle} ${top} ${middle} ${to}`;
  const straight = `C${show} ${top - RISE / 2} ${middle} ${top - RISE / 2} ${middle} ${to}`;
  const d = `M${show} ${from}${from === top ? straight : past}`;
  return svg_element("path", { class: "way-out", d });
}

const direction = (layer) => (layer.from_end ? "backwards" : "forwards");
const mirrored = (size, layer, at) => (layer.from_end ? size.width - at : at);
