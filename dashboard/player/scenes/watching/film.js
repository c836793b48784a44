// A film of few and large pixels, frame by frame; beside it, a pad for a shape of one's own.

function film_view({ seen, numbers }, pad) {
  const { height, width, at } = seen;
  const screen = element("canvas", "seen film");
  Object.assign(screen, { width, height });
  screen.setAttribute("role", "img");
  const pen = screen.getContext("2d");
  const picture = pen.createImageData(width, height);
  pad?.put(screen);
  return {
    box: pad?.box ?? screen,
    resize() {},
    draw(step) {
      const first = at + step * width * height;
      for (let index = 0; index < width * height; index++) {
        picture.data.fill(numbers[first + index], 4 * index, 4 * index + 3);
        picture.data[4 * index + 3] = 255;
      }
      pen.putImageData(picture, 0, 0);
      screen.setAttribute("aria-label", say("film", { n: step + 1 }));
    },
  };
}
