// Many to one: words colour as they are read, and the answer so far runs along under them.

const CURVE_SHARE = 1.25; // Height of the curve under a line of words, in heights of a word.
const CURVE_GAP = 4; // Pixels between the words and it.

function scene(box, data, { go, send }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const text = element("div", `text ${size_of(data.steps)}`);
  text.tabIndex = 0; // So that it can be scrolled without a mouse.
  const curves = svg_element("svg", { class: "curves", "aria-hidden": "true" });
  const tokens = data.tokens.map(([, spelling], index) => token(spelling, index));
  const lanes = element("div", several ? "lanes" : "lanes single");
  const heads = data.lanes.map((lane, index) => lane_head(lane, lane_colour(host, index), several));
  text.append(curves, ...pieces());
  lanes.append(...heads.map((head) => head.box));
  box.replaceChildren(text, lanes);
  const edit = data.editable ? what_if(box, send) : { draw() {} };
  const strips = data.lanes.map(
    (lane, index) => new Strips(several ? heads[index].box : box, lane, data.numbers, host),
  );
  let [lines, current, drawn] = [[], 0, null];

  function token(spelling, index) {
    const made = element("span", "token", spelling);
    if (data.lanes.every((lane) => !lane.known[index])) made.classList.add("unknown");
    if (disagree(data.lanes, index)) made.classList.add("apart");
    made.onclick = () => go(index);
    return made;
  }

  function pieces() {
    const between = data.tokens.map(([before], index) => [before, tokens[index]]);
    return [...between.flat(), data.after].filter((piece) => piece !== "");
  }

  // Words that lie on one line share a curve; lines are known once the browser has broken them.
  function lay_out() {
    lines = [];
    tokens.forEach((made, index) => {
      const middle = made.offsetLeft + made.offsetWidth / 2;
      const top = made.offsetTop + made.offsetHeight + CURVE_GAP;
      const line = lines.at(-1);
      if (line && Math.abs(line.top - top) < 3) line.points.push([index, middle]);
      else lines.push({ top, height: made.offsetHeight * CURVE_SHARE, points: [[index, middle]] });
    });
    curves.setAttribute("width", text.scrollWidth);
    curves.setAttribute("height", text.scrollHeight);
  }

  function draw_curves() {
    const rules = lines.map((line) => {
      const y = line.top + line.height / 2;
      return svg_element("path", { class: "half", d: `M0 ${y}H${text.clientWidth}` });
    });
    const paths = data.lanes.flatMap((lane, number) =>
      lines.filter((line) => line.points[0][0] <= current).flatMap((line) => {
        const points = line.points
          .filter(([index]) => index <= current && lane.probabilities[index] !== null)
          .map(([index, x]) => [x, line.top + line.height * (1 - lane.probabilities[index])]);
        if (!points.length) return [];
        const colour = several ? lane_colour(host, number) : "var(--accent)";
        const d = `M${points.map((point) => point.join(" ")).join("L")}`;
        const curve = svg_element("path", { class: `curve dash-${several ? number : 0}`, d });
        const [x, y] = points.at(-1);
        const end = svg_element("circle", { cx: x, cy: y, r: 4 });
        curve.style.stroke = end.style.fill = colour;
        return line.points.some(([index]) => index === current) ? [curve, end] : [curve];
      }),
    );
    curves.replaceChildren(...rules, ...paths);
  }

  function draw(step) {
    current = step;
    const [from, to] = drawn === null ? [0, tokens.length - 1] : [drawn, step].sort((a, b) => a - b);
    for (let index = from; index <= to; index++) colour(tokens[index], index, step);
    drawn = step;
    if (!lines.length) lay_out();
    draw_curves();
    keep_in_sight(text, tokens[step]);
    edit.draw(step, data.tokens[step][1]);
    data.lanes.forEach((lane, index) => {
      heads[index].draw(step, data.tokens[step][1]);
      strips[index].draw(step);
    });
  }

  function colour(made, index, step) {
    const probability = data.lanes[0].probabilities[index];
    const read = index <= step && probability !== null && !several;
    made.classList.toggle("positive", read && probability >= 0.5);
    made.classList.toggle("negative", read && probability < 0.5);
    made.classList.toggle("unread", index > step);
    made.classList.toggle("current", index === step);
    made.style.setProperty("--strength", `${Math.round(Math.abs(probability - 0.5) * 110)}%`);
  }

  return {
    draw,
    resize() {
      lay_out();
      draw_curves();
    },
    said: (step) =>
      `Word ${step + 1}, ${data.tokens[step][1]}: ` +
      data.lanes.map((lane) => (several ? `${lane.name} ` : "") + so_far(lane, step)).join(", "),
  };
}

// The name of a model, its answer so far, and what this word did to it.
function lane_head(lane, colour, named) {
  const box = named ? named_lane(lane, colour) : element("div", "lane");
  const head = element("p", "now");
  const [answer, change] = [element("strong", "answer"), element("span", "change")];
  head.append(answer, change);
  box.append(head);
  return {
    box,
    draw(step, word) {
      const probability = lane.probabilities[step];
      answer.textContent = so_far(lane, step);
      answer.className = `answer ${probability === null ? "" : label_of(probability)}`;
      const before = step ? lane.probabilities[step - 1] : null;
      const points = Math.round(100 * (probability - before));
      const unknown = lane.known[step] ? "" : ", a word it does not know";
      const moved = points ? `${signed(points)} points by` : "no change by";
      const asked = probability !== null && before !== null;
      change.textContent = `${asked ? moved : "at"} “${word}”${unknown}`;
    },
  };
}

function so_far(lane, step) {
  const probability = lane.probabilities[step];
  if (probability === null) return "not asked here";
  const label = label_of(probability);
  const sure = Math.max(probability, 1 - probability);
  const unsure = step === lane.probabilities.length - 1 && !lane.sure ? ", not sure" : "";
  return `${label[0].toUpperCase()}${label.slice(1)}, ${percent(sure)}${unsure}`;
}

const label_of = (probability) => (probability >= 0.5 ? "positive" : "negative");

function disagree(lanes, index) {
  const given = lanes.map((lane) => lane.probabilities[index]).filter((p) => p !== null);
  return new Set(given.map(label_of)).size > 1;
}

function size_of(words) {
  if (words <= 50) return "large";
  return words <= 160 ? "medium" : "small";
}

function keep_in_sight(text, made) {
  const [top, bottom] = [made.offsetTop, made.offsetTop + made.offsetHeight * (1 + CURVE_SHARE)];
  if (top < text.scrollTop) text.scrollTop = top;
  if (bottom > text.scrollTop + text.clientHeight) text.scrollTop = bottom - text.clientHeight;
}
