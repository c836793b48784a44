// The show as a film, recorded while it is played at its own pace.

const END_STAYS = 2_000; // Milliseconds.

async function stage_as_film(player, tell) {
  const fonts = await fonts_of(player.root.host);
  const before = player.step;
  player.go(player.last_step);
  const size = await drawing_of(player, fonts);
  const canvas = element("canvas");
  Object.assign(canvas, { width: 2 * Math.ceil(size.width / 2), height: 2 * Math.ceil(size.height / 2) });
  const stream = canvas.captureStream(0);
  const recorder = new MediaRecorder(stream, { mimeType: "video/webm", videoBitsPerSecond: 8_000_000 });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((done) => (recorder.onstop = done));
  await show(0);
  recorder.start();
  const [began, pace] = [performance.now(), pace_of(player.data)];
  for (let step = 0; step < player.last_step; ) {
    await until(began + pace * (step + 1));
    // Where drawing takes longer than a step, steps are left out.
    step = Math.min(player.last_step, Math.max(step + 1, Math.floor((performance.now() - began) / pace)));
    tell(say("recording", { n: step + 1, of: player.data.steps }));
    await show(step);
  }
  await until(performance.now() + END_STAYS);
  await show(player.last_step);
  recorder.stop();
  await ended;
  player.go(before);
  return new Blob(parts, { type: "video/webm" });

  async function show(step) {
    player.go(step);
    const context = canvas.getContext("2d");
    const image = await image_of(await drawing_of(player, fonts));
    context.fillStyle = getComputedStyle(player.root.host).getPropertyValue("--st-background-color");
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0);
    stream.getVideoTracks()[0].requestFrame();
  }
}

const until = (time) => new Promise((done) => setTimeout(done, time - performance.now()));
