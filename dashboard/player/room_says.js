// A scene for which the room says the text: it is asked first, what it says is read by the server, and
// the scene is performed with it. A key goes on with the text that the script brings along.

const LONGEST_WAIT = 20_000; // Milliseconds after which nobody believes in an answer any more.

class RoomSays {
  constructor(performer) {
    this.performer = performer;
    this.stage = performer.root.querySelector(".player");
    this.form = performer.root.querySelector(".room-says");
    this.field = this.form.querySelector("input");
    this.told = this.form.querySelector(".told");
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.say_it();
    };
    this.form.onkeydown = (event) => this.key(event);
  }

  get asks() {
    return !this.form.hidden;
  }

  // What is on stage was put there: anew, or with words in another language, or as the room said it.
  renew({ room, said, refused }, anew) {
    if (!room) return this.close();
    if (this.sent && this.sent === said) return this.perform(refused);
    if (anew) this.ask();
    else if (this.asks) this.tell(this.telling);
  }

  ask() {
    this.forget();
    this.field.value = "";
    this.tell("room_how");
    this.form.hidden = false;
    this.stage.classList.add("room-asks");
    this.performer.go(0);
    this.performer.status.textContent = say("room_asks");
    // Whoever looks at the page, or at a tour, may be after something else.
    const { beat, tour } = this.performer;
    this.listens = beat >= 0 && tour.timer === null;
    if (this.listens) this.field.focus({ preventScroll: true });
  }

  async say_it() {
    const said = this.field.value.trim();
    if (!said || this.sent) return;
    this.sent = said;
    this.tell("room_reads");
    this.waits = setTimeout(() => this.give_up(), LONGEST_WAIT);
    this.performer.ask_server("said", { scene: this.performer.at, text: said });
    if (!(await server_answers()) && this.sent === said) this.give_up();
  }

  give_up() {
    this.forget();
    this.tell("room_not_heard");
  }

  // What the room said is on stage, unless the model cannot read it.
  perform(refused) {
    this.forget();
    if (refused) return void (this.told.textContent = refused);
    this.close();
    this.performer.clock.begin(this.performer.at);
    this.performer.beat = 0;
    this.performer.start();
  }

  // Nothing can be guessed of what is not there yet.
  takes(act) {
    return this.asks && act === "guess";
  }

  // What is typed is meant for the field, though a dialog, as of a lost server, keeps the focus.
  hears({ key, ctrlKey, metaKey, altKey }) {
    if (!this.asks || !this.listens || ctrlKey || metaKey || altKey) return false;
    if (key === "Escape") this.listens = false;
    else if (key === "Enter") this.say_it();
    else if (key === "Backspace") this.field.value = [...this.field.value].slice(0, -1).join("");
    else if ([...key].length > 1 || (key === " " && !this.field.value)) return false;
    else if (this.field.value.length < this.field.maxLength) this.field.value += key;
    return true;
  }

  key(event) {
    event.stopPropagation(); // From here on, a page would take letters for shortcuts.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      this.listens = false;
      return this.field.blur();
    }
    // Of the keys that walk a script, those of a clicker do so always, others where nothing is typed.
    const walks = event.key.startsWith("Page") || (!this.field.value && /^( |Arrow(Left|Right))$/.test(event.key));
    if (!walks || event.target !== this.field) return;
    event.preventDefault();
    this.performer.act(KEYS[event.key]);
  }

  tell(name) {
    this.telling = name;
    this.told.textContent = say(name);
  }

  forget() {
    clearTimeout(this.waits);
    this.sent = null;
  }

  close() {
    this.forget();
    if (!this.asks) return;
    this.form.hidden = true;
    this.stage.classList.remove("room-asks");
    this.stage.focus({ preventScroll: true });
  }
}

async function server_answers() {
  try {
    return (await fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
