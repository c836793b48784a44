// The stage as a pad: a path that is sent while it is drawn. A mouse tells where it is whenever it
// likes, a webcam so many times a second: the pad asks as a webcam would, a point a frame. It alone
// holds what is drawn, so an answer never takes back what was drawn since.

const SEND_EVERY = 100; // Milliseconds.
const PATIENCE = 1_000; // The same, after which an answer is no longer waited for.
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const pads = new WeakMap(); // By the box of the scene, which outlives what is drawn into it.

function pad_of(box, data, send) {
  if (!pads.has(box)) pads.set(box, new Pad());
  const pad = pads.get(box);
  pad.show(data, (drawn) => send("drawn", drawn));
  return pad;
}

class Pad {
  constructor() {
    this.svg = svg_element("svg", { class: "seen path pad", tabindex: 0, role: "application" });
    this.svg.setAttribute("data-live", "");
    this.points = []; // One a frame, in widths of what a webcam sees.
    this.drawing = null; // Its name, where one is on the pad.
    this.hand = null; // What moves the tip, while something does.
    this.held = new Set(); // Keys.
    const { svg } = this;
    svg.onpointerdown = (event) => this.press(event);
    svg.onpointermove = (event) => this.move(event);
    svg.onpointerup = svg.onpointercancel = () => this.hand?.follow && this.end();
    svg.onkeydown = (event) => this.key_down(event);
    svg.onkeyup = ({ key }) => this.held.delete(key);
    svg.onblur = () => this.held.clear();
  }

  // Answers to this drawing go on with it; another path takes its place, unless one is being drawn.
  show({ pad, seen }, send) {
    Object.assign(this, { told: pad, send, answered: true });
    this.svg.setAttribute("aria-label", say("pad"));
    if (!this.hand && seen.drawing !== this.drawing) {
      this.drawing = null;
      this.points = [];
    }
    this.known = seen.drawing === this.drawing ? seen.points.length : 0;
  }

  // Who drew by mouse goes on with the keys of the stage.
  settle() {
    if (!this.hand && this.by_pointer && this.known === this.points.length) this.svg.blur();
  }

  begin(hand) {
    this.end();
    this.hand = hand;
    this.by_pointer = Boolean(hand.follow);
    this.drawing = `${Date.now()}`;
    this.began = performance.now();
    this.points = [];
    this.known = this.sent = 0;
    this.svg.focus({ preventScroll: true });
    this.add(hand.at(0));
    this.timer = setInterval(() => this.tick(), 500 / this.told.rate);
  }

  // All frames that are due; more than one where the page was busy.
  tick() {
    const { rate, most } = this.told;
    while (this.hand) {
      const time = this.points.length / rate;
      if (time + this.hand.lag > (performance.now() - this.began) / 1_000) break;
      if (this.points.length >= most || this.hand.rests() || !this.svg.isConnected) return this.end();
      this.add(this.hand.at(time));
    }
    this.offer();
  }

  end() {
    clearInterval(this.timer);
    if (!this.hand) return;
    this.hand = null;
    this.send_now();
  }

  add(point) {
    this.points.push(point);
    this.on_change();
  }

  // One path on its way at a time, so that a slow machine falls behind but never further.
  offer() {
    const waited = performance.now() - (this.sent_at ?? 0);
    if (waited < SEND_EVERY || (!this.answered && waited < PATIENCE)) return;
    this.send_now();
  }

  send_now() {
    if (this.points.length === this.sent) return;
    Object.assign(this, { sent: this.points.length, sent_at: performance.now(), answered: false });
    const points = this.points.flat().map((place) => Math.round(1e5 * place) / 1e5);
    this.send({ points, drawing: this.drawing });
  }

  press(event) {
    if (event.button) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.begin(new Pointer(this.place(event), event.timeStamp, this.told));
  }

  move(event) {
    if (!this.hand?.follow) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) this.hand.follow(this.place(one), one.timeStamp);
  }

  key_down(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (!Object.hasOwn(WAYS, key) || ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    event.stopPropagation(); // To the stage, an arrow is a step.
    this.held.add(key);
    if (!this.hand) this.begin(new Keys(this.held, this.size(), this.told));
  }

  // Of the pad, in widths of what a webcam sees.
  size() {
    const { width, height } = this.svg.getBoundingClientRect();
    return [(this.told.height * width) / height, this.told.height];
  }

  place({ clientX, clientY }) {
    const { left, top, height } = this.svg.getBoundingClientRect();
    return [clientX - left, clientY - top].map((at) => (this.told.height * at) / height);
  }
}
