// Many to one, of two labels: words take a colour, and the probability runs along under them.

const CURVE_SHARE = 1.2; // Height of the curve under a line of words, in heights of a word.
const CURVE_GAP = 4; // Pixels between the words and it.
const DOT = 4; // Radius in pixels; so far from its edge the curve stays, to be seen whole.
const ROOM = 62; // Pixels that "negative" takes.

function opinions({ data, host, several, text, tokens }) {
  const curves = svg_element("svg", { class: "curves", "aria-hidden": "true" });
  let [lines, current] = [[], 0];
  const scale = element("span", "scale"); // Its words are no part of the text.
  Object.assign(scale.dataset, { up: say(label_of(1)), down: say(label_of(0)) });
  text.append(curves, scale, ...pieces(data, tokens));
  tokens.forEach((made, index) => {
    const strength = Math.round(Math.abs(data.lanes[0].probabilities[index] - 0.5) * 108);
    made.style.setProperty("--strength", `${strength}%`);
    made.classList.toggle("apart", disagree(data.lanes, index));
  });

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
    place_scale();
  }

  function height_of(line, probability) {
    return line.top + DOT + (line.height - 2 * DOT) * (1 - probability);
  }

  // What up and down mean, at the right of the first line that leaves room for it.
  function place_scale() {
    const right = text.clientWidth - ROOM;
    const line = lines.find(({ points }) => points.at(-1)[1] < right) ?? lines.at(-1);
    scale.style.top = `${line.top}px`;
    scale.style.height = `${line.height}px`;
  }

  function draw_curves() {
    const rules = lines.map((line) => {
      const y = height_of(line, 0.5);
      return svg_element("path", { class: "half", d: `M0 ${y}H${text.clientWidth}` });
    });
    const paths = data.lanes.flatMap((lane, number) =>
      lines.filter((line) => line.points[0][0] <= current).flatMap((line) => {
        const points = line.points
          .filter(([index]) => index <= current && lane.probabilities[index] !== null)
          .map(([index, x]) => [x, height_of(line, lane.probabilities[index])]);
        if (!points.length) return [];
        const colour = several ? lane_colour(host, number) : "var(--accent)";
        const d = `M${points.map((point) => point.join(" ")).join("L")}`;
        const curve = svg_element("path", { class: `curve dash-${several ? number : 0}`, d });
        const [x, y] = points.at(-1);
        const end = svg_element("circle", { cx: x, cy: y, r: DOT });
        curve.style.stroke = end.style.fill = colour;
        return line.points.some(([index]) => index === current) ? [curve, end] : [curve];
      }),
    );
    curves.replaceChildren(...rules, ...paths);
  }

  function colour(made, index) {
    const probability = data.lanes[0].probabilities[index];
    const read = index <= current && probability !== null && !several;
    made.classList.toggle("positive", read && probability >= 0.5);
    made.classList.toggle("negative", read && probability < 0.5);
  }

  return {
    draw(step) {
      current = step;
      tokens.forEach(colour);
      if (!lines.length) lay_out();
      draw_curves();
    },
    resize() {
      lay_out();
      draw_curves();
    },
    depth: (made) => made.offsetHeight * (1 + CURVE_SHARE) + CURVE_GAP,
    head(lane, step) {
      const probability = lane.probabilities[step];
      const open = probability === null || (is_verdict(lane, step) && !lane.takes_side);
      const look = open ? "" : label_of(probability);
      return { answer: opinion(lane, step), look, beside: change(lane, step, data.tokens[step][1]) };
    },
    said: opinion,
    out: opinion_so_far,
  };
}

// What a word did to the answer.
function change(lane, step, word) {
  const probability = lane.probabilities[step];
  const before = step ? lane.probabilities[step - 1] : null;
  const points = Math.round(100 * (probability - before));
  const moved = points
    ? say_number("moved", Math.abs(points), { points: signed(points), word })
    : say("no_change", { word });
  const said = probability !== null && before !== null ? moved : say("at", { word });
  return lane.known[step] ? said : say("unknown", { said });
}

function opinion(lane, step) {
  const probability = lane.probabilities[step];
  if (probability === null) return say("not_asked");
  if (is_verdict(lane, step)) return capital(lane.verdict);
  const label = capital(say(label_of(probability)));
  return say("answer", { label, share: percent(Math.max(probability, 1 - probability)) });
}

// What a cell says, of which a network has as many as there are words.
function opinion_so_far(lane, index) {
  const probability = lane.probabilities[index];
  if (probability === null) return null;
  const label = label_of(probability);
  const share = percent(Math.max(probability, 1 - probability));
  return { said: say("answer", { label: say(label), share }), look: label };
}

const is_verdict = (lane, step) => lane.verdict && step === lane.probabilities.length - 1;

// A label as the style and the sentences know it.
const label_of = (probability) => (probability >= 0.5 ? "positive" : "negative");

function disagree(lanes, index) {
  const given = lanes.map((lane) => lane.probabilities[index]).filter((p) => p !== null);
  return new Set(given.map(label_of)).size > 1;
}
