// A script: scenes whose shows came all at once, so that walking through them asks no server. A key
// brings the next beat: a scene plays up to its stop, then to its end, then its inside is opened.

const WALKED = {
  next: "on", play: "on", back: "before",
  next_example: "next_scene", example_before: "scene_before", anew: "begin",
};

class Performer extends Player {
  constructor(root) {
    super(root);
    root.querySelector(".player").classList.add("performed");
    Object.assign(root.querySelector(".play").dataset, { act: "hold", title: "hold" });
    this.clock = new Clock();
    this.channel = new Channel(this);
    this.tour = new Tour(this);
    this.room_says = new RoomSays(this);
  }

  get presented() {
    return PERFORMED;
  }

  // What came anew, in another language say, is at the same place; at first the address knows it.
  show(script, send) {
    const before = this.script;
    this.script = script;
    Object.assign(sentences, script.words);
    const asked = place_in_address(script.scenes.length);
    if (before?.id !== script.id) {
      // Before the first key nothing has begun.
      [this.at, this.beat] = (!before && asked) || [script.asked[0], -1];
      this.data = undefined;
    } else if (String(before.asked) !== String(script.asked)) {
      [this.at, this.beat, this.data] = [script.asked[0], 0, undefined];
      written = "";
    }
    this.at = Math.min(this.at, script.scenes.length - 1);
    this.clock.resume(script.id);
    this.ask_server = send;
    // Nothing that a scene offers is asked of the server but to speak another language.
    this.put((name, value) => name === "language" && send(name, value));
    this.channel.open();
    this.tour.show();
  }

  put(send = this.send) {
    const { from, length } = this.scene_now;
    const anew = !this.data;
    super.show(unpacked(this.script.numbers.subarray(from, from + length)), send);
    if (anew) this.root.querySelector(".inside").open = this.opens_inside(this.beat);
    if (this.beat < 0) this.go(0);
    this.room_says.renew(this.scene_now, anew);
  }

  get scene_now() {
    return this.script.scenes[this.at];
  }

  // What is asked before it is seen begins with its question.
  start() {
    if (this.data.asks && this.beat >= 0) this.guessing.ask();
    else super.start();
  }

  get beats() {
    const { stop, inside } = this.scene_now;
    const stops = stop > 0 && stop <= this.last_step;
    return [...(stops ? [stop - 1] : []), this.last_step, ...(inside ? [this.last_step] : [])];
  }

  get goal() {
    return this.beats[Math.max(0, this.beat)] ?? this.last_step;
  }

  // The beat that a key brings, -1 where there is none: what somebody looked ahead of costs no key.
  get ahead() {
    return this.beats.findIndex(
      (end, beat) => beat >= this.beat && (end > this.step || (beat > this.beat && this.opens_inside(beat))),
    );
  }

  opens_inside(beat) {
    return this.scene_now.inside && beat === this.beats.length - 1;
  }

  key(event) {
    if (this.room_says.hears(event)) event.preventDefault();
    else super.key(event);
  }

  act(name) {
    if (name === "back" && this.data.asks) this.guessing.close();
    // Where the answer is covered, to go on by the button of the player is to play.
    if (this.guessing.takes(name === "hold" ? "play" : name) || this.room_says.takes(name)) return;
    super.act(WALKED[name] ?? name);
  }

  on() {
    if (this.room_says.asks) return this.room_says.perform();
    this.clock.begin(this.at);
    if (this.frame !== null) return this.go(this.goal); // Who cannot wait sees what it would come to.
    const beat = this.ahead;
    if (beat < 0) return this.next_scene();
    this.beat = beat;
    if (this.step >= this.goal) this.open_inside();
    else if (this.data.asks && this.step === 0) this.start();
    else if (calm() || document.hidden) this.go(this.goal); // What is out of sight would not move.
    else this.run();
  }

  hold() {
    this.frame === null ? this.on() : this.stop();
  }

  before() {
    if (this.beat > 0 || this.at === 0) return this.to(this.at, 0);
    this.to(this.at - 1, 0);
  }

  next_scene() {
    if (this.at + 1 < this.script.scenes.length) this.to(this.at + 1, 0);
  }

  scene_before() {
    this.to(Math.max(0, this.at - 1), 0);
  }

  begin() {
    this.clock.reset();
    this.to(0, -1);
  }

  to(scene, beat) {
    this.stop();
    [this.at, this.beat] = [scene, beat];
    put_in_address({ scene: scene + 1, beat: beat + 1, step: null });
    this.data = undefined;
    written = "";
    this.put();
    this.projection.lay_out();
  }

  open_inside() {
    this.write();
    const inside = this.root.querySelector(".inside");
    inside.open = true;
    inside.scrollIntoView({ block: "nearest" });
  }

  stop() {
    super.stop();
    this.write();
  }

  write() {
    put_in_address({ scene: this.at + 1, beat: this.beat + 1 });
  }

  open_desk() {
    this.projection.filled = false; // The browser ends its full screen for a window; the stage stays.
    open_desk(this.channel.id);
  }

  close() {
    super.close();
    this.channel.close();
    this.tour.stop();
  }
}

// The scene, and the beat that was reached in it, where the address names a scene that there is.
function place_in_address(scenes) {
  const asked = new URLSearchParams(location.search);
  const [scene, beat] = [asked.get("scene"), asked.get("beat") ?? 1].map((place) => Number(place) - 1);
  if (![scene, beat].every(Number.isInteger) || scene < 0 || scene >= scenes) return null;
  return [scene, Math.max(-1, beat)];
}
