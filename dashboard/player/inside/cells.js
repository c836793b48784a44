// Single cells of which it is known what they do: a track each. A click on one colours the words.

const HEIGHT = 100; // Of a track, in units of its own.
const MOST_WORDS = 16; // That have room side by side.
const DEEPEST = 45; // Percent of the colour; text on it is read as well.
const VIOLET = 3; // Neither blue nor orange, which have a meaning.
const CHOSEN_TRACK = ".cell-track[aria-pressed=true]";

function cells(box, layer, lane, { numbers, lanes }, host, stage) {
  // What wrote is what was looked at, not what read before it.
  const lead = stage.lead ?? 0;
  const words = stage.words[lanes.indexOf(lane)].slice(lead);
  const known = (lane.cells?.tracks ?? []).filter((told) => lane.layers[told.layer] === layer);
  let [step, chosen] = [0, null];
  const part = element("section", "cells");
  const hint = element("p", "hint");
  const tracks = known.map(track);
  part.append(
    element("h2", "", say("single_cells")),
    hint,
    ...(words.length <= MOST_WORDS ? [heads()] : []),
    ...tracks.map(({ button }) => button),
    element("p", "measured", lane.cells?.note),
  );
  if (known.length) box.append(part);
  clear(words); // Of a cell of another layer.

  // Each word over its part of the tracks.
  function heads() {
    const row = element("div", "heads");
    row.setAttribute("aria-hidden", true);
    row.append(...words.map((word) => element("span", "", word.textContent)));
    return row;
  }

  function track(told) {
    const steps = words.length;
    const shares = Array.from({ length: steps }, (_, at) =>
      height(numbers[told.at + (lead + at) * told.stride], told),
    );
    const button = element("button", "cell-track");
    const [label, veil] = [element("span", "label"), element("span", "veil")];
    label.append(element("strong", "", told.title), element("span", "", told.said));
    const course = element("span", "course");
    course.append(curve_of(shares), veil);
    button.type = "button";
    button.append(label, course);
    button.setAttribute("aria-pressed", false);
    button.onclick = () => choose(tracks.find((one) => one.button === button));
    return {
      button,
      told,
      colours: shares.map((share) => Math.round(DEEPEST * share)),
      draw: () => (veil.style.left = `${(100 * (step + 1)) / steps}%`),
    };
  }

  // One cell at a time, be it of this model or of another: their words may be the same.
  function choose(one) {
    for (const other of box.getRootNode().querySelectorAll(CHOSEN_TRACK)) {
      if (other !== one.button) other.click();
    }
    chosen = one === chosen ? null : one;
    one.button.setAttribute("aria-pressed", chosen === one);
    clear(words);
    draw();
  }

  function draw() {
    const colour = lane_colour(host, VIOLET);
    part.style.setProperty("--cell", colour);
    for (const one of tracks) one.draw();
    hint.textContent = chosen
      ? say("coloured_by", { cell: chosen.told.name })
      : say("colour_hint");
    if (!chosen) return;
    words.forEach((word, at) => {
      const share = at <= step ? chosen.colours[at] : 0;
      word.style.background = `color-mix(in srgb, ${colour} ${share}%, transparent)`;
      word.style.color = "var(--st-text-color)"; // That of a label would be hard to read on it.
    });
  }

  return {
    draw(now) {
      step = now - lead;
      draw();
    },
  };
}

function clear(words) {
  for (const word of words) word.style.background = word.style.color = "";
}

// How far up a value is between the ends that a cell nearly always stays within.
function height(value, { low, high, falls }) {
  const share = Math.max(0, Math.min(1, (value - low) / Math.max(1, high - low)));
  return falls ? 1 - share : share;
}

// One step is as wide as another; what lies below the curve is filled.
function curve_of(shares) {
  const svg = svg_element("svg", {
    viewBox: `0 0 ${shares.length} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const steps = shares.map((share, at) => `V${HEIGHT * (1 - share)}H${at + 1}`).join("");
  svg.append(svg_element("path", { d: `M0 ${HEIGHT}${steps}V${HEIGHT}Z` }));
  return svg;
}
