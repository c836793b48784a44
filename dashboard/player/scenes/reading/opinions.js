// Many to one, of two labels: words take a colour, and the probability runs along under them.

const [LINE, TALLEST] = [4.1, 6.5]; // Heights of a line with its curve, in those of the type.
const PLAIN_LINE = 1.8; // Of one without, as reading.css has it.
const SLIGHT = 0.05; // A word that does less, of what the strongest does, does nothing.
const CLEARLY = { positive: "clearly_positive", negative: "clearly_negative" };
const LEANING = { positive: "leaning_positive", negative: "leaning_negative" };
const TURN = 10; // Points of a hundred; less than that nobody in a room sees at the dial.

function opinions({ data, host, several, text, tokens }) {
  const side = sides(data.lanes[0]);
  text.append(...pieces(data, tokens));
  const curve = data.waits ? null : curve_under(text, tokens, { data, host, several });
  text.classList.toggle("curved", curve !== null);
  tokens.forEach((made, index) => {
    made.style.setProperty("--strength", `${Math.round(Math.abs(side[index]) * 54)}%`);
  });

  // All that is answered so far, or in the end, is seen up to here.
  const reached = (step) => (data.at_once ? data.steps - 1 : step);
  const ends = (step) => reached(step) === data.steps - 1;

  function colour(made, index, step) {
    const read = index <= reached(step) && !several;
    made.classList.toggle("positive", read && side[index] >= 0);
    made.classList.toggle("negative", read && side[index] < 0);
    made.classList.toggle("apart", index <= reached(step) && disagree(data.lanes, index));
  }

  function opinion(lane, step) {
    if (ends(step)) return capital(lane.verdict.answer);
    const probability = given(lane, step);
    if (probability === null) return say("no_answer_yet");
    return capital(opinion_in_words(probability, lane.verdict));
  }

  function beside(lane, step) {
    if (lane.effects) return effect(lane.effects[step], data.tokens[step][1]);
    return ends(step) || given(lane, step) === null ? "" : say("so_far");
  }

  // Beside several answers there is no room for what speaks against one: it stands where its worth would.
  const warned = (lane, step) => several && ends(step) && lane.verdict.warning !== "";

  function below(lane, step) {
    if (data.change) return capital(data.change);
    if (warned(lane, step)) return capital(lane.verdict.warning);
    return ends(step) ? capital(lane.verdict.worth) : change(lane, step, data);
  }

  // Of the text as far as it is read; before and after that, of the whole, which is seen from the beginning.
  function question(step) {
    const [lane] = data.lanes;
    const { doubt, probability: of_all } = lane.verdict;
    const so_far = step === 0 || ends(step) ? null : given(lane, step);
    if (of_all === null) return null;
    const choices = [say("positive"), say("negative")];
    if (doubt[0] < doubt[1]) choices.push(say("undecided"));
    const machine = say(side_of(so_far ?? of_all, doubt));
    const [asked, from, to] = so_far === null ? ["asks_opinion", 0, data.steps - 1] : ["asks_opinion_so_far", step, step];
    return { asked: say(asked), choices, machine, right: null, by: first_of(data.lanes), from, until: from, to };
  }

  return {
    draw(step) {
      tokens.forEach((made, index) => colour(made, index, step));
      curve?.draw(reached(step));
    },
    resize: () => curve?.lay_out(),
    depth: (made) => curve?.pitch() ?? made.offsetHeight,
    ...(curve ? { line: LINE, tallest: TALLEST } : { line: PLAIN_LINE }),
    head(lane, step) {
      const { verdict } = lane;
      const probability = ends(step) ? verdict.probability : given(lane, step);
      return {
        answer: opinion(lane, step),
        look: probability === null ? "" : side_of(probability, verdict.doubt),
        beside: beside(lane, step),
        below: below(lane, step),
        warned: warned(lane, step),
        probability,
      };
    },
    said: opinion,
    question,
    out: opinion_so_far,
  };
}

// Which word turned the answer last. A mark never does: at it, what was read before is summed up.
function change(lane, step, { tokens, marks }) {
  if (given(lane, step) === null) return say("both_ends");
  const turned = (_, index) => !marks.includes(index) && Math.abs(points_at(lane, index)) >= TURN;
  const at = tokens.slice(0, step + 1).findLastIndex(turned);
  if (at < 0) return "";
  const points = points_at(lane, at);
  const values = { points: Math.abs(points), word: tokens[at][1] };
  const said = say(points > 0 ? "more_positive" : "more_negative", values);
  return lane.known[at] ? said : say("unknown", { said });
}

// By how many points of a hundred a word moved the answer; 0 where a model was not asked before and after it.
function points_at({ probabilities }, index) {
  const [before, after] = [probabilities[index - 1] ?? null, probabilities[index]];
  return before === null || after === null ? 0 : Math.round(100 * (after - before));
}

// What a word says by itself, where a model does no more than add.
function effect(share, word) {
  if (Math.abs(share) < SLIGHT) return say("speaks_neither", { word });
  return say("speaks_for", { word, label: say(share > 0 ? "positive" : "negative") });
}

// What a cell says, of which a network has as many as there are words.
function opinion_so_far({ probabilities, verdict }, index) {
  const probability = probabilities[index];
  if (probability === null) return null;
  const look = side_of(probability, verdict.doubt);
  const share = sureness(Math.max(probability, 1 - probability), "nearly_certain_short");
  return { said: look === "undecided" ? say(look) : say("answer", { label: say(look), share }), look };
}

// From −1 to 1, what is spoken for at each word: by the word itself, or by the answer so far.
function sides({ effects, probabilities, verdict: { doubt } }) {
  const open = (one) => one === null || side_of(one, doubt) === "undecided";
  return effects ?? probabilities.map((one) => (open(one) ? NaN : 2 * one - 1));
}

// The last answer up to a step, as a model need not be asked at each.
function given({ probabilities }, step) {
  return probabilities.slice(0, step + 1).findLast((one) => one !== null) ?? null;
}

// An answer in words, by the bounds of its model: on the way as of the whole text.
function opinion_in_words(probability, { doubt, clear: [low, high] }) {
  const side = side_of(probability, doubt);
  if (side === "undecided") return say("answer_open", { verdict: say(side), share: percent(probability) });
  const named = probability < low || probability > high ? CLEARLY : LEANING;
  return say("answer", { label: say(named[side]), share: sureness(Math.max(probability, 1 - probability)) });
}

// As the style and the sentences know it.
function side_of(probability, [low, high]) {
  if (probability > high) return "positive";
  return probability < low ? "negative" : "undecided";
}

function disagree(lanes, index) {
  const answers = lanes
    .filter(({ probabilities }) => probabilities[index] !== null)
    .map(({ probabilities, verdict }) => side_of(probabilities[index], verdict.doubt));
  return answers.includes("positive") && answers.includes("negative");
}
