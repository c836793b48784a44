// A phone in the room: two to five buttons and a sentence. What it voted it knows until its tab is
// closed, also when the server is started anew.

const words = JSON.parse(document.querySelector("#words").textContent);
const { kind } = document.body.dataset;
const [heading, choices, sign] = ["h1", ".choices", ".sign"].map((part) => document.querySelector(part));
const here = location.pathname.replace(/\/$/, "");
const AGAIN = 1_500; // Milliseconds until something is tried once more.
const REMOTE = ["next", "back", "blank", "example_before", "next_example", "guess"];

let told = { language: "", question: null };
let mine = kept("vote") ?? {}; // Of the last question: its name, the choice, and whether it counts.
let sending = false;
let events = null;

const phone = kept("phone") ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join("");
keep("phone", phone);

function hex(byte) {
  return byte.toString(16).padStart(2, "0");
}

// A private window may keep nothing; then a phone is another one once it is loaded anew.
function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {}
}

function language() {
  const wanted = [told.language, ...navigator.languages.map((one) => one.split("-")[0]), "en"];
  return wanted.find((one) => Object.hasOwn(words, one));
}

function say(name, values = {}) {
  return words[language()][name].replace(/\{(\w+)\}/g, (_field, key) => values[key]);
}

function draw() {
  document.documentElement.lang = language();
  document.title = say("title");
  if (kind === "stranger") return put(say("stranger"), []);
  kind === "remote" ? draw_remote() : draw_phone();
}

function draw_phone() {
  const { question } = told;
  if (!question) return put(say("wait"), []);
  const voted = mine.question === question.name ? mine.choice : null;
  if (question.told) return put(answer(question, voted), []);
  const made = question.choices.map((choice, place) => {
    const pressed = button(choice, () => vote(question.name, place));
    pressed.disabled = voted !== null;
    pressed.classList.toggle("mine", voted === place);
    return pressed;
  });
  put(question.asked, made);
  const known = voted !== null && mine.counts !== null;
  sign.textContent = known ? say(mine.counts ? "in" : "closed") : "";
}

function answer({ choices: all, right, machine }, voted) {
  const shown = right ?? machine;
  if (shown === null) return say("thanks");
  const sentence = say(right === null ? "machine" : "right", { choice: all[shown] });
  return voted === right && right !== null ? `${sentence} ${say("you_were_right")}` : sentence;
}

function draw_remote() {
  const asks = told.question && !told.question.told;
  const made = REMOTE.map((act) =>
    act === "guess" && asks ? button(say("reveal"), () => press("next")) : button(say(act), () => press(act)),
  );
  put(say("remote"), made);
}

// What is the same stays, with its focus.
function put(text, buttons) {
  if (heading.textContent !== text) heading.textContent = text;
  const of = (all) => JSON.stringify([...all].map((one) => [one.textContent, one.disabled, one.className]));
  if (of(choices.children) !== of(buttons)) choices.replaceChildren(...buttons);
  else [...choices.children].forEach((one, place) => (one.onclick = buttons[place].onclick));
  sign.textContent = "";
}

function button(text, onclick) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick });
}

function post(what, body) {
  const headers = { "Content-Type": "application/json" };
  return fetch(`${here}/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
}

function vote(question, choice) {
  mine = { question, choice, counts: null };
  keep("vote", mine);
  draw();
  send();
}

// Until it is known whether it counts, also by a server that was started anew meanwhile.
async function send() {
  const { question, choice, counts } = mine;
  const open = told.question?.name === question && !told.question.told;
  if (sending || !open || counts !== null) return;
  sending = true;
  const { status } = await post("votes", { phone, question, choice }).catch(() => ({ status: 0 }));
  sending = false;
  if (mine.question !== question) return send();
  if (status === 204 || status === 409) {
    mine.counts = status === 204;
    keep("vote", mine);
    return draw();
  }
  sign.textContent = say("lost");
  setTimeout(send, AGAIN);
}

async function press(act) {
  navigator.vibrate?.(20);
  const { ok } = await post("acts", { act }).catch(() => ({ ok: false }));
  sign.textContent = ok ? "" : say("lost");
}

function listen() {
  events?.close();
  events = new EventSource(`${here}/events?phone=${phone}`);
  events.onmessage = ({ data }) => {
    told = JSON.parse(data);
    draw();
    send();
  };
  events.onerror = () => {
    const refused = events.readyState === EventSource.CLOSED;
    sign.textContent = say(refused ? "full" : "lost");
    if (refused) setTimeout(listen, AGAIN);
  };
}

draw();
if (kind !== "stranger") {
  listen();
  // A phone that slept has lost its connection without being told.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && listen());
}
