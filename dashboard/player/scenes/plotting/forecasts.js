// What was said of the values to come, before they came, and how near it was.

function forecasts(data, host) {
  const truth = data.lanes[0].values;
  const rows = data.ahead.flatMap(({ values }) => values.flat());
  const all = [...truth, ...rows].filter(is_number);
  const write = writer((Math.max(...all) - Math.min(...all) || 1) / 100);
  const single = data.ahead.filter(({ plain }) => !plain).length === 1;
  const least = Math.min(...data.ahead.map(({ window }) => window ?? Infinity));
  const heads = data.ahead.map((one, index) => {
    const part = named_lane(one, colour(one, index));
    part.classList.add("forecast");
    const [value, change] = [element("strong", "value"), element("span", "change")];
    part.append(value, " ", change);
    return { part, value, change };
  });

  function colour(one, index) {
    if (one.plain) return "var(--st-gray-color, currentColor)";
    return single ? "var(--accent)" : lane_colour(host, index);
  }

  // Mean distance of all that was said so many steps ahead and has come by now.
  function off(one, step, ahead) {
    const found = [];
    for (let from = data.start; from + ahead <= step; from += 1) {
      const [said, came] = [one.values[from][ahead - 1], truth[from + ahead]];
      if (is_number(said) && is_number(came)) found.push(Math.abs(said - came));
    }
    return found.length ? found.reduce((sum, each) => sum + each, 0) / found.length : null;
  }

  function sentence(one, step) {
    const next = one.values[step][0];
    const value = is_number(next) ? say("said_next", { value: write(next) }) : say("no_value");
    const [near, far] = [off(one, step, 1), off(one, step, data.room)];
    if (near === null) return [value, ""];
    if (far === null) return [value, say("off_near", { near: write(near) })];
    return [value, say("off", { near: write(near), n: data.room, far: write(far) })];
  }

  function drawn(step, plot) {
    return [
      ...since_when(plot),
      ...data.ahead.flatMap((one, index) => [
        ...frame(one, index, step, plot),
        ...band(one, step, plot),
        curve(one, index, step, plot),
        ...gap(one, index, step, plot),
      ]),
    ].filter(Boolean);
  }

  // Where what was learnt from ends.
  function since_when(plot) {
    if (!data.new) return [];
    const x = plot.x(data.new);
    const label = svg_element("text", { x: x - 6, y: plot.bottom - 8, class: "mark-y" });
    label.textContent = say("learnt_until_here");
    return [svg_element("path", { class: "since", d: `M${x} ${TOP}V${plot.bottom}` }), label];
  }

  // All that a model without memory sees; of several, the least is filled and named.
  function frame(one, index, step, plot) {
    if (!one.window) return [];
    const half = (plot.x(1) - plot.x(0)) / 2;
    const [left, right] = [plot.x(Math.max(0, step - one.window + 1)) - half, plot.x(step) + half];
    const box = svg_element("rect", {
      class: "window", x: left, y: TOP, width: right - left, height: plot.bottom - TOP,
    });
    box.style.stroke = colour(one, index);
    if (one.window > least) return [box];
    box.style.fill = colour(one, index);
    const label = svg_element("text", { x: right, y: TOP - 6, class: "mark-y" });
    label.textContent = say("sees_only", { n: one.window });
    label.style.fill = colour(one, index);
    return [box, label];
  }

  function band(one, step, plot) {
    if (!one.band || !single) return [];
    const [low, high] = one.band.map((edge) =>
      edge[step].map((value, ahead) => `${plot.x(step + ahead + 1)} ${plot.y(value)}`),
    );
    const from = `${plot.x(step)} ${plot.y(truth[step])}`;
    const d = `M${[from, ...low, ...high.reverse()].join("L")}Z`;
    return [svg_element("path", { class: "band", d })];
  }

  function curve(one, index, step, plot) {
    const places = [truth[step], ...one.values[step]].map((value, ahead) =>
      is_number(value) ? [plot.x(step + ahead), plot.y(value)] : null,
    );
    const part = svg_element("path", { class: "curve told", d: line(places) });
    part.classList.add(one.plain ? "plain" : `dash-${index}`);
    part.style.stroke = colour(one, index);
    return part;
  }

  // What had been said of the value that has just come, and how far that was off.
  function gap(one, index, step, plot) {
    const said = one.values[step - 1]?.[0];
    if (!is_number(said) || one.plain) return [];
    const [x, y] = [plot.x(step), plot.y(said)];
    const way = svg_element("path", { class: "gap", d: `M${x} ${y}V${plot.y(truth[step])}` });
    const mark = svg_element("circle", { class: "gap", cx: x, cy: y, r: 4 });
    for (const part of [way, mark]) part.style.stroke = colour(one, index);
    return [way, mark];
  }

  return {
    heads: heads.map(({ part }) => part),
    drawn,
    write(step) {
      heads.forEach(({ value, change }, index) => {
        [value.textContent, change.textContent] = sentence(data.ahead[index], step);
      });
    },
    said: (step) => data.ahead.map((one) => [one.name, ...sentence(one, step)]),
  };
}
