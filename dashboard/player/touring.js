// A script for whoever comes alone: it walks by itself, at the pace of somebody who reads what a
// speaker would say. It stops at its end, and as soon as a viewer does anything.

const TOUR = "tour"; // In the address.
const LETTERS = 15; // Read in a second: what subtitles are written for.
const RESTS = 2_500; // Milliseconds for which what came to rest is looked at.
const LOOKS_EVERY = 100;
const ONLY_HELD = ["Shift", "Control", "Alt", "AltGraph", "Meta"];

class Tour {
  constructor(performer) {
    this.performer = performer;
    this.box = element("div", "tour");
    this.caption = element("p", "caption");
    this.caption.setAttribute("aria-live", "polite");
    this.walk = made_button("", () => this.turn());
    this.end = made_button("", () => this.leave());
    this.desk = made_button("", () => performer.open_desk());
    this.desk.classList.add("icon");
    draw_icon(this.desk, "open_desk");
    const row = element("div", "row");
    row.append(this.walk, this.end, this.desk);
    this.box.append(this.caption, row);
    performer.root.querySelector(".transport").append(this.box);
    this.wanted = new URLSearchParams(location.search).get(TOUR) === "1";
    this.timer = null;
    this.give_way = (event) => this.gives_way(event);
  }

  // Whether all has been shown.
  get over() {
    const { at, beat, script, ahead } = this.performer;
    return beat >= 0 && ahead < 0 && at + 1 === script.scenes.length;
  }

  // With a script that is new, or in another language.
  show() {
    if (this.wanted) this.go_on();
    this.draw();
  }

  turn() {
    if (this.timer !== null) this.pause();
    else if (!this.shown || this.over) this.begin();
    else this.go_on();
  }

  begin() {
    this.performer.begin();
    this.go_on();
  }

  go_on() {
    this.stop();
    Object.assign(this, { shown: true, wanted: false, read: 0, rested: 0 });
    put_in_address({ [TOUR]: 1 });
    this.timer = setInterval(() => this.look(), LOOKS_EVERY);
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, this.give_way, true);
    this.draw();
  }

  look() {
    const { performer } = this;
    if (document.hidden || !performer.visible) return;
    const passed = LOOKS_EVERY * Number(performer.speed.value);
    const moves = performer.frame !== null;
    this.read += passed;
    this.rested = moves ? 0 : this.rested + passed;
    if (moves || !this.ready) return;
    if (this.over) return this.pause();
    const before = this.text;
    performer.on();
    this.rested = 0;
    if (this.text !== before) this.read = 0;
    this.draw();
  }

  // For what comes next; what was interrupted goes on at once.
  get ready() {
    const { beat, step, goal } = this.performer;
    if (beat < 0 || step < goal) return true;
    return this.rested >= RESTS && this.read >= (1_000 * this.text.length) / LETTERS;
  }

  get text() {
    const { scene_now, beat, beats } = this.performer;
    return lines_of(scene_now.say, beat, beats.length).join(" ");
  }

  // What a viewer does counts, and so does what it was meant for; a key that plays has stopped it.
  gives_way(event) {
    const [target] = event.composedPath();
    if (event.composedPath().includes(this.box) || ONLY_HELD.includes(event.key)) return;
    this.pause();
    if (!event.key || !(target instanceof Element)) return;
    const act = act_of(event, target, this.performer.presented, this.performer.scrub);
    if (act === "play" || act === "hold") event.preventDefault();
  }

  pause() {
    this.stop();
    this.performer.stop();
    this.draw();
  }

  leave() {
    this.shown = false;
    put_in_address({ [TOUR]: null });
    this.pause();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    for (const kind of ["keydown", "pointerdown"]) document.removeEventListener(kind, this.give_way, true);
  }

  draw() {
    this.performer.root.querySelector(".player").classList.toggle("toured", this.shown === true);
    this.caption.hidden = this.end.hidden = !this.shown;
    this.desk.hidden = this.shown;
    if (this.shown && this.caption.textContent !== this.text) this.caption.textContent = this.text;
    const does = !this.shown ? "tour" : this.timer !== null ? "pause" : this.over ? "tour_again" : "tour_on";
    this.walk.textContent = say(does);
    this.end.textContent = say("tour_end");
    this.desk.title = this.desk.ariaLabel = say("open_desk");
  }
}

// Those of the lines of a scene that belong to a beat: one each, and to the last all that are left.
function lines_of(lines, beat, beats) {
  const from = Math.max(0, Math.min(beat, beats - 1, lines.length - 1));
  return lines.slice(from, from < beats - 1 ? from + 1 : undefined);
}
