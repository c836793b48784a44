// What a speaker has before them while the room sees the stage: lines, scenes, clock and votes. Its
// own page is all that this window needs of a server; the window with the stage tells it the rest.

const OF = "of"; // In the address: the stage that is followed.
const DRAWN_EVERY = 500; // Milliseconds.
const ON_DESK = [
  "next", "back", "hold", "next_example", "example_before", "guess", "blank", "show_inside", "anew",
  "next_language", "project",
];
// What these are called where a script is walked.
const WALKS = { next: "on", back: "before", next_example: "next_scene", example_before: "scene_before" };

function open_desk(stage) {
  const address = new URL("desk", location.href);
  address.search = new URLSearchParams({ [OF]: stage, language: spoken });
  open(address, `desk-${stage}`, "popup,width=1180,height=700");
}

class Desk {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`.${name}`);
    this.mirrors = [...root.querySelectorAll(".mirror")].map((box) => new Mirror(box));
    this.votes = new Votes(this.part("votes"), (hand) => this.send({ hand }));
    this.came_at = performance.now();
    this.heard_at = -Infinity;
    this.onKey = (event) => this.key(event);
    for (const button of root.querySelectorAll("[data-clock]")) {
      button.onclick = () => this.send({ clock: button.dataset.clock });
    }
  }

  get there() {
    return performance.now() - this.heard_at < GONE_AFTER;
  }

  show({ language, words }) {
    this.label(language, words);
    page.dataset.stage = "desk"; // Nothing else is seen, whatever becomes of the server.
    if (this.line) return;
    this.followed = new URLSearchParams(location.search).get(OF);
    this.line = new BroadcastChannel(CHANNEL);
    this.line.onmessage = ({ data }) => this.hear(data ?? {});
    this.asking = setInterval(() => this.ask(), DRAWN_EVERY);
    document.addEventListener("keydown", this.onKey);
    this.ask();
  }

  label(language, words) {
    spoken = language;
    Object.assign(sentences, words);
    for (const part of this.root.querySelectorAll("[data-text]")) part.textContent = say(part.dataset.text);
    const keys = Object.entries({ ...KEYS, ...PERFORMED });
    const acts = ON_DESK.map((act) => {
      const [key] = keys.findLast(([, one]) => one === act);
      const made = made_button(say(WALKS[act] ?? act), () => this.send({ act }));
      made.append(element("kbd", "", name_of_key(key)));
      made.dataset.act = act;
      return made;
    });
    this.part("acts").replaceChildren(...acts);
    this.part("acts").setAttribute("aria-label", say("hands"));
  }

  send(wish) {
    this.line.postMessage({ to: this.followed ?? ANY, ...wish });
  }

  ask() {
    this.send({});
    this.part("missing").hidden = this.there || performance.now() - this.came_at < GONE_AFTER;
    this.part("script").classList.toggle("lost", !this.there);
    if (this.state) this.draw_clock();
  }

  // A stage that is gone gives way to the first that begins.
  hear({ from, born, state, version, script }) {
    if (!from) return;
    if (from !== this.followed) {
      if (this.there || (this.followed !== null && !born)) return;
      this.followed = from;
      put_in_address({ [OF]: from });
    }
    if (born) this.send({});
    if (script) this.take(version, unpacked(script));
    if (state) this.tell(state);
  }

  take(version, script) {
    Object.assign(this, { version, script, mirrored: null });
    this.label(script.language, script.words);
    this.part("script").hidden = false;
    if (this.state.version === version) this.draw();
  }

  tell(state) {
    this.heard_at = performance.now();
    this.state = state;
    if (state.version === this.version) this.draw();
    else this.send({ ask: "script" });
  }

  key(event) {
    const [target] = event.composedPath();
    if (!(target instanceof Element) || event.defaultPrevented || !this.state) return;
    const act = act_of(event, target, PERFORMED);
    const wish = this.votes.meant(event, target) ?? (ACTS.includes(act) ? { act } : null);
    if (!wish) return;
    event.preventDefault();
    this.send(wish);
  }

  draw() {
    const { scenes, title } = this.script;
    const { at, beat, beats, question } = this.state;
    const [now, then] = [scenes[at], scenes[at + 1]];
    this.part("title").textContent = title;
    this.part("count").textContent = say("desk_scene", { n: at + 1, of: scenes.length });
    const told = lines_of(now.say, beat, beats.length);
    this.part("say").replaceChildren(
      ...now.say.map((line) => element("p", told.includes(line) ? "told" : "", line)),
    );
    this.part("where").textContent = this.where;
    this.part("now").textContent = named(now);
    this.part("given").textContent = now.given;
    this.part("then").textContent = then ? say("desk_then", { scene: named(then) }) : say("desk_last");
    this.votes.draw(question);
    this.reflect();
    this.draw_clock();
  }

  // The step, and what the next key brings.
  get where() {
    const { step, last_step } = this.state;
    return `${say("desk_step", { n: step + 1, of: last_step + 1 })} ${this.comes}`;
  }

  get comes() {
    const { at, beats, ahead, step, last_step, dark, question } = this.state;
    const end = beats[ahead];
    if (dark) return say("desk_dark");
    if (question && !question.told) return say("desk_reveal");
    if (ahead < 0) return say(at + 1 < this.script.scenes.length ? "desk_next" : "desk_over");
    if (end <= step) return say("desk_inside");
    return end < last_step ? say("desk_stop", { n: end + 1 }) : say("desk_end");
  }

  reflect() {
    const { scenes, numbers } = this.script;
    const { at, step, version } = this.state;
    const [now, then] = this.mirrors;
    if (this.mirrored !== `${version} ${at}`) {
      this.mirrored = `${version} ${at}`;
      this.mirrors.forEach((mirror, further) => {
        const { from, length } = scenes[at + further] ?? {};
        mirror.put(length && numbers.subarray(from, from + length));
      });
    }
    if (now.step !== step) now.go(step);
  }

  draw_clock() {
    const { clock, at } = this.state;
    const { scenes } = this.script ?? { scenes: [] };
    const spent = spent_by(clock);
    const late = late_by(clock, scenes, at);
    const whole = scenes.slice(clock.scene).reduce((sum, { seconds }) => sum + seconds, 0);
    const pace = late > 0 ? "late" : late < 0 ? "early" : "on_time";
    const how = clock.since !== null ? pace : spent ? "clock_held" : "clock_waits";
    this.part("spent").textContent = as_clock(spent / 1_000);
    this.part("due").textContent = say("clock_of", { whole: as_clock(whole) });
    this.part("pace").textContent = say(how, { by: as_clock(Math.abs(late)) });
    this.part("pace").dataset.pace = how;
    this.part("hold").textContent = say(how === "clock_held" ? "clock_on" : "clock_hold");
  }

  close() {
    clearInterval(this.asking);
    this.line.close();
    delete page.dataset.stage;
    document.removeEventListener("keydown", this.onKey);
  }
}

const named = ({ called, models }) => [called, models.join(", ")].filter(Boolean).join(": ");

// What the room guesses, and how many hands went up.
class Votes {
  constructor(box, add) {
    this.box = box;
    this.add = add;
  }

  draw(question) {
    const before = this.question;
    this.question = question;
    this.box.hidden = !question;
    if (!question) return;
    const { asked, choices, hands, told } = question;
    if (before?.asked !== asked || String(before.choices) !== String(choices)) {
      this.hands = choices.map((_, place) => made_button("", () => this.add(place)));
      this.box.replaceChildren(element("h2", "", asked), ...this.hands, element("p"));
    }
    this.hands.forEach((hand, place) => {
      hand.disabled = told;
      hand.replaceChildren(element("kbd", "", `${place + 1}`), ...bar_of(choices[place], place, question, hands));
    });
    this.box.lastChild.textContent = say(told ? "desk_told" : "desk_asks");
  }

  // What a key means to a question that is asked.
  meant({ key, ctrlKey, metaKey, altKey }, target) {
    if (!this.question || this.question.told || ctrlKey || metaKey || altKey) return null;
    if (key === "Escape") return { act: "guess" };
    if (key === "Enter" && !target.closest(PRESSED)) return { act: "next" };
    const hand = Number(key) - 1;
    return hand in this.question.hands ? { hand } : null;
  }
}
