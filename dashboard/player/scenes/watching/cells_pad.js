// A pad of a few large cells, on which a shape is drawn that the film then moves. It alone holds what
// is drawn, so an answer never takes back what was drawn since.

const PEN = [[0, 0], [1, 0], [0, 1], [1, 1]]; // Cells that it fills: one alone is a line too thin to see.
const GONE = 10_000; // Milliseconds without an answer, after which it is sent anew: a server may come back.
const cells_pads = new WeakMap(); // By the box of the scene, which outlives what is drawn into it.

function cells_pad_of(box, data, send) {
  if (!cells_pads.has(box)) cells_pads.set(box, new CellsPad());
  const pad = cells_pads.get(box);
  pad.show(data.pad, (drawn) => send("drawn", drawn));
  return pad;
}

class CellsPad {
  constructor() {
    this.box = element("div", "easel");
    this.svg = svg_element("svg", { class: "cells-pad acts", tabindex: 0, role: "slider", "aria-valuenow": 0 });
    this.lit = svg_element("path", { class: "lit" });
    this.cursor = svg_element("rect", { class: "cursor", width: 1, height: 1 });
    this.svg.append(this.lit, this.cursor);
    const tools = element("div", "tools acts");
    this.hint = element("p");
    this.clear = element("button");
    this.clear.type = "button";
    this.clear.onclick = () => this.empty();
    tools.append(this.hint, this.clear);
    this.box.append(tools, this.svg);
    this.at = [0, 0]; // Of the cursor: column and row.
    this.waiting = null; // For the answer to this drawing; null where all is answered.
    const { svg } = this;
    svg.onpointerdown = (event) => this.press(event);
    svg.onpointermove = ({ clientX, clientY }) => this.hand && this.line_to(this.place(clientX, clientY));
    svg.onpointerup = svg.onpointercancel = () => this.release();
    svg.onkeydown = (event) => this.key_down(event);
  }

  show({ side, drawn }, send) {
    Object.assign(this, { side, send });
    this.svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
    this.svg.setAttribute("aria-label", say("cells_pad"));
    this.hint.textContent = say("cells_pad_hint");
    this.clear.textContent = say("clear");
    if (this.waiting === null || this.waiting === drawn) {
      this.waiting = null;
      clearTimeout(this.again);
      if (!this.hand) this.cells = unspelt(drawn, side);
    }
    this.draw();
  }

  // The film stands beside the pad, which stays where it is: taken out, it would forget the hand.
  put(screen) {
    this.screen?.remove();
    this.screen = screen;
    this.box.append(screen);
  }

  draw() {
    const { cells, side, at: [column, row] } = this;
    const lit = cells.flatMap((one, at) => (one ? [`M${at % side} ${Math.floor(at / side)}h1v1h-1z`] : []));
    this.lit.setAttribute("d", lit.join(""));
    this.cursor.setAttribute("x", column);
    this.cursor.setAttribute("y", row);
    const here = cells[row * side + column] ? "cell_here_lit" : "cell_here";
    this.svg.setAttribute("aria-valuetext", say(here, { row: row + 1, column: column + 1 }));
  }

  press(event) {
    if (event.button) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.at = this.place(event.clientX, event.clientY);
    this.hand = { fills: !this.cells[this.at[1] * this.side + this.at[0]] };
    this.line_to(this.at);
  }

  line_to(place) {
    const way = place.map((to, axis) => to - this.at[axis]);
    const steps = Math.max(1, ...way.map(Math.abs));
    for (let step = 1; step <= steps; step++) {
      this.touch(this.at.map((from, axis) => Math.round(from + (way[axis] * step) / steps)), this.hand.fills);
    }
    this.at = place;
    this.draw();
  }

  touch([column, row], fills) {
    for (const [right, down] of PEN) {
      const [x, y] = [column + right, row + down];
      if (x < this.side && y < this.side) this.cells[y * this.side + x] = fills;
    }
  }

  release() {
    if (!this.hand) return;
    this.hand = null;
    this.offer();
  }

  offer() {
    const drawn = spelt(this.cells);
    this.waiting = drawn;
    clearTimeout(this.again);
    if (!this.cells.includes(true) || !this.svg.isConnected) return;
    this.send(drawn);
    this.again = setTimeout(() => this.offer(), GONE);
  }

  empty() {
    this.cells.fill(false);
    this.offer();
    this.draw();
  }

  key_down(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    const moves = Object.hasOwn(WAYS, key);
    if ((!moves && key !== " ") || ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    const place = this.at[1] * this.side + this.at[0];
    if (moves) this.at = this.at.map((at, axis) => Math.min(this.side - 1, Math.max(0, at + WAYS[key][axis])));
    else this.cells[place] = !this.cells[place];
    this.draw();
    if (!moves) this.offer();
  }

  // The cell under a point; beyond the pad, the nearest one.
  place(x, y) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    return [(x - left) / width, (y - top) / height].map((share) =>
      Math.min(this.side - 1, Math.max(0, Math.floor(share * this.side))),
    );
  }
}

// Four cells a digit, row by row.
function spelt(cells) {
  const digits = [];
  for (let at = 0; at < cells.length; at += 4) {
    digits.push(cells.slice(at, at + 4).reduce((digit, lit) => 2 * digit + Number(lit), 0).toString(16));
  }
  return digits.join("");
}

function unspelt(drawn, side) {
  const cells = Array(side * side).fill(false);
  [...drawn].forEach((digit, index) => {
    for (let bit = 0; bit < 4; bit++) cells[4 * index + bit] = Boolean((parseInt(digit, 16) >> (3 - bit)) & 1);
  });
  return cells;
}
