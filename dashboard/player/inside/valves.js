// The gates of a layer as valves: how far each stands open, and where it usually stands.

const UNUSUAL = 0.1; // So far from where it usually stands, a valve stands out.

function valves(box, layer, _, { numbers }) {
  const [part, row, note] = [element("section", "valves"), element("div", "row"), element("p", "note")];
  const gauges = layer.valves.map((valve) => gauge(row, valve, numbers));
  part.append(element("h2", "", say("valves")), row, note);
  box.append(part);
  return {
    draw(step) {
      for (const one of gauges) one.draw(step);
      note.textContent = layer.notes[step];
    },
  };
}

function gauge(row, valve, numbers) {
  const [box, head, track] = [element("div", "valve"), element("p", "head"), element("div", "track")];
  const [value, rest, fill] = [element("strong"), element("span", "usually"), element("i", "fill")];
  const does = element("span", "does");
  does.append(term(valve.term, valve.does));
  head.append(does, value, rest);
  track.append(fill);
  if (valve.rest !== null) {
    const mark = element("i", "rest");
    mark.style.left = percent_of(valve.rest);
    track.append(mark);
    rest.textContent = say("usually", { share: percent(valve.rest) });
  }
  box.append(head, track, element("p", "legend", valve.gate));
  row.append(box);
  return {
    draw(step) {
      const opened = numbers[valve.at + step] / 255;
      value.textContent = percent(opened);
      fill.style.width = percent_of(opened);
      const unusual = valve.rest !== null && Math.abs(opened - valve.rest) >= UNUSUAL;
      box.classList.toggle("unusual", unusual);
    },
  };
}

const percent_of = (share) => `${100 * share}%`;
