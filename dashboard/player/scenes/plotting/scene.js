// Curves that grow: up to the current step in full, faint from there on; of one that is forecast,
// only what was said of it is seen from there on.

const MOST_DOTS = 50; // Of more steps, only the current one has a dot.

function scene(box, data, { go }) {
  const host = box.getRootNode().host;
  const several = data.lanes.length > 1;
  const svg = svg_element("svg", { class: "plot", role: "img", height: height_of(data) });
  const foretold = data.ahead ? forecasts(data, host) : null;
  const list = element("div", several ? "lanes" : "lanes single");
  const said = sayings(data);
  const heads = data.lanes.map((lane, index) => {
    const part = named_lane(lane, colour(index));
    const [value, change] = [element("strong", "value"), element("span", "change")];
    part.append(value, " ", change);
    list.append(part);
    return { value, change };
  });
  const curves = data.lanes.map((lane) => lane.name).join(", ");
  svg.setAttribute("aria-label", say("by", { y: data.y_title, x: data.x_title, curves }));
  svg.onclick = ({ offsetX }) => go(plot.step_at(offsetX));
  box.replaceChildren(svg, list);
  if (foretold) {
    list.classList.add("foretold");
    list.append(...foretold.heads);
  }
  let [plot, current] = [null, 0];

  function colour(index) {
    if (foretold) return "currentColor";
    return several ? lane_colour(host, index) : "var(--accent)";
  }

  function draw() {
    if (!svg.clientWidth) return; // It is not to be seen yet.
    plot = axes(data, svg.clientWidth);
    const [x, y] = [plot.x(current), [TOP, plot.bottom]];
    const here = svg_element("path", { class: "here", d: `M${x} ${y[0]}V${y[1]}` });
    const told = foretold?.drawn(current, plot) ?? [];
    svg.replaceChildren(...plot.drawn, ...told, here, ...data.lanes.flatMap(curve));
  }

  function curve(lane, index) {
    const places = lane.values.map((value, step) =>
      is_number(value) ? [plot.x(step), plot.y(value)] : null,
    );
    const seen = places.slice(0, current + 1);
    const before = data.steps > MOST_DOTS ? [] : seen.slice(0, -1);
    const parts = [
      foretold ? null : svg_element("path", { class: "curve ahead", d: line(places) }),
      svg_element("path", { class: "curve", d: line(seen) }),
      ...before.map((place) => dot(place, 2.5)),
      dot(places[current], 5),
    ].filter(Boolean);
    for (const part of parts) {
      part.style.stroke = colour(index);
      part.classList.add(`dash-${several ? index : 0}`);
      if (part.tagName === "circle") part.style.fill = colour(index);
    }
    return parts;
  }

  // Of the next value that is forecast and another one; after the last of them, of that one.
  function question(step) {
    const [{ values }] = data.lanes;
    const forecasters = data.ahead?.filter(({ plain }) => !plain) ?? [];
    const told = (at) => forecasters[0]?.values[at]?.[0];
    const asked = [...values.keys()].filter(
      (at) => [values[at], values[at + 1], told(at)].every(is_number) && values[at] !== values[at + 1],
    );
    const at = asked.find((one) => one >= Math.max(step, data.start)) ?? asked.at(-1);
    if (at === undefined) return null;
    const way = (value) => say(value > values[at] ? "rises" : "falls");
    const steps = { by: first_of(forecasters), from: at, until: at, to: at + 1 };
    const choices = [say("rises"), say("falls")];
    return { asked: say("asks_next"), choices, machine: way(told(at)), right: way(values[at + 1]), ...steps };
  }

  return {
    question,
    draw(step) {
      current = step;
      draw();
      heads.forEach(({ value, change }, index) => {
        [value.textContent, change.textContent] = said(index, step);
      });
      foretold?.write(step);
    },
    resize: draw,
    said: (step) =>
      say("at_step", {
        x: capital(data.x_title),
        n: data.names?.[step] ?? data.first + step,
        values: [
          ...data.lanes.map(({ name }, index) => [name, ...said(index, step)]),
          ...(foretold?.said(step) ?? []),
        ]
          .map(([name, ...rest]) => `${name} ${rest.filter(Boolean).join(", ")}`)
          .join("; "),
      }),
  };
}

function dot(place, r) {
  return place && svg_element("circle", { cx: place[0], cy: place[1], r });
}

// A line through all places; where one is missing, it breaks off and begins anew.
function line(places) {
  return places
    .map((place, step) => place && `${places[step - 1] ? "L" : "M"}${place.join(" ")}`)
    .filter(Boolean)
    .join("");
}

// The value at a step in words, and what became of it since the step before.
function sayings(data) {
  const all = data.lanes.flatMap((lane) => lane.values).filter(is_number);
  const write = writer((Math.max(...all) - Math.min(...all) || 1) / 100);
  return (index, step) => {
    const { values } = data.lanes[index];
    const [value, before] = [values[step], values[step - 1]];
    if (!is_number(value)) return [say("no_value"), ""];
    const seen = values.slice(0, step).filter(is_number);
    const change = is_number(before)
      ? [`${value < before ? "" : "+"}${write(value - before)}`]
      : [];
    if (seen.length && value > Math.max(...seen)) change.push(say("highest"));
    if (seen.length && value < Math.min(...seen)) change.push(say("lowest"));
    return [write(value), change.join(", ")];
  };
}
