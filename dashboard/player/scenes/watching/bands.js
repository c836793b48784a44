// A band for each model, frame by frame in the colours of its labels, whose names stand on it; above
// them one of the truth, where that is known.

function bands(data, host, several, go) {
  const known = data.truth.length > 0;
  const box = element("div", "bands");
  const truth = known ? [band(say("truth"), data.truth)] : [];
  const tracks = data.lanes.map((lane, index) => {
    const made = band(several || known ? lane.name : "", lane.said);
    if (several) made.track.style.borderColor = lane_colour(host, index);
    if (known) lane.said.forEach((label, at) => made.frames[at].classList.toggle("wrong", label !== data.truth[at]));
    return made;
  });
  const all = [...truth, ...tracks];

  function band(name, labels) {
    const row = element("div", "band");
    if (name) row.append(element("span", "of", name));
    const track = element("div", "track");
    const frames = labels.map((label) => {
      const made = element("i");
      made.style.setProperty("--label", label_colour(label));
      return made;
    });
    const names = runs_of(labels).map((run) => name_on(run, data));
    const here = element("b");
    track.append(...frames, ...names.map((one) => one.made), here);
    track.onclick = ({ clientX }) => go(frame_at(track, clientX, data.steps));
    row.append(track);
    box.append(row);
    return { track, frames, names, here };
  }

  // A name that has no room is not begun.
  function resize() {
    for (const { track, names } of all) {
      const width = track.clientWidth / data.steps;
      for (const { made, length } of names) {
        made.hidden = false;
        made.hidden = made.scrollWidth > width * length + 1; // Pixels are rounded.
      }
    }
  }

  return {
    box,
    frames: tracks.map(({ frames }) => frames),
    resize,
    draw(step) {
      if (!box.classList.contains("laid-out") && box.clientWidth) {
        box.classList.add("laid-out");
        resize();
      }
      for (const { frames, names, here } of all) {
        frames.forEach((one, index) => one.classList.toggle("later", index > step));
        for (const { made, start } of names) made.classList.toggle("later", start > step);
        here.style.left = `${(100 * (step + 0.5)) / data.steps}%`;
      }
    },
  };
}

// Frames in a row with the same label.
function runs_of(said) {
  const runs = [];
  said.forEach((label, start) => {
    if (runs.at(-1)?.label === label) runs.at(-1).length++;
    else runs.push({ label, start, length: 1 });
  });
  return runs;
}

function name_on({ label, start, length }, data) {
  const made = element("span", "", data.labels[label]);
  made.style.left = `${(100 * start) / data.steps}%`;
  made.style.width = `${(100 * length) / data.steps}%`;
  return { made, start, length };
}

function frame_at(track, x, steps) {
  const { left, width } = track.getBoundingClientRect();
  return Math.floor((steps * (x - left)) / width);
}
