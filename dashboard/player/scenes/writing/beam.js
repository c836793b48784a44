const RANKS = 5;

// The sentences that the search weighs, best first; one that becomes more probable rises.
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
      const most = Math.max(...shown.map(({ probability }) => probability));
      const decimals = most < 0.1 ? 2 : 1;
      const behind = shown.find(is_best)?.probability < most || is_less_probable(lane, place);
      head(say(behind ? "beam_behind" : "beam_head"));
      for (const one of shown) {
        const [said, value] = line(one).children;
        said.textContent = closed_up(one.words.split(" ")) + (one.ended ? " ■" : "");
        value.textContent = small_percent(one.probability, decimals);
        line(one).className = is_best(one) ? "best" : "";
      }
      list.replaceChildren(...shown.map(line));
      for (const one of list.children) move_from(before.get(one), one);

      function is_best({ words }) {
        return [words, `${words} <end>`].includes(caption);
      }
    },
  };
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

// In one column all have as many decimals.
function small_percent(share, decimals) {
  const least = 10 ** -decimals;
  const shown = say("percent", { n: decimal(Math.max(least, 100 * share), decimals) });
  return 100 * share < least ? say("hardly_any", { share: shown }) : shown;
}
