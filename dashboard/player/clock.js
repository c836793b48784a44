// How long a script has been under way. It begins with the first key; a window that is loaded anew
// knows when that was.

const CLOCK = "unrolled-clock";
// The scene it began at, the milliseconds spent until it was held, and since when it goes again.
const AT_ZERO = { scene: 0, spent: 0, since: null };

class Clock {
  constructor() {
    this.face = AT_ZERO;
  }

  // Of another script it stands at zero.
  resume(script) {
    if (this.script === script) return;
    this.script = script;
    const found = recalled(CLOCK, { ...AT_ZERO, script });
    this.set(found.script === script ? found : AT_ZERO);
  }

  begin(scene) {
    const { spent, since } = this.face;
    if (!spent && since === null) this.set({ scene, spent: 0, since: Date.now() });
  }

  hold() {
    const spent = spent_by(this.face);
    if (spent) this.set({ spent, since: this.face.since === null ? Date.now() : null });
  }

  reset() {
    this.set(AT_ZERO);
  }

  set(changed) {
    this.face = { ...this.face, ...changed };
    remember(CLOCK, { ...this.face, script: this.script });
  }
}

const spent_by = ({ spent, since }) => spent + (since === null ? 0 : Date.now() - since);

// By how many seconds a speaker is late, below 0 early, at 0 on time: a scene may be begun and ended
// at any time that is its own.
function late_by({ scene: first, ...face }, scenes, at) {
  const until = (scene) => scenes.slice(first, scene).reduce((sum, { seconds }) => sum + seconds, 0);
  const spent = spent_by(face) / 1_000;
  return Math.round(Math.max(0, spent - until(at + 1)) + Math.min(0, spent - until(at)));
}

// Minutes and seconds.
const as_clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
