// Many to one, of two labels: words take a colour, and the probability runs along under them.

const [LINE, TALLEST] = [4.1, 6.5]; // Heights of a line with its curve, in those of the type.
const PLAIN_LINE = 1.8; // Of one without, as reading.css has it.
const SLIGHT = 0.05; // A word that does less, of what the strongest does, does nothing.

function opinions({ data, host, several, text, tokens }) {
  const side = sides(data.lanes[0]);
  text.append(...pieces(data, tokens));
  const curve = data.waits ? null : curve_under(text, tokens, { data, host, several });
  text.classList.toggle("curved", curve !== null);
  tokens.forEach((made, index) => {
    made.style.setProperty("--strength", `${Math.round(Math.abs(side[index]) * 54)}%`);
    made.classList.toggle("apart", disagree(data.lanes, index));
  });

  // All that is answered so far, or in the end, is seen up to here.
  const reached = (step) => (data.at_once ? data.steps - 1 : step);
  const ends = (step) => reached(step) === data.steps - 1;

  function colour(made, index, step) {
    const read = index <= reached(step) && !several;
    made.classList.toggle("positive", read && side[index] >= 0);
    made.classList.toggle("negative", read && side[index] < 0);
  }

  function opinion(lane, step) {
    if (ends(step)) return capital(lane.verdict.answer);
    const probability = given(lane, step);
    if (probability === null) return say("no_answer_yet");
    const share = sureness(Math.max(probability, 1 - probability));
    return say("answer", { label: capital(say(label_of(probability))), share });
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
    return ends(step) ? capital(lane.verdict.worth) : change(lane, step, data.tokens[step][1]);
  }

  // Of the whole text, which is seen from the beginning.
  function question() {
    const { probability, takes_side, doubt } = data.lanes[0].verdict;
    if (probability === null) return null;
    const choices = [say("positive"), say("negative")];
    if (doubt[0] < doubt[1]) choices.push(say("undecided"));
    const machine = say(takes_side ? label_of(probability) : "undecided");
    const steps = { by: first_of(data.lanes), from: 0, until: 0, to: data.steps - 1 };
    return { asked: say("asks_opinion"), choices, machine, right: null, ...steps };
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
      const open = probability === null || (ends(step) && !verdict.takes_side);
      return {
        answer: opinion(lane, step),
        look: open ? "" : label_of(probability),
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

// What a word did to the answer.
function change(lane, step, word) {
  if (given(lane, step) === null) return say("both_ends");
  const probability = lane.probabilities[step];
  const before = step ? lane.probabilities[step - 1] : null;
  const points = Math.round(100 * (probability - before));
  const moved = points
    ? say_number(towards(points), Math.abs(points), { points: Math.abs(points), word })
    : say("no_change", { word });
  const said = probability !== null && before !== null ? moved : say("at", { word });
  return lane.known[step] ? said : say("unknown", { said });
}

const towards = (points) => (points > 0 ? "more_positive" : "more_negative");

// What a word says by itself, where a model does no more than add.
function effect(share, word) {
  if (Math.abs(share) < SLIGHT) return say("speaks_neither", { word });
  return say("speaks_for", { word, label: say(share > 0 ? "positive" : "negative") });
}

// What a cell says, of which a network has as many as there are words.
function opinion_so_far(lane, index) {
  const probability = lane.probabilities[index];
  if (probability === null) return null;
  const label = label_of(probability);
  const share = sureness(Math.max(probability, 1 - probability), "nearly_certain_short");
  return { said: say("answer", { label: say(label), share }), look: label };
}

// From −1 to 1, what is spoken for at each word: by the word itself, or by the answer so far.
function sides({ effects, probabilities }) {
  return effects ?? probabilities.map((one) => (one === null ? NaN : 2 * one - 1));
}

// The last answer up to a step, as a model need not be asked at each.
function given({ probabilities }, step) {
  return probabilities.slice(0, step + 1).findLast((one) => one !== null) ?? null;
}

// A label as the style and the sentences know it.
const label_of = (probability) => (probability >= 0.5 ? "positive" : "negative");

function disagree(lanes, index) {
  const answers = lanes.map((lane) => lane.probabilities[index]).filter((p) => p !== null);
  return new Set(answers.map(label_of)).size > 1;
}
