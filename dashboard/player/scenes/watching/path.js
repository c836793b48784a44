// A path that grows, each step in the colour of the label that the first model gave it. On a pad,
// what was drawn since is there at once, and takes its colour when it is answered.

function path_view({ seen, lanes: [{ said }] }, pad) {
  const svg = pad?.svg ?? svg_element("svg", { class: "seen path", role: "img" });
  const steps = seen.points.map((point, index) => {
    const made = svg_element("g", { style: `--label: ${label_colour(said[index])}` });
    made.append(stroke([seen.points[index - 1] ?? point, point], 3), stroke([point], 7));
    return made;
  });
  const fresh = svg_element("g", { class: "fresh" });
  const tip = svg_element("g", { class: "tip" });
  svg.replaceChildren(...steps, fresh, tip);
  if (pad) pad.on_change = change;

  // Another path than the one that was answered is being drawn.
  const is_late = () => Boolean(pad?.drawing) && pad.drawing !== seen.drawing;

  function change() {
    if (!pad) return;
    const { points, known } = pad;
    if (is_late()) svg.replaceChildren(fresh, tip);
    fresh.replaceChildren(...(points.length > known ? [stroke(points.slice(Math.max(0, known - 1)), 3)] : []));
    if (pad.hand) put_tip(points.at(-1), known === points.length ? null : "currentColor");
    lay_out();
  }

  function put_tip(point, colour) {
    tip.replaceChildren(stroke([point], 18));
    if (colour) tip.style.setProperty("--label", colour);
  }

  function lay_out() {
    const box = pad?.drawing ? [0, 0, ...pad.size()] : seen.box;
    svg.setAttribute("viewBox", box.join(" "));
  }

  return {
    box: svg,
    resize: lay_out,
    draw(step) {
      if (!is_late()) {
        steps.forEach((one, index) => one.classList.toggle("later", index > step));
        put_tip(seen.points[step], label_colour(said[step]));
      }
      if (!pad) svg.setAttribute("aria-label", say("path", { n: step + 1 }));
      change();
      lay_out();
      pad?.settle();
    },
  };
}

// A line through points, or a dot, so many pixels thick whatever the path is measured in.
function stroke(points, pixels) {
  const d = `M${points.map((point) => point.join(" ")).join("L")}${points.length > 1 ? "" : "h0"}`;
  return svg_element("path", {
    d, "stroke-width": pixels, "stroke-linecap": "round", "stroke-linejoin": "round",
    "vector-effect": "non-scaling-stroke", fill: "none",
  });
}
