// Frames are seen one by one; under what is seen runs the label that each model gives it.

const SHORTEST = 8; // Frames in which a movement can be seen for what it is.

function scene(box, data, { go, send, panels }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const [view_of, its_pad] = data.seen.points ? [path_view, pad_of] : [film_view, cells_pad_of];
  const pad = data.pad && !box.closest(".small, .saved, .performed") ? its_pad(box, data, send) : null;
  const view = view_of(data, pad);
  const answer = answers(data, host, several);
  const strip = bands(data, host, several, go);
  const hint = element("p", "pad-hint", pad && data.seen.points ? say("pad_hint") : "");
  // What is seen is as high as they leave room for.
  box.style.setProperty("--bands", data.lanes.length + Number(data.truth.length > 0));
  put(box, view.box, [answer.box], [hint, strip.box]);
  const network = insides(panels, data, host, { words: strip.frames, go, out });

  // What a cell says, of which a network has as many as there are frames.
  function out(lane, index, step) {
    return index > step ? null : { said: in_words(data, lane, index), look: "" };
  }

  // Of the next stretch with one label, which is played: room and machine have then seen the same
  // frames. Where the truth is not known, a stretch is what the machine takes for one.
  function question(step) {
    const [{ said }] = data.lanes;
    const runs = runs_of(data.truth.length ? data.truth : said).filter(({ length }) => length >= SHORTEST);
    if (!runs.length) return null;
    const { start, length } = runs.find((run) => run.start + run.length - 1 > step) ?? runs[0];
    const to = start + length - 1;
    const right = data.truth.length ? data.truth[to] : null;
    const likely = [right ?? said[to], said[to], data.lanes[0].next[to], ...data.labels.keys()];
    const names = [...new Set(likely)].map((label) => data.labels[label]);
    if (names.length < 2) return null;
    return {
      asked: say("asks_frames"),
      choices: shuffled(names, `${data.id}${to}`),
      machine: data.labels[said[to]],
      right: right === null ? null : data.labels[right],
      by: first_of(data.lanes),
      from: start,
      until: to,
      to,
    };
  }

  return {
    question,
    draw(step) {
      answer.draw(step);
      view.draw(step);
      strip.draw(step);
      network.draw(step);
    },
    busy: () => Boolean(pad?.hand),
    resize() {
      view.resize();
      strip.resize();
    },
    said: (step) =>
      say("frame", {
        n: step + 1,
        answers: data.lanes
          .map((lane) => (several ? `${lane.name} ` : "") + in_words(data, lane, step))
          .join(", "),
      }),
  };
}

// What is seen stays where it is as long as it is the same: a pad that is taken out of a page while
// somebody draws on it would forget the hand.
function put(box, view, above, below) {
  if (view.parentElement !== box) box.replaceChildren(view);
  for (const part of [...box.children]) if (part !== view) part.remove();
  view.before(...above);
  view.after(...below);
}

// A probability is never certainty.
const sureness = (share) => (share >= 0.995 ? say("nearly_certain") : percent(share));

const in_words = (data, lane, step) =>
  say("label", { label: data.labels[lane.said[step]], share: sureness(lane.shares[step]) });

const label_colour = (label) => `var(--label-${label % 8})`;

// The present label of each model; that of the first one in the largest type.
function answers(data, host, several) {
  const box = element("div", "verdict");
  const heads = data.lanes.map((lane, index) => {
    const part = several ? named_lane(lane, lane_colour(host, index)) : element("div", "lane");
    const [now, beside] = [element("strong", "answer"), element("span", "beside")];
    part.append(now, beside);
    box.append(part);
    return { now, beside };
  });
  return {
    box,
    draw: (step) =>
      data.lanes.forEach((lane, index) => {
        const { now, beside } = heads[index];
        now.textContent = capital(data.labels[lane.said[step]]);
        now.style.setProperty("--label", label_colour(lane.said[step]));
        now.classList.toggle("unsure", !lane.sure[step]);
        beside.textContent = doubt(data, lane, step);
      }),
  };
}

function doubt(data, lane, step) {
  const [label, share] = [data.labels[lane.next[step]], lane.next_shares[step]];
  const other = Math.round(100 * share) ? say("or", { label, share: percent(share) }) : "";
  const parts = [sureness(lane.shares[step]), other, lane.sure[step] ? "" : say("not_sure")];
  return parts.filter(Boolean).join(", ");
}
