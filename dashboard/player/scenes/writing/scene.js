// One to many: the sentence grows; candidates and the beam stand where it stands.

const GRID = 7;
const CANDIDATES = { one: 5, several: 3 };

function scene(box, data, { go, send, panels }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const photo = photo_frame(data);
  const column = element("div", several ? "captions several" : "captions");
  const lanes = data.lanes.map((lane, index) => {
    const part = several ? named_lane(lane.name, lane_colour(host, index)) : element("div", "lane");
    column.append(part);
    return caption_lane(part, lane, data, { go, send, several });
  });
  const below = element("div", "below");
  box.replaceChildren(photo.box, column);
  if (!several) box.append(below);
  const tree = several ? null : beam_tree(below, data.lanes[0].tree);
  const network = insides(panels, data, host, { go, out: written, photo: data.photo });
  function written({ words }, index) {
    return { said: words[index] === data.end ? say("the_end") : words[index], look: "" };
  }

  return {
    draw(step) {
      data.lanes.forEach((lane, index) => lanes[index].draw(Math.min(step, lane.words.length - 1)));
      network.draw(step);
      if (tree) tree.draw(step);
      photo.draw(Math.min(step, data.lanes[0].words.length - 1));
    },
    resize() {},
    said: (step) =>
      data.lanes
        .map((lane) => {
          const words = lane.words.slice(0, step + 1).filter((word) => word !== data.end);
          return (several ? `${lane.name}: ` : "") + words.join(" ");
        })
        .join("; "),
  };
}

// The photo, and over it how much each part mattered for the word, where that was asked for.
function photo_frame(data) {
  const [box, frame] = [element("figure", "photo"), element("div", "frame")];
  const image = element("img");
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

function caption_lane(box, lane, data, { go, send, several }) {
  const sentence = element("p", "sentence");
  const words = lane.words.map((word, place) => spoken(word, place));
  const [verdict, after] = [element("p", "verdict"), element("p", "after")];
  const list = element("ol", "candidates");
  sentence.append(...words.flatMap((word) => [word, " "]));
  box.append(sentence, verdict, after, list);

  function spoken(word, place) {
    const made = element("span", "word", word === data.end ? "■" : word);
    if (word === data.end) made.title = say("the_end");
    made.classList.toggle("forced", place < lane.forced);
    made.classList.toggle("apart", !data.lanes.every((other) => other.words.includes(word)));
    made.onclick = () => go(place);
    return made;
  }

  function row([word, probability, allowed], place, taken) {
    const item = element("li", taken ? "taken" : "");
    const shown = word === data.end ? say("the_end") : word;
    const [pick, bar] = [element("button", "pick"), element("span", "bar")];
    bar.style.width = `${Math.max(0.5, 100 * probability)}%`;
    pick.append(element("span", "said", shown), element("span", "value", percent(probability)), bar);
    pick.disabled = several || !allowed || taken;
    pick.title = allowed ? say("go_on", { word: shown }) : say("not_allowed");
    pick.onclick = () => send("steered", [...lane.words.slice(0, place), word]);
    item.append(pick);
    if (!several && allowed && word !== data.end) {
      const ban = element("button", "ban", "✕");
      ban.title = say("ban", { word });
      ban.setAttribute("aria-label", ban.title);
      ban.onclick = () => send("banned", word);
      item.append(ban);
    }
    return item;
  }

  return {
    draw(place) {
      words.forEach((made, index) => {
        made.classList.toggle("unread", index > place);
        made.classList.toggle("current", index === place);
      });
      const done = place === lane.words.length - 1;
      verdict.textContent = done ? lane.verdict : " ";
      const { candidates, entropy } = lane.steps[place];
      const doubt = { bits: entropy.toFixed(1), n: Math.round(2 ** entropy) };
      const after_word = place ? "doubt_after" : "doubt_first";
      after.textContent = say(several ? "doubt" : after_word, {
        ...doubt,
        word: lane.words[place - 1],
      });
      const shown = candidates.slice(0, CANDIDATES[several ? "several" : "one"]);
      const rows = with_taken(shown, candidates, lane.words[place]).map((one) => row(one, place, one[0] === lane.words[place]));
      keep_focus(list, () => list.replaceChildren(...rows));
    },
  };
}

// A word that was forced may stand far down in the list.
function with_taken(shown, candidates, word) {
  const taken = candidates.find(([said]) => said === word);
  return !taken || shown.includes(taken) ? shown : [...shown.slice(0, -1), taken];
}

// Whoever walks through the steps from a candidate by keyboard keeps the place in the list.
function keep_focus(list, change) {
  const buttons = () => [...list.querySelectorAll("button")];
  const place = buttons().indexOf(list.getRootNode().activeElement);
  change();
  if (place >= 0) buttons()[Math.min(place, buttons().length - 1)]?.focus();
}
