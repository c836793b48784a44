// The sentence that is translated: its words take colour as they are read; a model that looks back
// marks those that it looks at.

const DEEPEST_LOOK = 55; // Percent of the colour; text on it is read as well.

function sentence_frame(data, go) {
  const [lane] = data.lanes;
  const [box, text, note] = [element("figure", "source"), element("p", "original"), element("figcaption")];
  const words = data.sentence.tokens.map(([, spelling], place) => source_word(spelling, place));
  const pieces = data.sentence.tokens.flatMap(([before], place) => [before, words[place]]);
  text.append(...pieces, data.sentence.after);
  box.append(text, note);

  function source_word(spelling, place) {
    const made = element("span", "word", spelling);
    if (data.lanes.every(({ known }) => !known[place])) {
      made.classList.add("unknown");
      made.title = say("never_seen");
    }
    made.onclick = () => go(lane.order.indexOf(place));
    return made;
  }

  function note_at(step) {
    const from_end = lane.order.length > 1 && lane.order[0] > lane.order.at(-1);
    if (step < data.lead) return say(from_end ? "reads_from_end" : "reads_in_order");
    // Of several models one may look back while another cannot.
    if (data.lanes.length > 1) return "";
    return say(lane.attention === null ? "out_of_sight" : "looks_back");
  }

  function look(step) {
    const start = lane.attention + (step - data.lead) * words.length;
    words.forEach((made, place) => {
      const share = (data.numbers[start + place] / 255) * DEEPEST_LOOK;
      made.style.setProperty("--look", `${share}%`);
    });
  }

  return {
    box,
    words: lane.order.map((place) => words[place]), // In the order of reading.
    draw(step) {
      const looks = step >= data.lead && lane.attention !== null && data.lanes.length === 1;
      lane.order.forEach((place, at) => {
        words[place].classList.toggle("waits", at > step);
        words[place].classList.toggle("current", at === step);
      });
      text.classList.toggle("away", step >= data.lead && !looks);
      text.classList.toggle("looked-at", looks);
      note.textContent = note_at(step);
      if (looks) look(step);
    },
  };
}
