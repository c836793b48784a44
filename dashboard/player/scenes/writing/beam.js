const RANKS = 5;

// The sentences that the search weighs, best first; one that becomes more probable rises.
function ranked_beam(parent, lane) {
  const [title, list] = [element("p", "after"), element("ol", "beam")];
  if (!lane.beam.some((ranking) => ranking.length > 1)) return { draw() {} };
  list.style.setProperty("--ranks", Math.min(RANKS, Math.max(...lane.beam.map((r) => r.length))));
  explained(title, "beam")(say("beam_head"));
  parent.append(title, list);
  const lines = new Map();

  function line({ row }) {
    if (!lines.has(row)) {
      const made = element("li");
      made.append(element("span", "said"), element("span", "value"));
      lines.set(row, made);
    }
    return lines.get(row);
  }

  return {
    draw(place) {
      const before = new Map([...list.children].map((one) => [one, one.offsetTop]));
      const shown = (lane.beam[place] ?? []).slice(0, RANKS);
      title.style.visibility = shown.length ? "" : "hidden";
      const caption = lane.words.slice(0, place + 1).join(" ");
      for (const one of shown) {
        const [said, value] = line(one).children;
        said.textContent = closed_up(one.words.split(" ")) + (one.ended ? " ■" : "");
        value.textContent = small_percent(one.probability);
        line(one).className = [one.words, `${one.words} <end>`].includes(caption) ? "best" : "";
      }
      list.replaceChildren(...shown.map(line));
      for (const one of list.children) move_from(before.get(one), one);
    },
  };
}

// From where it stood, or out of nothing; whoever wants no motion sees it where it is.
function move_from(top, item) {
  if (calm() || top === item.offsetTop) return;
  const from = top === undefined ? { opacity: 0 } : { transform: `translateY(${top - item.offsetTop}px)` };
  item.animate([from, {}], { duration: 350, easing: "ease-in-out" });
}

const small_percent = (share) =>
  share < 0.0001 ? say("hardly_any") : say("percent", { n: Number((100 * share).toPrecision(2)) });
