const CANDIDATES = { one: 4, several: 3 };

// The sentence of one model as the headline; of a photo unlike all others, the warning is.
function caption_lane(box, lane, data, { go, send, several }) {
  const verdict = element("div", "verdict");
  // What is not known of a sentence does not speak against all that is said.
  const mild = data.sentence ? "mild" : "";
  const sentence = element("p", `sentence ${mild}`);
  const worth = element("p", "worth");
  const after = element("p", "after");
  const said_after = explained(after, "words-to-choose-from");
  const list = element("ol", "candidates");
  const words = lane.words.map((word, place) => spoken(word, place));
  sentence.append(...words.flatMap((made, place) => [made, after_word(lane.words[place + 1])]));
  if (lane.warning) verdict.append(element("p", `warning ${mild}`, lane.warning));
  verdict.append(sentence, ...lane.effects.map((said) => element("p", "effect", said)), worth);
  if (!several) box.append(wishes_row(data, lane, send));
  box.append(verdict);
  if (!several && data.caution) box.append(element("p", "caution", data.caution));
  box.append(after, list);
  const beam = several ? { draw() {} } : ranked_beam(box, lane);

  function spoken(word, place) {
    const made = element("span", "word", word === data.end ? "■" : word);
    if (word === data.end) made.title = say("the_end");
    made.classList.toggle("forced", place < lane.forced);
    made.classList.toggle("apart", !data.lanes.every((other) => other.words.includes(word)));
    made.onclick = () => go(data.lead + place);
    return made;
  }

  // Of words, the most probable one fills its row.
  function row([word, probability, allowed], place, taken, most) {
    const item = element("li", taken ? "taken" : "");
    const shown = word === data.end ? say("the_end") : word;
    const [pick, bar] = [element("button", "pick"), element("span", "bar")];
    bar.style.width = `${Math.max(0.5, (100 * probability) / most)}%`;
    pick.append(element("span", "said", shown), element("span", "value", small_percent(probability)), bar);
    pick.disabled = several || !allowed || taken;
    pick.title = allowed ? say("go_on", { word: shown }) : say("not_allowed");
    pick.onclick = () => send("steered", [...lane.words.slice(0, place), word]);
    item.append(pick);
    if (!several && allowed && word !== data.end) {
      const ban = element("button", "ban", "✕");
      ban.title = say("ban", { word });
      ban.setAttribute("aria-label", ban.title);
      ban.onclick = () => send("banned", word);
      item.append(ban);
    }
    return item;
  }

  return {
    words,
    sentence,
    draw(place) {
      words.forEach((made, index) => {
        made.classList.toggle("unread", index > place);
        made.classList.toggle("current", index === place);
      });
      worth.textContent = place === lane.words.length - 1 ? lane.worth : "";
      beam.draw(place);
      if (place < 0) return wait();
      const { candidates, entropy } = lane.steps[place];
      const n = Math.round(2 ** entropy);
      const first = data.sentence ? "doubt_after_sentence" : "doubt_first";
      const doubted = place ? "doubt_after" : first;
      said_after(say(several ? "doubt" : doubted, { n, word: lane.words[place - 1] }));
      const shown = candidates.slice(0, CANDIDATES[several ? "several" : "one"]);
      const found = with_taken(shown, candidates, lane.words[place]);
      const most = Math.max(...found.map(([, probability]) => probability));
      const rows = found.map((one) => row(one, place, one[0] === lane.words[place], most));
      keep_focus(list, () => list.replaceChildren(...rows));
    },
  };

  // The sentence is still being read.
  function wait() {
    said_after(say("writes_nothing_yet"));
    list.replaceChildren();
  }
}

// Marks, and what is left of a word that was cut in two, stand at the word before.
const CLOSE_UP = /^(?:[.,:;!?)\]%…]+|'\w+|n't)$/;
const after_word = (next) => (next && CLOSE_UP.test(next) ? "" : " ");
const closed_up = (words) => words.map((word, place) => word + after_word(words[place + 1])).join("").trim();

// A word that was forced may stand far down in the list.
function with_taken(shown, candidates, word) {
  const taken = candidates.find(([said]) => said === word);
  return !taken || shown.includes(taken) ? shown : [...shown.slice(0, -1), taken];
}

// Whoever walks through the steps from a candidate by keyboard keeps the place in the list.
function keep_focus(list, change) {
  const buttons = () => [...list.querySelectorAll("button")];
  const place = buttons().indexOf(list.getRootNode().activeElement);
  change();
  if (place >= 0) buttons()[Math.min(place, buttons().length - 1)]?.focus();
}
