// All numbers that the network remembers, a square each. Once the sentence is read, they are all
// that is handed over.

const [NARROW_BOX, FEW_ACROSS, MANY_ACROSS] = [480, 64, 128]; // Pixels; squares side by side.
const REMEMBERED = ["cell-state", "hidden-state"];
const FLIGHT = 900; // Milliseconds.

function memory_of(lane, data, host) {
  const [box, canvas, note] = [element("figure", "state"), element("canvas"), element("figcaption")];
  const strips = lane.layers.flatMap(({ strips: all }) => all.filter(({ term }) => REMEMBERED.includes(term)));
  const count = strips.reduce((sum, { units }) => sum + units, 0);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", say("memory_squares", { n: decimal(count, 0) }));
  box.append(canvas, note);
  let before = null;

  function numbers_at(step) {
    return strips.flatMap(({ at, units }) => {
      const start = at + step * units;
      return [...data.numbers.subarray(start, start + units)];
    });
  }

  function note_at(step) {
    const values = { n: decimal(count, 0), word: lane.read[step] };
    if (step < data.lead - 1) return say("memory_reads", values);
    if (step === data.lead - 1) return say("memory_full", values);
    return say(lane.attention === null ? "memory_writes" : "memory_looks", values);
  }

  return {
    box,
    // `to` is where the numbers go when they are handed over.
    draw(step, to) {
      const handed = before === data.lead - 1 && step === data.lead;
      if (handed && !calm()) fly(canvas, to);
      before = step;
      const at = Math.min(step, lane.read.length - 1);
      const across = box.clientWidth < NARROW_BOX ? MANY_ACROSS : FEW_ACROSS;
      paint(canvas, numbers_at(at), palettes(host).state, Math.min(across, count));
      box.classList.toggle("full", step >= data.lead - 1);
      note.textContent = note_at(step);
    },
  };
}

// A copy of what is seen flies to an element, and is gone there.
function fly(canvas, to) {
  const [from, there] = [canvas.getBoundingClientRect(), to.getBoundingClientRect()];
  const copy = canvas.cloneNode();
  copy.getContext("2d").drawImage(canvas, 0, 0);
  copy.className = "flying";
  copy.setAttribute("aria-hidden", "true");
  canvas.after(copy);
  const [x, y] = [there.left - from.left, there.top - from.top];
  const end = { transform: `translate(${x}px, ${y}px) scale(${there.width / from.width}, 0.6)`, opacity: 0 };
  const frames = [{ opacity: 1 }, { ...end, opacity: 0.9, offset: 0.75 }, end];
  copy.animate(frames, { duration: FLIGHT, easing: "ease-in-out" }).onfinish = () => copy.remove();
}
