// The network unrolled in time: a column of cells for each step, the current one wide, what is still
// to come in outline. It slides along with the player.

const CELL_GAP = 44;
const [BEHIND, AHEAD] = [7, 5]; // Columns that are drawn; how many are seen hangs on the width.
const BETWEEN_ROWS = 44;
const [ANSWER_ROOM, WORD_ROOM, PHOTO_ROOM] = [64, 44, 56];

function unrolled(box, _, lane, { numbers }, __, flow) {
  return new Unrolled(box, lane, numbers, flow);
}

// `flow` is what goes through it: `out` gives the answer of a cell, as far as it is known at a step,
// `photo` is what was read before the first step, `lead` the step at which writing begins, if it
// does, and `go` moves the player.
class Unrolled {
  constructor(parent, lane, numbers, flow) {
    Object.assign(this, { lane, numbers, flow, step: 0, columns: new Map() });
    this.rows = rows_of(lane.layers);
    this.top = this.rows.at(-1).y - CELL_HEIGHT / 2;
    const below = CELL_HEIGHT / 2 + WORD_ROOM + (flow.photo ? PHOTO_ROOM : 0);
    const svg = svg_element("svg", { class: "unrolled", height: ANSWER_ROOM - this.top + below });
    svg.classList.toggle("writes", flow.lead !== undefined);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", say("unrolled"));
    // Where the current column stands.
    const stage = svg_element("svg", { x: "56%", y: ANSWER_ROOM - this.top, overflow: "visible" });
    this.chain = svg_element("g", { class: "chain" });
    stage.append(this.chain);
    svg.append(stage);
    const name = element("h2");
    name.append(term("unrolled", say("unrolled")));
    parent.append(name, svg, element("p", "legend", this.in_words()));
  }

  in_words() {
    const from_end = this.lane.layers.some((layer) => layer.from_end);
    const parts = ["unrolled_how"];
    if (this.lane.pooled) parts.push("unrolled_pooled");
    if (from_end) parts.push("unrolled_from_end");
    if (this.flow.photo) parts.push("unrolled_photo");
    else if (this.flow.lead) parts.push("unrolled_sentence");
    return parts.map((name) => say(name)).join(" ");
  }

  draw(step) {
    const last = this.lane.read.length - 1;
    const first = Math.max(step - BEHIND, this.flow.photo ? -1 : 0);
    const shown = Array.from(
      { length: Math.min(step + AHEAD, last) - first + 1 },
      (_, place) => first + place,
    );
    const focused = this.chain.contains(this.chain.getRootNode().activeElement);
    this.keep_only(shown);
    // New columns come from where they would have stood, so that they move along with the others.
    const from = Math.abs(step - this.step) > AHEAD ? step : this.step;
    for (const index of shown) if (!this.columns.has(index)) this.add(index, from);
    this.chain.getBoundingClientRect();
    for (const column of this.columns.values()) column.draw(step);
    if (focused) this.columns.get(step).drawn.focus();
    this.step = step;
  }

  keep_only(shown) {
    for (const [index, column] of this.columns) {
      if (shown.includes(index)) continue;
      column.drawn.remove();
      this.columns.delete(index);
    }
  }

  add(index, step) {
    const column = index < 0 ? new PhotoColumn(this) : new Column(this, index);
    move(column.drawn, index - step);
    this.columns.set(index, column);
    this.chain.append(column.drawn);
  }
}

// Rows of cells from the bottom up, those that read from the end above the others. The lowest of
// each direction reads the words, the highest gives answers.
function rows_of(layers) {
  return layers.map((layer, depth) => ({
    layer,
    y: -depth * (CELL_HEIGHT + BETWEEN_ROWS),
    reads: layers[depth - 1]?.from_end !== layer.from_end,
    answers: layers[depth + 1]?.from_end !== layer.from_end,
  }));
}

// Where the left side of a column stands, seen from the current one.
function place_of(distance) {
  const pitch = NARROW.width + CELL_GAP;
  return distance <= 0 ? distance * pitch : WIDE.width + CELL_GAP + (distance - 1) * pitch;
}
