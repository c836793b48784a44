// Many to many, in step: each word takes the colour of its label, whose name stands under it.

const RIVAL = 0.05; // A label that is less probable is not worth its name.
const LONGEST_PIECE = 24; // Letters that stay on one line; a phone has room for so many.

function labels({ data, several, text, tokens }) {
  const shown = []; // Marks and names, each with the first step at which it is seen.
  text.classList.add("labelled");
  text.style.setProperty("--lanes", data.lanes.length);
  tokens.forEach((made, index) => {
    if (!several) dress(made, data.lanes[0].tags[index]);
  });
  text.append(...in_pieces());

  function name_of(label) {
    return label === null ? say("no_label") : data.labels[label][0];
  }

  function disagree(index) {
    const given = data.lanes.map((lane) => `${lane.tags[index][0]} ${lane.continued[index]}`);
    return new Set(given).size > 1;
  }

  function dress(made, [label, , , , sure]) {
    if (label === null) return;
    made.style.setProperty("--label", `var(--label-${data.labels[label][1]})`);
    made.classList.toggle("unsure", !sure);
  }

  // Words under one label, of any model, are held together.
  function joined(index) {
    const [before] = data.tokens[index] ?? ["\n"];
    return data.lanes.some((lane) => lane.continued[index]) && !before.includes("\n");
  }

  function in_pieces() {
    const spans = [];
    data.tokens.forEach(([before, spelling], index) => {
      const span = spans.at(-1);
      const length = before.length + spelling.length;
      if (joined(index) && span.length + length <= LONGEST_PIECE) {
        span.end = index + 1;
        span.length += length;
      } else spans.push({ start: index, end: index + 1, length });
    });
    return [...spans.flatMap(placed), data.after].filter((part) => part !== "");
  }

  function placed({ start, end }) {
    const before = joined(start) ? "" : data.tokens[start][0];
    const free = data.lanes.every((lane) => lane.tags[start][0] === null);
    return [before, free && end === start + 1 ? tokens[start] : piece(start, end)];
  }

  // Words lie in the first row; then each model has a row of marks and a row of names.
  function piece(start, end) {
    const made = element("span", "piece");
    for (let index = start; index < end; index++) {
      const cell = element("span", "cell");
      cell.append(tokens[index], joined(index + 1) ? data.tokens[index + 1][0] : "");
      made.append(cell);
    }
    data.lanes.forEach((lane, number) => {
      for (let index = start; index < end; index++) {
        if (lane.tags[index][0] !== null) made.append(...under(lane, number, index, start, end));
      }
    });
    return made;
  }

  // The mark under a word, and where a label begins its name, under all words that it has here.
  function under(lane, number, index, start, end) {
    const [row, column] = [2 * number + 2, index - start + 1];
    const parts = [element("span", "mark")];
    parts[0].style.gridArea = `${row} / ${column}`;
    parts[0].classList.toggle("end", joined(index + 1) && !lane.continued[index + 1]);
    if (!lane.continued[index]) {
      const [label, , , , sure] = lane.tags[index];
      const name = `${several ? `${number + 1} ` : ""}${name_of(label)}${sure ? "" : "?"}`;
      let last = index + 1;
      while (last < end && lane.continued[last]) last++;
      const tag = element("span", "tag", name);
      tag.style.gridArea = `${row + 1} / ${column} / auto / ${last - start + 1}`;
      parts.push(tag);
    }
    for (const part of parts) dress(part, lane.tags[index]);
    shown.push(...parts.map((part) => [part, answered_at(lane, index)]));
    return parts;
  }

  function answered_at(lane, index) {
    return lane.while_reading ? index : data.steps - 1;
  }

  function in_words([label, share, second, second_share, sure]) {
    const values = { label: name_of(label), share: sureness(share) };
    const other = { other: name_of(second), other_share: percent(second_share) };
    const said = second_share >= RIVAL
      ? say("label_or", { ...values, ...other })
      : say("label", values);
    return sure ? said : `${said}, ${say("not_sure")}`;
  }

  function of_word(lane, step) {
    const [, word] = data.tokens[step];
    if (answered_at(lane, step) > step) return say("label_later", { word });
    return say("label_of", { word, label: in_words(lane.tags[step]) });
  }

  // Of the next word that begins a label; after the last one, of the first.
  function question(step) {
    const [{ tags, continued }] = data.lanes;
    const asked = [...tags.keys()].filter((at) => at > 0 && tags[at][0] !== null && !continued[at]);
    const at = asked.find((one) => one > step) ?? asked[0];
    if (at === undefined) return null;
    const [label, , second] = tags[at];
    const others = tags.flatMap(([one, , other]) => [one, other]);
    const names = [...new Set([label, second, ...others])].map(name_of);
    if (names.length < 2) return null;
    const choices = shuffled(names, `${data.id}${at}`);
    const steps = { by: first_of(data.lanes), from: at - 1, until: at - 1, to: answered_at(data.lanes[0], at) };
    const [, word] = data.tokens[at];
    return { asked: say("asks_label", { word }), choices, machine: name_of(label), right: null, ...steps };
  }

  return {
    question,
    numbered: true, // As the rows of names are.
    line: 2.1 + 0.9 * data.lanes.length,
    draw(step) {
      for (const [part, first] of shown) part.classList.toggle("later", step < first);
      const reached = (index) => Math.max(index, ...data.lanes.map((lane) => answered_at(lane, index))) <= step;
      tokens.forEach((made, index) => made.classList.toggle("apart", reached(index) && disagree(index)));
      if (several) return;
      tokens.forEach((made, index) => {
        const known = index <= step && answered_at(data.lanes[0], index) <= step;
        made.classList.toggle("tagged", known && data.lanes[0].tags[index][0] !== null);
      });
    },
    resize() {},
    depth: (made) => (made.closest(".piece") ?? made).offsetHeight,
    out(lane, index, step) {
      const [label, share] = lane.tags[index];
      if (answered_at(lane, index) > step) return null;
      const values = { label: name_of(label), share: sureness(share, "nearly_certain_short") };
      return { said: say("label", values), look: "" };
    },
    head(lane, step) {
      const answer = lane.so_far[step];
      const rest = { look: "", beside: "", below: of_word(lane, step) };
      if (!answer) return { answer: say("no_answer_yet"), ...rest };
      const [label, share, second, second_share, sure] = answer;
      const doubt = [
        second_share >= RIVAL
          ? say("or", { label: name_of(second), share: percent(second_share) })
          : "",
        sure ? "" : say("not_sure"),
      ];
      return {
        ...rest,
        answer: say("answer", { label: capital(name_of(label)), share: sureness(share) }),
        look: sure ? "" : "unsure",
        beside: doubt.filter(Boolean).join(", "),
      };
    },
    said(lane, step) {
      const answer = lane.so_far[step];
      const label =
        answered_at(lane, step) > step ? say("no_label_yet") : in_words(lane.tags[step]);
      return answer ? say("text_so_far", { label, answer: in_words(answer) }) : label;
    },
  };
}
