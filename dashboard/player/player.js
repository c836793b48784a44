// One player for all shows: it walks through finished results, step by step, in the browser.
// The scripts of this folder are joined into one module: helpers, the scenes, and this one last.
// A scene is a function of its box, what it shows, and what a viewer may do, with the box for panels
// on the inside of a network; it gives `draw`, what is `said` of a step, `resize`, and maybe whether it is `busy`.

const players = new WeakMap();

export default function start({ parentElement, data, setTriggerValue }) {
  // The page may have been left while this code was on its way: what is nowhere cannot be laid out.
  if (!parentElement.isConnected) return undefined;
  const shown = unpacked(data);
  const kind = shown.scenes ? Performer : shown.show ? Player : Desk;
  if (!players.has(parentElement)) players.set(parentElement, new kind(parentElement));
  const player = players.get(parentElement);
  player.show(shown, setTriggerValue);
  player.given = shown;
  // What gave way to another before this code had come is ended late, when the other is on stage.
  return () => player.given === shown && player.close();
}

// The sentence that a show stands under, if there is one.
function draw_caption(box, caption) {
  box.hidden = !caption;
  if (!caption) return;
  box.querySelector("h2").textContent = caption.title;
  box.querySelector("p").textContent = caption.said;
}

class Player extends Playback {
  constructor(root) {
    super();
    this.root = root;
    this.scrub = root.querySelector(".scrub");
    this.place = root.querySelector(".place");
    this.speed = root.querySelector(".speed select");
    this.status = root.querySelector("[role=status]");
    // One of several on a page: keys and the address are not for it.
    this.small = root.querySelector(".player").classList.contains("small");
    this.heard = {
      keydown: (event) => this.key(event),
      "text-is-read": () => this.perform(),
    };
    this.resized = new ResizeObserver(() => this.resize());
    this.onPrint = ({ type }) => this.lie_on_paper(type === "beforeprint");
    for (const button of root.querySelectorAll("[data-act]")) {
      button.onclick = () => this.act(button.dataset.act);
    }
    for (const button of root.querySelectorAll(".icon")) draw_icon(button, button.dataset.act);
    root.querySelector(".player").ontransitionend = ({ propertyName, target, currentTarget }) => {
      if (propertyName === "color" && target === currentTarget && this.scene) this.draw();
    };
    this.save = save_menu(this); // By the name of a kind.
    if (!this.small) {
      this.projection = new Projection(this);
      this.guessing = new Guessing(this);
      this.room = new Room(this);
    }
    this.scrub.oninput = () => this.go(Number(this.scrub.value) - 1);
  }

  get visible() {
    return this.root.host.checkVisibility();
  }

  // Keys for the stage alone.
  get presented() {
    return { ...with_room(), ...PROJECTED };
  }

  // The same input keeps its step; another one begins to play, but for one that is being typed.
  show(data, send) {
    const before = this.data;
    this.data = data;
    this.send = send;
    joins(this);
    this.label();
    const box = this.root.querySelector(".scene");
    box.dataset.show = data.show;
    const panels = this.root.querySelector(".panels");
    panels.replaceChildren();
    const may = { go: (step) => this.go(step), send, panels };
    this.scene = SCENES[data.show](box, data, may);
    const inside = this.root.querySelector(".inside");
    inside.hidden = !panels.childElementCount;
    if (!before) inside.open = !(data.lanes?.length > 1); // Of several models, their answers come first.
    draw_caption(this.root.querySelector(".caption"), data.caption);
    this.guessing?.renew(before?.id === data.id);
    this.scrub.max = data.steps;
    this.place.style.minWidth = `${2 * String(data.steps).length + 2}ch`;
    for (const [event, act] of Object.entries(this.heard)) {
      if (!this.small) document.addEventListener(event, act);
    }
    for (const event of ["beforeprint", "afterprint"]) addEventListener(event, this.onPrint);
    this.resized.observe(box);
    this.projection?.resume();
    this.room?.open();
    this.end_terms?.();
    this.end_terms = explain_terms(this.root, this.root.host, ".term", (word) => terms[word.dataset.term]);
    if (before && [before.id, before.of].includes(data.id)) {
      return this.go(this.step, this.frame !== null || this.waits);
    }
    if (!this.small && being_typed()) return this.go(this.last_step);
    const asked = before || this.small ? null : step_in_address(data.id);
    if (asked !== null) return this.go(asked);
    if (data.at_once) return this.go(data.start);
    this.start();
  }

  // The text that was typed is done: even before its answer is there, the stage begins anew.
  perform() {
    if (!this.visible) return;
    this.root.querySelector(".player").focus({ preventScroll: true });
    this.start();
  }

  start() {
    this.guessing?.close();
    if (calm()) return this.go(this.goal);
    this.position = this.data.start;
    this.draw();
    if (waits_for_another(this)) return;
    this.waits = !this.visible;
    if (this.visible) this.run();
  }

  label() {
    spoken = this.data.language;
    Object.assign(sentences, this.data.words);
    Object.assign(terms, this.data.terms);
    const parts = (kind) => this.root.querySelectorAll(`[data-${kind}]`);
    for (const part of parts("label")) part.setAttribute("aria-label", say(part.dataset.label));
    for (const part of parts("title")) part.title = say(part.dataset.title);
    for (const part of parts("text")) part.textContent = say(part.dataset.text);
    this.projection?.label();
    this.draw_play_button();
  }

  resize() {
    if (!this.scene || !this.visible) return;
    this.scene.resize();
    if (this.waits) this.run();
  }

  // Nobody is told how wide paper is, so what is laid out by a script gets a width that fits on it.
  lie_on_paper(lies) {
    this.root.querySelector(".player").classList.toggle("paper", lies);
    this.resize();
  }

  link() {
    copy_link(this);
  }

  // What stands still is to stand there again.
  add_scene() {
    const stands = this.frame === null && this.step < this.last_step;
    this.send("scene", { stop: stands ? this.step + 1 : 0 });
  }

  key(event) {
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || !this.visible || event.defaultPrevented) return;
    if (this.guessing.key(event, target)) return event.preventDefault();
    const act = act_of(event, target, this.presented, this.scrub);
    if (!act) return;
    event.preventDefault();
    this.act(act);
  }

  // By its name: an act of a presenter, or one of every player.
  act(name) {
    if (this.guessing?.takes(name)) return;
    if (this.projection && name in PRESENTED) PRESENTED[name](this);
    else this[name]();
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    leaves(this);
    this.room?.close();
    this.resized.disconnect();
    this.projection?.close();
    this.end_terms();
    for (const [event, act] of Object.entries(this.heard)) document.removeEventListener(event, act);
    for (const event of ["beforeprint", "afterprint"]) removeEventListener(event, this.onPrint);
  }
}
