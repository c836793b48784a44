// One to many: the sentence grows beside its photo; candidates and beam stand where it stands. Many
// to many: beside the sentence that is read before, word by word.

const MOST_WORDS = 4; // Among which one is guessed.

function scene(box, data, { go, send, panels }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const held = box.getRootNode().activeElement?.dataset.name;
  const { lead } = data;
  const source = data.sentence ? sentence_frame(data, go) : photo_frame(data, several ? null : ask);
  const column = element("div", several ? "captions several" : "captions");
  const lanes = data.lanes.map((lane, index) => {
    const part = several ? named_lane(lane, lane_colour(host, index)) : element("div", "lane");
    column.append(part);
    const memory = data.sentence ? memory_of(lane, data, host) : null;
    if (memory) (several ? part : source.box).append(memory.box);
    return { ...caption_lane(part, lane, data, { go, send: ask, several }), memory };
  });
  if (several && data.caution) column.append(element("p", "caution", data.caution));
  box.replaceChildren(source.box, column);
  const tree = several ? { draw() {} } : beam_tree(panels, data.lanes[0].tree);
  const network = insides(panels, data, host, {
    words: lanes.map(({ words }) => [...source.words, ...words]),
    go,
    out: written,
    photo: data.photo,
    lead,
  });
  // Whoever asks by keyboard goes on from the same button.
  if (held) box.querySelector(`[data-name="${held}"]`)?.focus();

  // What is asked of the server takes a moment; that it was asked is seen at once.
  function ask(...what) {
    column.animate({ opacity: [1, 0.45, 1] }, { duration: 1_500, easing: "ease-in-out" });
    send(...what);
  }

  function written({ words }, index) {
    if (index < lead) return null; // It still reads.
    const word = words[index - lead];
    return { said: word === data.end ? say("the_end") : word, look: "" };
  }

  // Of the next word that was not forced; after the last one, of the first.
  function question(step) {
    const [{ words, steps, forced }] = data.lanes;
    const first = Math.max(forced, lead ? 0 : 1); // The first step of a photo shows a word already.
    const next = step - lead + 1;
    const place = next < first || next >= words.length ? first : next;
    if (place >= words.length) return null;
    const named = (word) => (word === data.end ? say("the_end") : word);
    const found = steps[place].candidates.filter(([, , allowed]) => allowed).map(([word]) => word);
    const names = [...new Set([words[place], ...found])].map(named);
    if (names.length < 2) return null;
    const choices = shuffled(names.slice(0, MOST_WORDS), `${data.id}${place}`);
    const shown = lead + place - 1;
    const all = { by: first_of(data.lanes), from: shown, until: shown, to: lead + place };
    return { asked: say("asks_word"), choices, machine: named(words[place]), right: null, ...all };
  }

  return {
    question,
    draw(step) {
      data.lanes.forEach((lane, index) => {
        lanes[index].draw(Math.min(step - lead, lane.words.length - 1));
        lanes[index].memory?.draw(step, lanes[index].sentence);
      });
      tree.draw(step - lead);
      network.draw(step);
      source.draw(Math.min(step, lead + data.lanes[0].words.length - 1));
    },
    resize() {},
    said(step) {
      if (step < lead) return say("is_read", { word: data.lanes[0].read[step] });
      return data.lanes
        .map((lane) => {
          const words = lane.words.slice(0, step - lead + 1).filter((word) => word !== data.end);
          return (several ? `${lane.name}: ` : "") + [lane.warning, closed_up(words)].join(" ").trim();
        })
        .join("; ");
    },
  };
}
