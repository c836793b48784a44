// Who wrote the memory of a layer: a brick for each word, as high as what it wrote, filled with what
// is left of it. Steps and words are counted in the order of reading, which may be from the end.

const SIDE_BY_SIDE = 48; // Words; no more than steps that the ledger tells apart.
const TOLD = 0.05; // The least share that is written on a brick.
const GONE = 0.005; // Of what was written, less than can be told from nothing.

function ledger(box, layer, lane, { numbers, show }) {
  const part = element("section", `ledger ${show}`);
  part.append(element("h2", "", say("ledger")));
  box.append(part);
  if (!layer.ledger) {
    part.append(element("p", "", say("no_ledger")));
    return { draw() {} };
  }
  const words = layer.from_end ? lane.read.toReversed() : lane.read;
  const answer = answer_of(layer, lane, numbers);
  const book = accounts(layer.ledger, numbers);
  const [wall, sentence] = [element("div", "wall"), element("p", "note")];
  wall.setAttribute("role", "group");
  wall.setAttribute("aria-label", say("ledger_keys"));
  const legend = [say("ledger_legend"), layer.ledger.remark, answer ? say("gives_legend") : ""];
  part.append(wall, sentence, element("p", "legend", legend.filter(Boolean).join(" ")));
  let [bricks, now, pinned, looked_at] = [[], 0, null, null];

  function build(start) {
    const had_focus = wall.contains(wall.getRootNode().activeElement);
    const shown = words.slice(start, start + SIDE_BY_SIDE);
    bricks = shown.map((word, index) => of_word(word, start + index));
    const gives = answer?.before ? () => answer.gives(-1, now) : null;
    if (start) bricks.unshift(summary(say("ledger_earlier"), book.earlier, null));
    if (book.before) bricks.unshift(summary(book.before, book.carried, gives));
    const placed = layer.from_end ? bricks.toReversed() : bricks;
    wall.replaceChildren(...placed.map((one) => one.box));
    wall.dataset.start = start;
    if (had_focus) bricks.find((one) => one.step === now)?.box.focus();
  }

  function of_word(word, step) {
    const one = { ...brick("button", word, answer), step };
    one.draw = () => {
      one.fill(book.share(book.part(step, now), now), book.height(book.part(step, now)));
      one.outline(step <= now ? book.height(book.wrote[step]) : 0);
      if (answer) one.speak(answer.gives(step, now));
      one.box.classList.toggle("unread", step > now);
      one.box.classList.toggle("current", step === now);
      one.box.setAttribute("aria-pressed", step === pinned);
      one.box.tabIndex = step === (pinned ?? now) ? 0 : -1;
    };
    one.box.type = "button";
    one.box.onmouseenter = one.box.onfocus = () => look(step);
    one.box.onmouseleave = one.box.onblur = () => look(null);
    one.box.onclick = ({ detail }) => {
      pinned = pinned === step ? null : step;
      if (detail) one.box.blur();
      draw(now);
    };
    return one;
  }

  // What was there before the first step, as a photo is, or all that is too long ago to be shown.
  function summary(name, sizes, gives) {
    const one = brick("div", name, gives);
    one.box.classList.add("summary");
    one.draw = () => {
      one.fill(book.share(sizes[now], now), book.height(sizes[now]));
      if (gives) one.speak(gives());
    };
    return one;
  }

  function look(step) {
    looked_at = step;
    tell();
  }

  function tell() {
    const step = looked_at ?? pinned;
    const said = [said_of(words, book, step, now), answer?.said(step ?? now, now)];
    sentence.textContent = said.filter(Boolean).join(" ");
  }

  function draw(step) {
    now = step;
    const start = first_shown(step, words.length);
    if (wall.dataset.start !== String(start)) build(start);
    for (const one of bricks) one.draw();
    tell();
  }

  wall.onkeydown = (event) => {
    const move = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const all = [...wall.querySelectorAll("button")];
    const next = all[all.indexOf(wall.getRootNode().activeElement) + move];
    if (!move || !next) return;
    event.preventDefault();
    next.focus();
  };
  return { draw: (step) => draw(layer.from_end ? words.length - 1 - step : step) };
}

// Words keep their places for half a wall, so that one sees what becomes of them.
function first_shown(step, count) {
  const half = SIDE_BY_SIDE / 2;
  const turned = Math.max(0, Math.ceil((step + 1 - SIDE_BY_SIDE) / half)) * half;
  return Math.max(0, Math.min(turned, count - SIDE_BY_SIDE));
}

function brick(tag, name, answer) {
  const [box, share] = [element(tag, "brick"), element("span", "share")];
  const [tower, wrote, left] = [element("span", "tower"), element("i", "wrote"), element("i", "left")];
  const [voice, said] = [element("span", "voice"), element("i")];
  tower.append(left, wrote);
  voice.append(said);
  box.append(share, tower, element("span", "spelling", name));
  if (answer) box.append(voice);
  return {
    box,
    speak(part) {
      said.className = part < 0 ? "against" : "for";
      said.style.height = `${50 * Math.abs(part)}%`;
    },
    outline(height) {
      wrote.hidden = !height;
      wrote.style.height = `${100 * height}%`;
    },
    fill(part, height) {
      left.style.height = `${100 * height}%`;
      share.textContent = part >= TOLD ? percent(part) : "";
    },
  };
}

// What was written at a step, and how much of it there is now; sizes are those of the payload.
function accounts(book, numbers) {
  const told = [book.wrote, book.earlier, book.before ? book.carried : []];
  const highest = told.flat().reduce((most, size) => Math.max(most, size), 0) || 1;
  const left = (step, now) => {
    const age = now - step;
    return age < 0 || age >= book.span ? 0 : numbers[book.at + now * book.span + age] / 255;
  };
  return {
    ...book,
    left,
    part: (step, now) => left(step, now) * book.wrote[step],
    share: (size, now) => (book.sizes[now] ? size / book.sizes[now] : 0),
    height: (size) => size / highest,
  };
}

// What each word's part of the memory gives the answer, where that is read from this layer.
function answer_of(layer, { layers, gives }, numbers) {
  if (!gives?.layers.includes(layers.indexOf(layer))) return null;
  const last = gives.columns - gives.before - 1;
  const place = (step) => (layer.from_end ? last - step : step);
  // From −1 to +1; of some models there is only what is given to the last answer.
  function given(step, now) {
    const row = gives.rows > 1 ? place(now) : 0;
    if (gives.rows === 1 && place(now) !== last) return 0;
    const column = step < 0 ? 0 : gives.before + place(step);
    const value = numbers[gives.at + row * gives.columns + column];
    return Math.abs(value - 127.5) < 1 ? 0 : value / 127.5 - 1;
  }
  return {
    before: gives.before,
    gives: given,
    said(step, now) {
      const part = given(step, now);
      if (!part) return "";
      const side = Array.from({ length: gives.columns }, (_, one) => given(one - gives.before, now))
        .filter((other) => other < 0 === part < 0)
        .reduce((sum, other) => sum + other, 0);
      return say(part < 0 ? "gives_against" : "gives_for", { share: percent(part / side) });
    },
  };
}

// A sentence on a word; where none is looked at, on the last one and on what it cost.
function said_of(words, book, step, now) {
  const word = words[step ?? now];
  const share = percent(book.share(book.part(step ?? now, now), now));
  const lost = (one, at) => book.part(one, at - 1) - book.part(one, at);
  if (step === null || step === now) {
    const before = words.map((_, one) => one).slice(first_shown(now, words.length), now);
    const other = most(before, (one) => lost(one, now));
    if (other === undefined) return say("ledger_new", { word, share });
    const left = percent(book.left(other, now));
    return say("ledger_cost", { word, share, other: words[other], left });
  }
  if (step > now) return say("ledger_unread", { word });
  const since = words.map((_, at) => at).slice(step + 1, now + 1);
  const at = words[most(since, (one) => lost(step, one))];
  const left = book.left(step, now);
  if (left < GONE) return say("ledger_gone", { word, at });
  return say("ledger_left", { word, share, left: percent(left), at });
}

function most(all, value) {
  return all.reduce((best, one) => (best === undefined || value(one) > value(best) ? one : best), undefined);
}
