// A text that is sent while it is typed. The field alone holds text, cursor and focus; a page puts
// another text into it by another mark, so an answer never takes back what was typed since.

// Milliseconds without a key after which half a word is sent; a whole one is sent at once.
const PAUSE = 200;
const LONG = 1_500; // Characters; to read more takes longer than to type the next word.
const LONG_PAUSE = 1_000;
const fields = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  if (!fields.has(parentElement)) fields.set(parentElement, new Field(parentElement));
  const field = fields.get(parentElement);
  const send = (typed) => setStateValue("typed", typed);
  field.show(data, send);
  // What gave way to another before this code had come is ended late, when the other is in place.
  return () => field.send === send && field.close();
}

class Field {
  constructor(root) {
    this.area = root.querySelector("textarea");
    this.hint = root.querySelector(".hint");
    this.area.oninput = ({ isComposing, data }) => this.wait(isComposing, data);
    this.area.addEventListener("compositionend", ({ data }) => this.wait(false, data));
    this.area.onblur = () => this.finish();
    this.area.onkeydown = (event) => this.key(event);
    // A click on a link is under way before the focus leaves; what is sent then would undo it.
    this.onPointer = (event) => event.composedPath().includes(this.area) || this.finish();
  }

  show(data, send) {
    this.data = data;
    this.send = send;
    Object.assign(this.area, { placeholder: data.placeholder, rows: data.rows });
    this.area.setAttribute("aria-label", data.label);
    this.hint.textContent = data.hint;
    addEventListener("pointerdown", this.onPointer, true);
    if (data.mark === this.mark) return;
    clearTimeout(this.pause);
    this.mark = data.mark;
    this.sent = this.area.value = data.text;
    this.finished = true;
  }

  close() {
    removeEventListener("pointerdown", this.onPointer, true);
  }

  // Half a character of an input method is none yet.
  wait(composing, typed) {
    clearTimeout(this.pause);
    if (composing) return;
    const long = this.area.value.length > LONG;
    if (!long && typed?.trim() === "") return this.tell();
    this.pause = setTimeout(() => this.tell(), long ? LONG_PAUSE : PAUSE);
  }

  tell() {
    clearTimeout(this.pause);
    const text = this.area.value;
    if (text === this.sent || !this.area.isConnected) return;
    this.sent = text;
    this.write_address(text);
    this.send({ text, mark: this.mark });
  }

  finish() {
    this.tell();
    this.finished = true;
  }

  // All that is typed in one go is one entry of the history.
  write_address(text) {
    const { name, first, longest } = this.data.link;
    const address = new URL(location.href);
    if (text && text !== first && [...text].length <= longest) address.searchParams.set(name, text);
    else address.searchParams.delete(name);
    history[this.finished ? "pushState" : "replaceState"](history.state, "", address);
    this.finished = false;
  }

  key(event) {
    event.stopPropagation(); // From here on, a page would take letters for shortcuts.
    // Such a key belongs to the input method; Safari says so by its number only.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.finish();
    document.dispatchEvent(new CustomEvent("text-is-read"));
  }
}
