// Words are read one by one; what is answered after each of them is drawn by opinions or labels.

const [SMALLEST, LARGEST] = [18, 80]; // Pixels of the text.
const SHRUNK = 0.95; // Of its size, a text that is not yet seen as a whole.
const LETTER = 0.56; // Width of a letter in heights, with what breaking lines takes.
const FRAME = 5; // Pixels that the frame of a word takes above it, as reading.css has it.
const MARGINS = 16; // Pixels around the transport.
const PAPER = 300; // Pixels that a text may fill where nothing bounds it.

function scene(box, data, { go, send, panels }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  let current = 0;
  const text = element("div", "text");
  text.tabIndex = 0; // So that it can be scrolled without a mouse.
  const tokens = data.tokens.map(([, spelling, mark], index) => token(spelling, index, mark));
  const drawn = data.lanes[0].tags ? labels : opinions;
  const answers = drawn({ data, host, several, text, tokens });
  const verdict = verdicts(data, host, answers.numbered);
  const asides = (data.asides ?? []).map((said) => element("p", "aside", said));
  box.replaceChildren(verdict.box, text, ...asides);
  fit(text, answers);
  const edit = data.editable ? what_if(box, data, send) : { draw() {} };
  const words = data.lanes.map(() => tokens);
  const network = insides(panels, data, host, { words, go, out: answers.out });

  function token(spelling, index, mark) {
    const made = element({ gone: "del", come: "ins" }[mark] ?? "span", "token", spelling);
    if (data.lanes.every((lane) => !lane.known[index])) made.classList.add("unknown");
    made.onclick = () => go(index);
    return made;
  }

  // Where the reader is that began at the end, if there is one; else behind all words.
  function from_end(step) {
    const reads = !data.at_once && data.lanes.every((lane) => lane.both_ends) && data.waits;
    return reads ? data.steps - 1 - step : data.steps;
  }

  return {
    question: (step) => (data.at_once ? null : answers.question(step)),
    draw(step) {
      current = step;
      tokens.forEach((made, index) => {
        made.classList.toggle("unread", !data.at_once && index > step && index < from_end(step));
        made.classList.toggle("current", index === step);
        made.classList.toggle("from-end", index === from_end(step));
      });
      answers.draw(step);
      keep_in_sight(text, tokens[step], answers.depth(tokens[step]));
      edit.draw(step);
      verdict.draw(data.lanes.map((lane) => answers.head(lane, step)));
      network.draw(step);
    },
    resize() {
      fit(text, answers);
      answers.resize();
      answers.draw(current);
      keep_in_sight(text, tokens[current], answers.depth(tokens[current]));
    },
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
  const between = data.tokens.map(([before], index) => [untouched(before), tokens[index]]);
  return [...between.flat(), untouched(data.after)].filter((piece) => piece !== "");
}

// Between the words: blanks, which need no element, or what no model reads.
const untouched = (text) => (text.trim() ? element("span", "between", text) : text);

// As large as lets all of the text be seen at once, within bounds; what height is left over then
// goes to the lines.
function fit(text, { line, tallest }) {
  text.style.setProperty("--around", `${height_around(text)}px`);
  const room = parseFloat(getComputedStyle(text).maxHeight);
  const height = room || PAPER;
  const letters = LETTER * text.textContent.length;
  const written = text.textContent.split("\n").length; // Lines that it has however wide it is.
  const most = Math.min(height / (line * written), LARGEST);
  const fits = Math.sqrt((text.clientWidth * height) / (letters * line));
  let size = Math.max(SMALLEST, Math.min(fits, most));
  text.style.fontSize = `${size}px`;
  if (!tallest) return;
  text.style.lineHeight = line;
  // So that what is below stays where it is when another text comes.
  text.style.minHeight = room ? `${room}px` : "";
  if (!room) return;
  const last = [...text.querySelectorAll(".token")].at(-1);
  const lines = () => Math.ceil((last.offsetTop + last.offsetHeight) / (size * line));
  while (size > SMALLEST && lines() * size * line > height) {
    size = Math.max(SMALLEST, SHRUNK * size); // Where lines break, they take more than reckoned.
    text.style.fontSize = `${size}px`;
  }
  text.style.lineHeight = Math.max(line, Math.min(tallest, height / (size * lines())));
}

// Of all that shares the first screen with the text: the page above, what if, and the transport.
function height_around(text) {
  const [box, inner] = [text.parentElement, text.getBoundingClientRect()];
  const outer = box.getBoundingClientRect();
  let above = 0;
  for (let part = box; part; part = part.offsetParent) above += part.offsetTop;
  const transport = box.parentElement.querySelector(".transport");
  return above + outer.height - inner.height + transport.offsetHeight + MARGINS;
}

function keep_in_sight(text, made, depth) {
  const [top, bottom] = [made.offsetTop - FRAME, made.offsetTop + depth];
  if (top < text.scrollTop) text.scrollTop = top;
  if (bottom > text.scrollTop + text.clientHeight) text.scrollTop = bottom - text.clientHeight;
}
