// Walks through the steps of a show, by hand or by itself. What extends it has the elements that
// tell where it stands, a scene that draws a step, and the data of the show.
class Playback {
  position = 0; // In steps, of which a part may have passed.
  frame = null; // The next one that is asked for, while it plays.
  waits = false; // With a new show, in a tab that is not open yet.

  get step() {
    return Math.max(0, Math.min(Math.floor(this.position), this.last_step));
  }

  // Where playing ends.
  get goal() {
    return this.last_step;
  }

  get last_step() {
    return this.data.steps - 1;
  }

  go(step, playing = false) {
    this.position = Math.max(0, Math.min(step, this.last_step));
    this.draw();
    if (!playing) this.stop();
  }

  first() {
    this.go(0);
  }

  back() {
    this.go(this.step - 1);
  }

  next() {
    this.go(this.step + 1);
  }

  last() {
    this.go(this.last_step);
  }

  play() {
    if (this.frame !== null) return this.stop();
    if (this.step === this.last_step) this.position = 0;
    this.draw();
    this.run();
  }

  run(end = this.goal) {
    cancelAnimationFrame(this.frame);
    begins(this);
    this.waits = false;
    let before = performance.now();
    const pace = pace_of(this.data);
    const tick = (now) => {
      const shown = this.step;
      this.position = Math.min(end, this.position + ((now - before) * Number(this.speed.value)) / pace);
      before = now;
      if (this.step !== shown) this.draw();
      if (this.step === end) return this.stop();
      this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
    this.draw_play_button();
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.waits = false;
    this.draw_play_button();
    ends(this);
    if (this.scene.busy?.()) return; // With what a viewer does by hand; then all is told.
    const { asks, question } = this.guessing ?? {};
    this.status.textContent = asks ? question.asked : this.scene.said(this.step);
    if (this.visible && !this.small) write_step(this.step, this.data.id);
  }

  draw() {
    const step = this.step;
    this.scene.draw(step);
    this.scrub.value = step + 1;
    this.scrub.setAttribute("aria-valuetext", this.scene.said(step));
    this.place.textContent = `${step + 1} / ${this.data.steps}`;
  }

  draw_play_button() {
    const button = this.root.querySelector(".play");
    const act = this.frame === null ? "play" : "pause";
    if (button.getAttribute("aria-label") === say(act) && button.firstChild) return;
    draw_icon(button, act);
    button.setAttribute("aria-label", say(act));
  }
}
