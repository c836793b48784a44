// From steps and values to places on the plot, and numbers that are easily read at its edges.

const [HEIGHT, TALL] = [234, 300]; // Pixels of the whole plot; the second where much is drawn.
const [TOP, RIGHT, BOTTOM] = [30, 14, 46]; // Pixels around the curves; above stands what is measured.
const DIGIT = 8; // Pixels that a digit takes.

function axes(data, width) {
  const [height, room_ahead] = [height_of(data), data.room ?? 0];
  const drawn = [...data.lanes, ...(data.ahead ?? []).map(({ values }) => ({ values: values.flat() }))];
  const values = drawn.flatMap((lane) => lane.values).filter(is_number);
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const marks = round_numbers(low, high, round_step((high - low) / 3));
  const write = writer(marks[1] - marks[0] || high - low);
  const left = DIGIT * Math.max(...marks.map((mark) => write(mark).length)) + 12;
  const [inner, last] = [width - left - RIGHT, Math.max(1, data.steps - 1 + room_ahead)];
  const x = (step) => left + (inner * step) / last;
  const y = (value) => height - BOTTOM - ((height - BOTTOM - TOP) * (value - low)) / (high - low);
  const name = (step) => data.names?.[step - data.first] ?? String(step);
  const room = DIGIT * (name(data.first + data.steps - 1).length + 2);
  const every = Math.max(1, round_step((last * room) / inner));
  const steps = round_numbers(data.first, data.first + data.steps - 1, every).filter((step) => {
    const [place, half] = [x(step - data.first), (DIGIT * name(step).length) / 2];
    return half <= place && place <= width - half;
  });

  return {
    x,
    y,
    bottom: height - BOTTOM,
    step_at: (place) => Math.round(((place - left) * last) / inner),
    drawn: [
      ...marks.flatMap((mark) => [
        svg_element("path", { class: "rule", d: `M${left} ${y(mark)}H${width}` }),
        written(write(mark), { x: left - 8, y: y(mark) + 5, class: "mark-y" }),
      ]),
      ...steps.map((step) =>
        written(name(step), { x: x(step - data.first), y: height - BOTTOM + 20, class: "mark-x" }),
      ),
      written(data.y_title, { x: 0, y: 14 }),
      written(data.x_title, { x: width - RIGHT, y: height - 6, class: "mark-y" }),
    ],
  };
}

const height_of = (data) => (data.ahead ? TALL : HEIGHT);
const is_number = (value) => typeof value === "number";

function written(text, attributes) {
  const made = svg_element("text", attributes);
  made.textContent = text;
  return made;
}

// The least of 1, 2, 5, 10, 20, … (or of their tenths) that is not below `least`.
function round_step(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9));
}

function round_numbers(low, high, step) {
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

// Writes numbers with as many digits as differences of this size ask for.
function writer(difference) {
  const digits = Math.min(8, Math.max(0, -Math.floor(Math.log10(difference))));
  return (value) => decimal(value, digits).replace("-", "−");
}
