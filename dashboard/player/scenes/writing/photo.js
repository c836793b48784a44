const GRID = 7;

// The photo, and over it how much each part mattered for the word, where that was asked for.
function photo_frame(data) {
  const [box, frame] = [element("figure", "photo"), element("div", "frame")];
  const image = element("img");
  image.onload = () => frame.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
  Object.assign(image, { src: data.photo, alt: data.photo_name });
  frame.append(image);
  box.append(frame);
  if (!data.heat) return { box, draw() {} };
  const canvas = element("canvas", "heat");
  const caption = element("figcaption");
  canvas.width = canvas.height = GRID;
  canvas.setAttribute("aria-hidden", "true");
  frame.append(canvas);
  box.append(caption);
  return {
    box,
    draw(step) {
      const start = data.heat.at + step * GRID * GRID;
      const values = data.numbers.subarray(start, start + GRID * GRID);
      const context = canvas.getContext("2d");
      const pixels = context.createImageData(GRID, GRID);
      // What did not matter lies behind a grey veil, seen on dark photos and on bright ones.
      values.forEach((value, cell) =>
        pixels.data.set([128, 128, 128, 215 * (1 - value / 255)], 4 * cell),
      );
      context.putImageData(pixels, 0, 0);
      caption.textContent = data.heat.notes[step];
    },
  };
}
