// The show as a film, recorded while it is played at its own pace.

const FRAMES = 10; // A second: steps jump, so there is nothing in between.
const END_STAYS = 2_000; // Milliseconds.

async function stage_as_film(player, tell) {
  const fonts = await fonts_of(player.root.host);
  const before = player.step;
  player.go(player.last_step);
  const screen = new Screen(await drawing_of(player, fonts));
  const show = async (step) => {
    player.go(step);
    screen.image = await image_of(await drawing_of(player, fonts));
  };
  try {
    await show(0);
    screen.record();
    const [began, pace] = [performance.now(), pace_of(player.data)];
    for (let step = 0; step < player.last_step; ) {
      await until(began + pace * (step + 1));
      // Where drawing takes longer than a step, steps are left out.
      const due = Math.floor((performance.now() - began) / pace);
      step = Math.min(player.last_step, Math.max(step + 1, due));
      tell(say("recording", { n: step + 1, of: player.data.steps }));
      await show(step);
    }
    await until(performance.now() + END_STAYS);
    return await screen.film();
  } finally {
    screen.close();
    player.go(before);
  }
}

// Shows an image, which may change, and records what it shows.
class Screen {
  constructor({ width, height, background }) {
    this.canvas = element("canvas");
    // Of odd sizes, encoders cut off a row.
    Object.assign(this.canvas, { width: 2 * Math.ceil(width / 2), height: 2 * Math.ceil(height / 2) });
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.background = background;
    this.parts = [];
  }

  // Only what is drawn anew becomes a frame.
  record() {
    const stream = this.canvas.captureStream(FRAMES);
    this.recorder = new MediaRecorder(stream, { mimeType: "video/webm", videoBitsPerSecond: 8e6 });
    this.recorder.ondataavailable = ({ data }) => this.parts.push(data);
    this.drawing = setInterval(() => this.draw(), 1_000 / FRAMES);
    this.recorder.start();
  }

  draw() {
    this.context.fillStyle = this.background;
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.drawImage(this.image, 0, 0);
  }

  async film() {
    const stopped = new Promise((done) => (this.recorder.onstop = done));
    this.recorder.stop();
    await stopped;
    return new Blob(this.parts, { type: "video/webm" });
  }

  close() {
    clearInterval(this.drawing);
  }
}

const until = (time) => new Promise((done) => setTimeout(done, time - performance.now()));
