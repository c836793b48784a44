// Words are read one by one; what is answered after each of them is drawn by opinions or labels.

function scene(box, data, { go, send, panels }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const text = element("div", `text ${size_of(data.steps)}`);
  text.tabIndex = 0; // So that it can be scrolled without a mouse.
  const tokens = data.tokens.map(([, spelling], index) => token(spelling, index));
  const drawn = data.lanes[0].tags ? labels : opinions;
  const answers = drawn({ data, host, several, text, tokens });
  const lanes = element("div", several ? "lanes" : "lanes single");
  const heads = data.lanes.map((lane, index) => {
    const name = answers.numbered ? `${index + 1} ${lane.name}` : lane.name;
    const part = several ? named_lane(name, lane_colour(host, index)) : element("div", "lane");
    lanes.append(part);
    return lane_head(part);
  });
  box.replaceChildren(text, lanes);
  const edit = data.editable ? what_if(box, send) : { draw() {} };
  const words = data.lanes.map(() => tokens);
  const network = insides(panels, data, host, { words, go, out: answers.out });

  function token(spelling, index) {
    const made = element("span", "token", spelling);
    if (data.lanes.every((lane) => !lane.known[index])) made.classList.add("unknown");
    made.onclick = () => go(index);
    return made;
  }

  return {
    draw(step) {
      tokens.forEach((made, index) => {
        made.classList.toggle("unread", index > step);
        made.classList.toggle("current", index === step);
      });
      answers.draw(step);
      keep_in_sight(text, tokens[step], answers.depth(tokens[step]));
      edit.draw(step, data.tokens[step][1]);
      data.lanes.forEach((lane, index) => heads[index](answers.head(lane, step)));
      network.draw(step);
    },
    resize: () => answers.resize(),
    said: (step) =>
      say("word", {
        n: step + 1,
        word: data.tokens[step][1],
        answers: data.lanes
          .map((lane) => (several ? `${lane.name} ` : "") + answers.said(lane, step))
          .join(", "),
      }),
  };
}

// The text as it was written, with an element for each token.
function pieces(data, tokens) {
  const between = data.tokens.map(([before], index) => [before, tokens[index]]);
  return [...between.flat(), data.after].filter((piece) => piece !== "");
}

// The answer so far, what is to be said beside it, and of the current word.
function lane_head(box) {
  const [head, word] = [element("p", "now"), element("p", "of-word")];
  const [answer, change] = [element("strong"), element("span", "change")];
  head.append(answer, change);
  box.append(head, word);
  return (said) => {
    answer.textContent = said.answer;
    answer.className = `answer ${said.look}`;
    change.textContent = said.beside;
    word.textContent = said.of_word ?? "";
  };
}

function size_of(words) {
  if (words <= 50) return "large";
  return words <= 160 ? "medium" : "small";
}

function keep_in_sight(text, made, depth) {
  const [top, bottom] = [made.offsetTop, made.offsetTop + depth];
  if (top < text.scrollTop) text.scrollTop = top;
  if (bottom > text.scrollTop + text.clientHeight) text.scrollTop = bottom - text.clientHeight;
}
