const RANKS = 5;
const LONG = 3; // Words that all sentences begin with; fewer are not left out.

// The sentences that the search weighs, below the one on stage, best first; one that becomes more
// probable rises. A bar says how probable each is, beside the most probable one.
function ranked_beam(parent, lane) {
  const [title, list] = [element("p", "after"), element("ol", "beam")];
  if (!lane.beam.some((ranking) => ranking.length > 1)) return { draw() {} };
  list.style.setProperty("--ranks", Math.min(RANKS, Math.max(...lane.beam.map((r) => r.length))));
  const head = explained(title, "beam");
  parent.append(title, list);
  const lines = new Map();

  function line({ row }) {
    if (!lines.has(row)) {
      const made = element("li");
      lines.set(row, made);
    }
    return lines.get(row);
  }

  return {
    draw(place) {
      const before = new Map([...list.children].map((one) => [one, one.offsetTop]));
      const caption = lane.words.slice(0, place + 1).join(" ");
      const is_best = ({ words }) => [words, `${words} <end>`].includes(caption);
      const ranked = lane.beam[place] ?? [];
      const shown = [...ranked.filter(is_best), ...ranked.filter((one) => !is_best(one))].slice(0, RANKS);
      title.style.visibility = shown.length ? "" : "hidden";
      const most = Math.max(...shown.map(({ probability }) => probability));
      const left_out = begun_alike(shown);
      const behind = shown.find(is_best)?.probability < most || is_less_probable(lane, place);
      head(say(behind ? "beam_behind" : "beam_head"));
      for (const one of shown) {
        const [made, words] = [line(one), one.words.split(" ")];
        const end = one.ended ? " ■" : "";
        made.title = closed_up(words) + end;
        made.textContent = (left_out ? "… " : "") + closed_up(words.slice(left_out)) + end;
        made.style.setProperty("--share", `${(100 * one.probability) / most}%`);
        made.className = is_best(one) ? "best" : "";
      }
      list.replaceChildren(...shown.map(line));
      for (const one of list.children) move_from(before.get(one), one);
    },
  };
}

// How many words all sentences begin with, where that is worth an ellipsis; each keeps one at least.
function begun_alike(sentences) {
  const [first, ...others] = sentences.map(({ words }) => words.split(" "));
  if (!others.length) return 0;
  const most = Math.min(...[first, ...others].map((words) => words.length)) - 1;
  const parts = first.findIndex((word, place) => place >= most || others.some((other) => other[place] !== word));
  return parts < LONG ? 0 : parts;
}

// From where it stood, or out of nothing; whoever wants no motion sees it where it is.
function move_from(top, item) {
  if (calm() || top === item.offsetTop) return;
  const from = top === undefined ? { opacity: 0 } : { transform: `translateY(${top - item.offsetTop}px)` };
  item.animate([from, {}], { duration: 350, easing: "ease-in-out" });
}

// Whether the sentence on stage goes on with a word that is not the most probable, unforced.
function is_less_probable({ words, steps, forced }, place) {
  const best = steps[place]?.candidates.find(([, , allowed]) => allowed);
  return best !== undefined && place >= forced && best[0] !== words[place];
}

const small_percent = (share) => (share < 0.01 ? say("hardly_any", { share: percent(0.01) }) : percent(share));
