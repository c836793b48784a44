// The windows of one browser that follow each other, without a server: the one with the stage tells,
// presenter windows ask and act. Each stage has an id, so that two scripts at once stay apart.

const CHANNEL = "unrolled-script";
const ANY = "any";
const STAGE = "unrolled-stage";
const TOLD_EVERY = 100; // Milliseconds.
const GONE_AFTER = 2_500; // What has not answered for so long is not there.
// What another window may have done on stage.
const ACTS = [
  "next", "back", "play", "hold", "next_example", "example_before", "first", "last", "anew",
  "guess", "blank", "show_inside", "project", "next_language",
];
const ACTS_OF_CLOCK = ["hold", "reset"];

const random_name = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

class Channel {
  constructor(performer) {
    this.performer = performer;
    // A tab that was duplicated has the same id: the younger one takes another.
    this.born = random_name();
    this.id = recalled(STAGE, { id: this.born }).id;
  }

  open() {
    this.version = random_name(); // Of what is performed, in another language say.
    if (this.line) return;
    this.line = new BroadcastChannel(CHANNEL);
    this.line.onmessage = ({ data }) => this.hear(data ?? {});
    // What changes is spread over the stage and all that it asks: it is compared, not reported.
    this.watch = setInterval(() => this.tell(), TOLD_EVERY);
    this.begin(this.id);
  }

  begin(id) {
    this.id = id;
    remember(STAGE, { id });
    this.line.postMessage({ from: id, born: this.born });
  }

  hear({ to, from, born, taken, ...wish }) {
    if (from === this.id && born) return this.line.postMessage({ to: this.id, taken: born });
    if (to !== this.id && to !== ANY) return;
    if (taken) return taken === this.born && this.begin(this.born);
    this.grant(wish);
    this.told = null;
    this.tell();
  }

  grant({ ask, act, clock, hand }) {
    const { guessing, script } = this.performer;
    if (ask === "script") {
      const { id, version } = this;
      this.line.postMessage({ from: id, version, script: script.packed.slice() });
    }
    if (ACTS.includes(act)) this.performer.act(act);
    if (ACTS_OF_CLOCK.includes(clock)) this.performer.clock[clock]();
    if (guessing.asks && Number.isInteger(hand) && hand in guessing.hands) guessing.add(hand);
  }

  get state() {
    const { at, beat, beats, step, last_step, ahead, frame, clock, projection, guessing } = this.performer;
    const { question, hands, told } = guessing;
    return {
      at, beat, beats, step, last_step, ahead,
      version: this.version,
      plays: frame !== null,
      dark: !projection.dark.hidden,
      clock: clock.face,
      question: question && { ...question, hands, told },
    };
  }

  tell() {
    const state = this.state;
    const text = JSON.stringify(state);
    if (text === this.told) return;
    this.told = text;
    this.line.postMessage({ from: this.id, state });
  }

  close() {
    clearInterval(this.watch);
    this.line?.close();
    this.line = null;
  }
}
