// Before an answer is shown, the room guesses: hands are counted, then the answer comes, and a score
// of room and machine. None of it needs the server.
// A scene that can ask gives `question(step)`, or null where there is nothing to ask: what is `asked`,
// the `choices`, which of them the `machine` says, `by` its name where there are several, which is
// `right` (null where nobody knows), the steps `from` and `until` that are shown while the answer is
// covered, and the one `to` see it at. Where no machine says anything, `machine` is null, and no score kept.

const MOST_CHOICES = 5;
const MOST_HANDS = 9_999;
const MOVES = ["first", "back", "play", "next", "last", "anew"];
const SCORE = "unrolled-score"; // Kept until the window is closed.
const NO_SCORE = { known: 0, room: 0, machine: 0, unknown: 0, agreed: 0 };

class Guessing {
  constructor(player) {
    this.player = player;
    this.box = player.root.querySelector(".guessing");
    this.question = null;
  }

  get asks() {
    return this.question !== null && !this.told;
  }

  // A scene that is new, or speaks another language.
  renew(same) {
    const { root, scene } = this.player;
    const never = !scene.question?.(0);
    for (const button of root.querySelectorAll("[data-act=guess]")) button.hidden = never;
    if (!this.question) return;
    const question = same && !never ? scene.question(this.asked_at) : null;
    if (!question) return this.close();
    this.question = question;
    this.draw();
  }

  get scored() {
    return this.question.machine !== null;
  }

  toggle() {
    this.asks ? this.leave() : this.ask();
  }

  ask() {
    const { player } = this;
    const question = player.scene.question?.(player.step);
    if (!question) return;
    Object.assign(this, { question, asked_at: player.step, told: false });
    this.hands = question.choices.map(() => 0);
    this.draw();
    this.perform();
  }

  perform() {
    const { player, question } = this;
    player.go(calm() ? question.until : question.from);
    if (player.step < question.until) player.run(question.until);
  }

  add(place) {
    this.count(place, this.hands[place] + 1);
    this.box.querySelectorAll("input")[place].value = this.hands[place];
  }

  count(place, hands) {
    this.hands[place] = Math.max(0, Math.min(MOST_HANDS, Math.round(hands) || 0));
  }

  reveal() {
    this.told = true;
    if (this.scored && this.hands.some(Boolean)) keep_score(counted(score_kept(), this.question, this.hands));
    this.draw();
    this.player.go(this.question.to);
  }

  close() {
    if (!this.question) return;
    this.question = null;
    this.draw();
    this.player.draw();
  }

  leave() {
    this.close();
    this.player.go(this.player.step);
  }

  // Whether an act of the player is meant for the question: what moves would tell the answer.
  takes(act) {
    if (!this.question || !MOVES.includes(act)) return false;
    if (this.told || act === "anew") this.close();
    else if (act === "next") this.reveal();
    else if (act === "play") this.perform();
    return this.question !== null;
  }

  key({ key, ctrlKey, metaKey, altKey }, target) {
    const typed = target.closest(TYPED_IN);
    if (!this.question || ctrlKey || metaKey || altKey || (typed && !this.box.contains(typed))) return false;
    if (key === "Escape") this.leave();
    else if (!this.asks) return false;
    else if (key === "Enter" && !target.closest(PRESSED)) this.reveal();
    else if (!typed && this.hands[Number(key) - 1] !== undefined) this.add(Number(key) - 1);
    else return false;
    return true;
  }

  draw() {
    const { player, question } = this;
    const stage = player.root.querySelector(".player");
    stage.classList.toggle("asks", this.asks);
    stage.classList.toggle("guessed", question !== null && this.told);
    this.box.hidden = !question;
    this.box.replaceChildren(...(question ? [element("h2", "", question.asked), ...this.parts()] : []));
    player.resize();
  }

  parts() {
    const list = element("div", this.told ? "choices told" : "choices");
    list.append(...this.question.choices.map((choice, place) => this.choice(choice, place)));
    const row = element("div", "row");
    const act = (name, does) => made_button(say(name), () => this[does]());
    if (this.told) {
      if (this.scored) row.append(score_line(() => this.draw()), act("guess_next", "ask"));
      row.append(act("close", "leave"));
    } else row.append(act("guess_reveal", "reveal"), element("span", "", say("guess_how")));
    return [list, row];
  }

  choice(choice, place) {
    const box = element("div", "choice");
    if (this.told) {
      box.append(...bar_of(choice, place, this.question, this.hands));
      return box;
    }
    const hand = made_button("", () => this.add(place));
    hand.append(element("kbd", "", `${place + 1}`), element("span", "", choice));
    const number = element("input");
    Object.assign(number, { type: "number", min: 0, max: MOST_HANDS, value: this.hands[place] });
    number.setAttribute("aria-label", say("guess_hands", { choice }));
    number.oninput = () => this.count(place, Number(number.value));
    number.onfocus = () => number.select();
    box.append(hand, number);
    return box;
  }
}

function made_button(text, onclick) {
  return Object.assign(element("button", "", text), { type: "button", onclick });
}

// How many hands a choice had, and whose answer it is.
function bar_of(choice, place, { choices, machine, right, by }, hands) {
  const bar = element("span", "bar");
  const all = hands.reduce((sum, one) => sum + one, 0);
  bar.style.width = `${all ? (100 * hands[place]) / all : 0}%`;
  const marks = [
    choices[place] === right ? say("guess_right") : "",
    choices[place] === machine ? (by ?? say("guess_machine")) : "",
  ];
  const whose = element("span", "whose", marks.filter(Boolean).join(", "));
  return [element("strong", "", choice), element("span", "value", `${hands[place]}`), whose, bar];
}

// With one more question: where nobody knows what is right, room and machine are compared. What as
// many hands went up for as for another is no guess.
function counted(score, { choices, machine, right }, hands) {
  const most = Math.max(...hands);
  const room = hands.filter((one) => one === most).length > 1 ? null : choices[hands.indexOf(most)];
  const more = { ...score };
  if (right === null) {
    more.unknown += 1;
    more.agreed += Number(room === machine);
  } else {
    more.known += 1;
    more.room += Number(room === right);
    more.machine += Number(machine === right);
  }
  return more;
}

function score_line(draw) {
  const { known, room, machine, unknown, agreed } = score_kept();
  const box = element("span", "score");
  const said = [
    known ? say("guess_score", { room, machine, of: known }) : "",
    unknown ? say("guess_agreed", { n: agreed, of: unknown }) : "",
  ].filter(Boolean);
  if (!said.length) return element("span", "score", say("guess_none"));
  const reset = made_button(say("guess_reset"), () => {
    keep_score(NO_SCORE);
    draw();
  });
  box.append(element("strong", "", said.join(" · ")), " ", reset);
  return box;
}

// A page that is opened from a mail may keep nothing; then the score lasts as long as the page.
let last_score = NO_SCORE;

function score_kept() {
  try {
    return { ...NO_SCORE, ...JSON.parse(sessionStorage.getItem(SCORE)) };
  } catch {
    return last_score;
  }
}

function keep_score(score) {
  last_score = score;
  try {
    sessionStorage.setItem(SCORE, JSON.stringify(score));
  } catch {}
}

// The first of several stands for the machine, and is named.
const first_of = (models) => (models.length > 1 ? models[0].name : null);

// Choices in an order that tells nothing, the same whenever the same is asked.
function shuffled(choices, seed) {
  const stir = (hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 16_777_619);
  const rank = (text) => [...`${text}${seed}`].reduce(stir, 2_166_136_261) >>> 0;
  return choices.slice(0, MOST_CHOICES).sort((one, other) => rank(one) - rank(other));
}
