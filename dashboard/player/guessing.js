// Before an answer is shown, the room guesses: hands are counted, then the answer comes, and a score
// of room and machine. None of it needs the server.
// A scene that can ask gives `question(step)`, or null where there is nothing to ask: what is `asked`,
// the `choices`, which of them the `machine` says, `by` its name where there are several, which is
// `right` (null where nobody knows), the steps `from` and `until` that are shown while the answer is
// covered, and the one `to` see it at. Where no machine says anything, `machine` is null, and no score kept.

const MOST_CHOICES = 5;
const MOST_HANDS = 9_999;
const MOVES = ["first", "back", "play", "next", "last", "anew"];

class Guessing {
  constructor(player) {
    this.player = player;
    this.box = player.root.querySelector(".guessing");
    this.question = null;
    this.asked = 0; // Questions, so that each has a name of its own.
    this.by_phone = []; // Votes for each choice.
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
    const anew = () => (same && !never ? scene.question(this.asked_at) : null);
    const question = this.question.thought ? thought_at(this.asked_at) : anew();
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
    if (question) this.open(question);
  }

  // What the audience thought of it is asked like any other question; its answers are kept in a file.
  think() {
    if (this.question?.thought) return this.leave();
    this.open(thought_at(this.player.step));
  }

  open(question) {
    this.asked += 1;
    Object.assign(this, { question, asked_at: this.player.step, told: false });
    this.name = `${WINDOW}-${this.asked}`;
    this.hands = question.choices.map(() => 0);
    this.by_phone = [];
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
    this.show_hands();
  }

  show_hands() {
    this.box.querySelectorAll("input").forEach((input, place) => {
      if (!input.matches(":focus")) input.value = this.hands[place];
    });
  }

  // What phones have said so far: as it grows, so do the hands, which may be corrected all the while.
  // A room that was opened anew counts anew.
  vote(votes, room) {
    if (room !== this.room) Object.assign(this, { room, by_phone: [] });
    if (!this.asks) return;
    votes.forEach((all, place) => {
      const more = all - (this.by_phone[place] ?? 0);
      if (more) this.count(place, this.hands[place] + more);
    });
    this.by_phone = votes;
    this.show_hands();
  }

  // The same question, as phones show it.
  for_phones() {
    if (!this.question) return null;
    const { asked, choices, right, machine } = this.question;
    const place = (choice) => (choices.includes(choice) ? choices.indexOf(choice) : null);
    return {
      name: this.name, asked: shortened(asked), choices: choices.map(shortened), told: this.told,
      right: place(right), machine: place(machine),
    };
  }

  count(place, hands) {
    this.hands[place] = Math.max(0, Math.min(MOST_HANDS, Math.round(hands) || 0));
  }

  reveal() {
    this.told = true;
    if (this.question.thought && this.hands.some(Boolean)) this.player.send("thought", this.hands);
    else if (this.scored) keep_score(counted(score_kept(), this.question, this.hands));
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
    // Of what one thinks of it, nothing on stage tells the answer.
    const covers = this.asks && !question.thought;
    stage.classList.toggle("asks", covers);
    stage.classList.toggle("guessed", question !== null && !covers);
    player.root.host.toggleAttribute("data-asks", covers); // The page hides what it has below.
    this.box.hidden = !question;
    this.box.classList.remove("correcting");
    this.box.replaceChildren(...(question ? [element("h2", "", question.asked), ...this.parts()] : []));
    player.room.draw();
    player.resize();
  }

  parts() {
    const list = element("div", this.told ? "choices told" : "choices");
    list.append(...this.question.choices.map((choice, place) => this.choice(choice, place)));
    const row = element("div", "row");
    const act = (name, does) => made_button(say(name), () => this[does]());
    if (this.told && this.question.thought) {
      row.append(element("strong", "", say("thought_thanks")), act("close", "leave"));
      return [row]; // How many thought what is for the presenter.
    }
    if (this.told) {
      if (this.scored) row.append(score_line(this.question, this.hands, () => this.draw()), act("guess_next", "ask"));
      row.append(act("close", "leave"));
    } else row.append(act(this.question.thought ? "thought_done" : "guess_reveal", "reveal"), ...this.how());
    return [list, row];
  }

  // By phones the numbers are out of sight, until they are to be corrected.
  how() {
    const corrects = () => this.box.classList.toggle("correcting");
    const correct = made_button(say("phones_correct"), corrects);
    correct.classList.add("correct");
    return [element("span", "how", say("guess_how")), element("span", "votes"), correct];
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

// What is asked of a whole show, at a step at which it stays.
function thought_at(step) {
  const choices = [say("thought_yes"), say("thought_no")];
  const steps = { from: step, until: step, to: step };
  return { thought: true, asked: say("thought_asked"), choices, machine: null, right: null, ...steps };
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

// The first of several stands for the machine, and is named.
const first_of = (models) => (models.length > 1 ? models[0].name : null);

// Choices in an order that tells nothing, the same whenever the same is asked, in any language.
function shuffled(choices, seed) {
  const stir = (hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 16_777_619);
  const rank = (place) => [...`${place}${seed}${place}`].reduce(stir, 2_166_136_261) >>> 0;
  const places = [...choices.slice(0, MOST_CHOICES).keys()];
  return places.sort((one, other) => rank(one) - rank(other)).map((place) => choices[place]);
}
