// Phones vote, and one may be the remote, where the dashboard was started so that they can: then the
// document holds what the stage is known by. The stage says what it asks and hears what came; when
// nobody answers, a small sign says so, and hands are counted by hand.

const ROOM_EVERY = 300; // Milliseconds.
const ROOM_PATIENCE = 3_000;
// What the remote may ask for.
const REMOTE_ACTS = ["next", "back", "play", "next_example", "example_before", "blank", "guess"];
const MOST_LETTERS = 150; // Of what is asked, on a phone.
const WINDOW = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
const room_key = () => document.querySelector("[data-room]")?.dataset.room;
const asks_thought = () => document.querySelector("[data-thought]") !== null;

class Room {
  constructor(player) {
    this.player = player;
    this.here = 0; // Phones.
    this.lost = false;
    this.dialog = player.root.querySelector(".phones");
  }

  // Again after every show; once is enough.
  open() {
    clearTimeout(this.timer);
    this.closed = false;
    this.meet();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }

  async meet() {
    const key = room_key();
    this.player.projection.offer();
    if (key && this.player.visible) await this.ask(key);
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.meet(), ROOM_EVERY);
  }

  async ask(key) {
    const { guessing } = this.player;
    const question = guessing.for_phones();
    try {
      const body = { window: WINDOW, leads: projected(), language: spoken, question };
      const told = await room_fetch("/room/stage", key, { method: "POST", body: JSON.stringify(body) });
      this.lost = false;
      this.take(told, question?.name);
    } catch {
      this.lost = true;
    }
    this.draw();
  }

  take({ room, stage, here, votes, acts }, name) {
    this.here = here;
    if (!stage || this.closed) return;
    const { guessing } = this.player;
    if (name && guessing.name === name) guessing.vote(votes, room);
    for (const act of acts) if (REMOTE_ACTS.includes(act)) this.player.act(act);
  }

  // That votes arrive, and not yet what for: who sees that follows the others.
  draw() {
    const { here, lost } = this;
    const { box, by_phone } = this.player.guessing;
    const votes = by_phone.reduce((sum, one) => sum + one, 0);
    box.classList.toggle("voting", here > 0);
    const line = box.querySelector(".votes");
    if (line) {
      line.textContent = lost ? say("phones_lost") : say("phones_voted", { n: votes, of: Math.max(here, votes) });
      line.style.setProperty("--share", `${(100 * votes) / Math.max(here, votes, 1)}%`);
    }
    this.dialog.querySelector(".here").textContent = say("phones_here", { n: here });
  }

  // How to come in, large enough for the back row; asked for once more, it goes.
  async invite() {
    const { dialog } = this;
    if (dialog.open) return dialog.close();
    const key = room_key();
    const told = key && (await room_fetch("/room/invitation", key, {}).catch(() => null));
    if (!told) return;
    dialog.querySelector("img").src = told.picture;
    dialog.querySelector("img").alt = say("phones_code");
    dialog.querySelector(".address").textContent = told.address.replace("http://", "");
    dialog.showModal();
  }
}

async function room_fetch(path, key, options) {
  const headers = { "Content-Type": "application/json", "X-Room": key };
  const answer = await fetch(path, { ...options, headers, signal: AbortSignal.timeout(ROOM_PATIENCE) });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

const shortened = (text) => [...text].slice(0, MOST_LETTERS).join("");
