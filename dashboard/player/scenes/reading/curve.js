// The probability between two labels, as it runs along under each line of words.

const CURVE_GAP = 4; // Pixels between the curve and the words above and below it.

function curve_under(text, tokens, { data, host, several }) {
  const svg = svg_element("svg", { class: "curves", "aria-hidden": "true" });
  const scale = scale_of(say("positive"), say("undecided"), say("negative"));
  const [low, high] = data.lanes[0].verdict.doubt;
  let lines = [];
  let [dot, pitch] = [0, 0]; // Its radius is how far the curve stays from its edges.
  text.prepend(svg, scale);

  // Words that lie on one line share a curve; lines are known once the browser has broken them.
  function lay_out() {
    lines = [];
    const { fontSize, lineHeight } = getComputedStyle(text);
    [dot, pitch] = [0.17 * parseFloat(fontSize), parseFloat(lineHeight)];
    // A word that is broken is as high as all its lines; its curve lies under the last of them.
    const [{ height: word } = { height: 0 }] = tokens[0].getClientRects();
    tokens.forEach((made, index) => {
      const point = [index, made.offsetLeft + made.offsetWidth / 2];
      const top = made.offsetTop + made.offsetHeight + CURVE_GAP;
      const line = lines.at(-1);
      if (line && Math.abs(line.top - top) < 3) line.points.push(point);
      else lines.push({ top, height: pitch - word - 2 * CURVE_GAP, points: [point] });
    });
    place_scale();
    // What it was before would count as content, and a text that needs less would never shrink.
    for (const side of ["width", "height"]) svg.setAttribute(side, 0);
    const { scrollWidth, scrollHeight } = text;
    svg.setAttribute("width", scrollWidth);
    svg.setAttribute("height", scrollHeight);
  }

  function height_of(line, probability) {
    return line.top + dot + (line.height - 2 * dot) * (1 - probability);
  }

  // What up and down mean, at the right of the first line that leaves room for it.
  function place_scale() {
    const right = text.clientWidth - scale.offsetWidth;
    const line = lines.find(({ points }) => points.at(-1)[1] < right) ?? lines.at(-1);
    scale.style.top = `${line.top}px`;
    scale.style.height = `${line.height}px`;
  }

  function rules(line) {
    const [width, y] = [text.clientWidth, height_of(line, 0.5)];
    const half = svg_element("path", { class: "half", d: `M0 ${y}H${width}` });
    if (several) return [half];
    const [top, bottom] = [height_of(line, high), height_of(line, low)];
    const band = { class: "doubt", x: 0, y: top, width, height: bottom - top };
    return [svg_element("rect", band), half];
  }

  // One line of it up to a step, with a dot at the end.
  function drawn(line, probabilities, step, look, colour) {
    const points = line.points
      .filter(([index]) => index <= step && probabilities[index] !== null)
      .map(([index, x]) => [x, height_of(line, probabilities[index])]);
    if (!points.length) return [];
    const d = `M${points.map((point) => point.join(" ")).join("L")}`;
    const curve = svg_element("path", { class: `curve ${look}`, d });
    const [cx, cy] = points.at(-1);
    const end = svg_element("circle", { class: look, cx, cy, r: dot });
    curve.style.stroke = end.style.fill = colour;
    return line.points.some(([index]) => index === step) ? [curve, end] : [curve];
  }

  function draw(step) {
    if (!lines.length) lay_out();
    const curves = data.lanes.flatMap(({ probabilities }, number) => {
      const look = several ? `dash-${number}` : "";
      const colour = several ? lane_colour(host, number) : "var(--accent)";
      return lines.flatMap((line) => drawn(line, probabilities, step, look, colour));
    });
    const ghosts = data.lanes.flatMap(({ was }) =>
      was ? lines.flatMap((line) => drawn(line, was.probabilities, step, "ghost", "")) : [],
    );
    svg.replaceChildren(...lines.flatMap(rules), ...ghosts, ...curves);
  }

  return { draw, lay_out, pitch: () => pitch };
}

// What up, middle and down mean; in attributes, as these words are no part of the text.
function scale_of(...names) {
  const scale = element("span", "scale");
  scale.append(...names.map(() => element("span")));
  names.forEach((name, index) => (scale.children[index].dataset.said = name));
  return scale;
}
