const [GRID, SCALE, HALF] = [7, 40, 0.5]; // Parts a side, pixels a part, and from where on a part matters.

// What mattered for the word stays clear inside one line; all else is dimmed to a quarter.
function what_matters(frame, box, data) {
  const [canvas, note] = [element("canvas", "matters"), element("figcaption")];
  const side = GRID * SCALE;
  canvas.width = canvas.height = side;
  canvas.setAttribute("aria-hidden", "true");
  frame.append(canvas);
  box.append(note);

  return {
    draw(step) {
      const start = data.heat.at + step * GRID * GRID;
      const values = data.numbers.subarray(start, start + GRID * GRID);
      const context = canvas.getContext("2d");
      context.clearRect(0, 0, side, side);
      note.textContent = data.heat.notes[step];
      if (values.every((value) => value === 255)) return; // No part matters more than others.
      const inside = clear_part(values, side);
      const at = (x, y) => x >= 0 && y >= 0 && x < side && y < side && inside[y * side + x];
      const line = channels(getComputedStyle(frame).getPropertyValue("--st-orange-color"));
      const pixels = context.createImageData(side, side);
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const edge = at(x, y) && !(at(x - 3, y) && at(x + 3, y) && at(x, y - 3) && at(x, y + 3));
          const colour = edge ? line : at(x, y) ? [0, 0, 0, 0] : [0, 0, 0, 191];
          pixels.data.set(colour, 4 * (y * side + x));
        }
      }
      context.putImageData(pixels, 0, 0);
    },
  };
}

// Whether each pixel of a photo with that side matters, between the middles of parts in proportion.
function clear_part(values, side) {
  const part = (row, column) => {
    const [y, x] = [row, column].map((place) => Math.max(0, Math.min(GRID - 1, place)));
    return values[y * GRID + x] / 255;
  };
  return Array.from({ length: side * side }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / side), pixel % side].map((place) => (place + 0.5) / SCALE - 0.5);
    const [row, column] = [Math.floor(y), Math.floor(x)];
    const [down, right] = [y - row, x - column];
    const above = part(row, column) * (1 - right) + part(row, column + 1) * right;
    const below = part(row + 1, column) * (1 - right) + part(row + 1, column + 1) * right;
    return above * (1 - down) + below * down >= HALF;
  });
}
