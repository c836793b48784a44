// A script: scenes whose shows came all at once, so that walking through them asks no server. A key
// brings the next beat: a scene plays up to its stop, then to its end, then its inside is opened.

const SCENE_IN_ADDRESS = "scene";
const WALKED = {
  next: "on", play: "on", back: "before",
  next_example: "next_scene", example_before: "scene_before", anew: "begin",
};

class Performer extends Player {
  // What came anew, in another language say, is at the same place; at first the address knows it.
  show(script, send) {
    const before = this.script;
    this.script = script;
    this.root.querySelector(".player").classList.add("performed");
    const asked = Number(new URLSearchParams(location.search).get(SCENE_IN_ADDRESS)) - 1;
    const resumed = !before && Boolean(script.scenes[asked]);
    if (before?.id !== script.id) {
      // Before the first key nothing has begun.
      [this.at, this.beat] = resumed ? [asked, 0] : [script.asked[0], -1];
      this.data = undefined;
    }
    if (before?.id === script.id && String(before.asked) !== String(script.asked)) {
      [this.at, this.beat, this.data] = [script.asked[0], 0, undefined];
      written = "";
    }
    this.at = Math.min(this.at, script.scenes.length - 1);
    this.ask_server = send;
    // Nothing that a scene offers is asked of the server but to speak another language.
    this.put((name, value) => name === "language" && send(name, value));
    if (resumed) this.beat = this.beats.filter((end) => end <= this.step).length - 1;
  }

  put(send = this.send) {
    const scene = this.script.scenes[this.at];
    const anew = !this.data;
    super.show(unpacked(this.script.numbers.subarray(scene.from, scene.from + scene.length)), send);
    if (anew) this.root.querySelector(".inside").open = false;
    if (this.beat < 0) this.go(0);
    this.room_says ??= new RoomSays(this);
    this.room_says.renew(scene, anew);
  }

  get beats() {
    const { stop, inside } = this.script.scenes[this.at];
    const stops = stop > 0 && stop <= this.last_step;
    return [...(stops ? [stop - 1] : []), this.last_step, ...(inside ? [this.last_step] : [])];
  }

  get goal() {
    return this.beats[Math.max(0, this.beat)];
  }

  act(name) {
    if (!this.guessing?.takes(name) && !this.room_says.takes(name)) super.act(WALKED[name] ?? name);
  }

  on() {
    if (this.frame !== null) {
      this.beat = Math.max(0, this.beat); // Who cannot wait sees at once what it would come to.
      return this.go(this.goal);
    }
    if (this.beat + 1 >= this.beats.length) return this.next_scene();
    this.beat += 1;
    if (this.step < this.goal) return calm() ? this.go(this.goal) : this.run();
    this.root.querySelector(".inside").open = this.beat > 0 && this.beat === this.beats.length - 1;
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
    this.to(0, -1);
  }

  to(scene, beat) {
    [this.at, this.beat] = [scene, beat];
    this.stop();
    const address = new URL(location.href);
    address.searchParams.set(SCENE_IN_ADDRESS, scene + 1);
    history.replaceState(history.state, "", address);
    this.data = undefined;
    written = "";
    this.put();
    this.projection.lay_out();
  }
}
