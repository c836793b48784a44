// Nothing but the stage, filling the screen, for a projector. The document knows whether it is so,
// since the style of the page hides all else; the address keeps it for a page that is loaded anew.

const IN_ADDRESS = "stage";
const IDLE_AFTER = 3_000; // Milliseconds after which what can be done goes out of sight.
const page = document.documentElement;
const projected = () => page.hasAttribute("data-stage");

// What a presenter does. The server is asked for other input, and for words of another language.
const PRESENTED = {
  project: ({ projection }) => projection.toggle(),
  leave: ({ projection }) => projection.leave(),
  blank: ({ projection }) => projection.dark.toggleAttribute("hidden"),
  tell_keys: ({ projection }) => projection.dialog.showModal(),
  show_inside: ({ projection }) => projection.show_inside(),
  guess: ({ guessing }) => guessing.toggle(),
  phones: ({ room }) => room.invite(),
  think: ({ guessing }) => guessing.think(),
  save_step: (player) => player.save("png"),
  next_example: (player) => player.send("neighbour", 1),
  example_before: (player) => player.send("neighbour", -1),
  next_language: (player) => player.send("language", true),
  anew(player) {
    player.go(0);
    player.send("anew", true);
  },
};

class Projection {
  constructor(player) {
    this.player = player;
    this.box = player.root.querySelector(".player");
    this.dark = player.root.querySelector(".dark");
    this.dialog = player.root.querySelector(".all-keys");
    this.hands = player.root.querySelector(".hands");
    this.heard = {
      fullscreenchange: () => this.filled && !document.fullscreenElement && this.leave(),
      pointermove: () => this.want(),
      pointerdown: () => this.want(),
    };
  }

  // A page that is loaded anew is what it was.
  resume() {
    for (const [event, act] of Object.entries(this.heard)) document.addEventListener(event, act);
    if (new URLSearchParams(location.search).get(IN_ADDRESS) === "1") page.dataset.stage = "";
    if (projected()) this.lay_out();
  }

  label() {
    const keys = this.player.presented;
    this.offered = Object.keys(keys).join();
    const buttons = Object.entries(keys).map(([key, act]) => {
      const made = element("button", "", say(act));
      Object.assign(made, { type: "button", title: name_of_key(key), onclick: () => this.player.act(act) });
      made.dataset.act = act;
      return made;
    });
    this.hands.replaceChildren(...buttons);
    const acts = Object.entries({ ...KEYS, ...keys });
    this.dialog.querySelector("dl").replaceChildren(
      ...acts.flatMap(([key, act]) => [element("dt", "", name_of_key(key)), element("dd", "", say(act))]),
    );
  }

  // What can be done changes with what the document says of the room.
  offer() {
    if (this.offered !== Object.keys(this.player.presented).join()) this.label();
  }

  enter() {
    page.dataset.stage = "";
    this.filled = true;
    // Where the browser does not allow it, the stage fills the window.
    page.requestFullscreen?.().catch(() => (this.filled = false));
    this.lay_out();
  }

  leave() {
    delete page.dataset.stage;
    this.dark.hidden = true;
    for (const open of this.player.root.querySelectorAll("dialog[open]")) open.close();
    if (document.fullscreenElement) document.exitFullscreen();
    this.filled = false;
    this.lay_out();
  }

  toggle() {
    projected() ? this.leave() : this.enter();
  }

  show_inside() {
    const inside = this.player.root.querySelector(".inside");
    inside.open = !inside.open;
    if (inside.open) inside.scrollIntoView({ block: "start" });
  }

  lay_out() {
    const inside = this.player.root.querySelector(".inside");
    if (projected() && !this.box.classList.contains("projected")) inside.open = false;
    this.box.classList.toggle("projected", projected());
    this.write();
    this.player.resize();
  }

  write() {
    put_in_address({ [IN_ADDRESS]: projected() ? 1 : null });
  }

  want() {
    clearTimeout(this.idle);
    this.box.classList.add("wanted");
    this.idle = setTimeout(() => this.box.classList.remove("wanted"), IDLE_AFTER);
  }

  close() {
    clearTimeout(this.idle);
    delete page.dataset.stage;
    for (const [event, act] of Object.entries(this.heard)) document.removeEventListener(event, act);
  }
}

const NAMES_OF_KEYS = {
  " ": "key_space", ArrowRight: "→", ArrowLeft: "←", Home: "key_home", End: "key_end",
  PageDown: "key_page_down", PageUp: "key_page_up", Escape: "key_escape",
};

function name_of_key(key) {
  const name = NAMES_OF_KEYS[key] ?? key.toUpperCase();
  return Object.hasOwn(sentences, name) ? say(name) : name;
}
