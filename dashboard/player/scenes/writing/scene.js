// One to many: the sentence grows beside its photo; candidates and beam stand where it stands.

function scene(box, data, { go, send, panels }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const held = box.getRootNode().activeElement?.dataset.name;
  const photo = photo_frame(data, several ? null : ask);
  const column = element("div", several ? "captions several" : "captions");
  const lanes = data.lanes.map((lane, index) => {
    const part = several ? named_lane(lane.name, lane_colour(host, index)) : element("div", "lane");
    column.append(part);
    return caption_lane(part, lane, data, { go, send: ask, several });
  });
  if (several && data.caution) column.append(element("p", "caution", data.caution));
  box.replaceChildren(photo.box, column);
  const tree = several ? { draw() {} } : beam_tree(panels, data.lanes[0].tree);
  const network = insides(panels, data, host, {
    words: lanes.map(({ words }) => words),
    go,
    out: written,
    photo: data.photo,
  });
  // Whoever asks by keyboard goes on from the same button.
  if (held) box.querySelector(`[data-name="${held}"]`)?.focus();

  // What is asked of the server takes a moment; that it was asked is seen at once.
  function ask(...what) {
    column.animate({ opacity: [1, 0.45, 1] }, { duration: 1_500, easing: "ease-in-out" });
    send(...what);
  }

  function written({ words }, index) {
    return { said: words[index] === data.end ? say("the_end") : words[index], look: "" };
  }

  return {
    draw(step) {
      data.lanes.forEach((lane, index) => lanes[index].draw(Math.min(step, lane.words.length - 1)));
      tree.draw(step);
      network.draw(step);
      photo.draw(Math.min(step, data.lanes[0].words.length - 1));
    },
    resize() {},
    said: (step) =>
      data.lanes
        .map((lane) => {
          const words = lane.words.slice(0, step + 1).filter((word) => word !== data.end);
          return (several ? `${lane.name}: ` : "") + [lane.warning, words.join(" ")].join(" ").trim();
        })
        .join("; "),
  };
}
