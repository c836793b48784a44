// Always in sight above the text: the answer in the largest type, and how far to trust it.

function verdicts(data, host, numbered) {
  const several = data.lanes.length > 1;
  const lanes = element("div", several ? "verdict lanes" : "verdict lanes single");
  const heads = data.lanes.map((lane, index) => {
    const name = numbered ? `${index + 1} ${lane.name}` : lane.name;
    const box = several ? named_lane({ ...lane, name }, lane_colour(host, index)) : element("div", "lane");
    lanes.append(box);
    return lane_head(box, lane, several);
  });
  return { box: lanes, draw: (said) => said.forEach((one, index) => heads[index](one)) };
}

// The answer so far, and what is to be said beside and below it.
function lane_head(box, lane, several) {
  const [head, said] = [element("div", "head"), element("div", "said")];
  const pointer = lane.verdict ? dial(head, lane.verdict, lane.was?.verdict) : () => {};
  if (lane.was) head.append(before(lane.was.verdict));
  const now = element("p", "now");
  const [answer, beside] = [element("strong"), element("span", "beside")];
  const below = element("p", "below");
  now.append(answer, " ", beside);
  said.append(now, below);
  head.append(said);
  if (!several && lane.verdict?.warning) head.append(element("p", "warning", lane.verdict.warning));
  box.append(head);
  return (one) => {
    answer.textContent = one.answer;
    answer.className = `answer ${one.look}`;
    beside.textContent = one.beside;
    below.textContent = one.below;
    below.classList.toggle("warned", one.warned ?? false);
    pointer(one.probability ?? null);
  };
}

// What was answered before the text was changed.
function before({ answer, probability, doubt }) {
  const [box, said] = [element("div", "said before"), element("strong", "answer", capital(answer))];
  if (probability !== null) said.classList.add(side_of(probability, doubt));
  box.append(said, element("p", "below", say("as_it_stands")));
  return box;
}

const [DIAL_WIDTH, DIAL_HEIGHT, DIAL_RADIUS] = [200, 130, 82];

// A pointer between the two labels, over the band in which an answer takes no side.
function dial(box, { doubt: [low, high] }, was) {
  const view = `0 0 ${DIAL_WIDTH} ${DIAL_HEIGHT}`;
  const svg = svg_element("svg", { class: "dial", viewBox: view, role: "img" });
  const parts = { negative: [0, low], doubt: [low, high], positive: [high, 1] };
  for (const [name, [from, to]] of Object.entries(parts)) {
    if (from < to) svg.append(svg_element("path", { class: name, d: arc(from, to) }));
  }
  for (const [name, x, anchor] of [["negative", 0, "start"], ["positive", DIAL_WIDTH, "end"]]) {
    const label = svg_element("text", { x, y: DIAL_HEIGHT - 6, "text-anchor": anchor });
    label.textContent = say(name);
    svg.append(label);
  }
  const [old_hand, new_hand] = ["hand ghost", "hand"].map((look) => hand(svg, look));
  svg.append(svg_element("circle", { cx: DIAL_WIDTH / 2, cy: DIAL_WIDTH / 2, r: 7 }));
  box.append(svg);
  old_hand(was?.probability ?? null);
  return (probability) => {
    new_hand(probability);
    const bounds = { low: percent(low), high: percent(high) };
    const said = probability === null ? "dial_without" : "dial";
    svg.setAttribute("aria-label", say(said, { share: percent(probability), ...bounds }));
  };
}

// It is drawn as pointing to certainty, and turned.
function hand(svg, look) {
  const made = svg_element("path", { class: look, d: `M${on_dial(0.5, 0)}L${on_dial(1, DIAL_RADIUS - 6)}` });
  svg.append(made);
  return (probability) => {
    made.setAttribute("visibility", probability === null ? "hidden" : "visible");
    if (probability !== null) made.style.rotate = `${180 * (probability - 1)}deg`;
  };
}

function on_dial(probability, radius) {
  const angle = Math.PI * (1 - probability);
  const [x, y] = [radius * Math.cos(angle), -radius * Math.sin(angle)];
  return `${(DIAL_WIDTH / 2 + x).toFixed(2)} ${(DIAL_WIDTH / 2 + y).toFixed(2)}`;
}

function arc(from, to) {
  return `M${on_dial(from, DIAL_RADIUS)}A${DIAL_RADIUS} ${DIAL_RADIUS} 0 0 1 ${on_dial(to, DIAL_RADIUS)}`;
}

// A probability is never certainty.
const sureness = (share, certain = "nearly_certain") =>
  share >= 0.995 ? say(certain) : percent(share);
