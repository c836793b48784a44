const [SMALLEST, FIRST, STRIDE] = [5, 30, 5]; // Percent of a side: the least, the one that keys begin with.
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// A part of the photo is covered by mouse, or by keys once the button has given them the photo.
function cover_of(frame, covered, ask) {
  const [area, cover, start] = [element("div", "area"), element("div", "cover"), element("button", "start")];
  let part = covered; // Left, top, width and height in percent.
  area.append(cover);
  start.textContent = say("cover");
  start.dataset.name = "cover";
  start.title = say("cover_title");
  start.onclick = begin;
  frame.append(area, start);
  draw();

  function draw() {
    cover.hidden = !part;
    if (!part) return;
    const [left, top, width, height] = part.map((share) => `${share}%`);
    Object.assign(cover.style, { left, top, width, height });
    area.setAttribute("aria-valuetext", say("cover_at", { left, top, width, height }));
  }

  function begin() {
    part ??= [(100 - FIRST) / 2, (100 - FIRST) / 2, FIRST, FIRST];
    area.tabIndex = 0;
    area.setAttribute("role", "slider"); // A thing that is moved by arrow keys and has a value.
    area.setAttribute("aria-label", say("cover_keys"));
    area.setAttribute("aria-valuenow", 0);
    area.classList.add("held");
    draw();
    area.focus();
  }

  function end(asked) {
    area.classList.remove("held"); // Before the focus leaves, which ends it, too.
    area.removeAttribute("tabindex");
    for (const name of ["role", "aria-label", "aria-valuenow", "aria-valuetext"]) area.removeAttribute(name);
    const changed = asked && String(part) !== String(covered);
    if (!changed) part = covered;
    draw();
    if (changed) ask("covered", part);
  }

  area.onkeydown = (event) => {
    if (!area.classList.contains("held")) return;
    const [left, top, width, height] = part;
    const grow = { "+": STRIDE, "=": STRIDE, "-": -STRIDE }[event.key];
    const move = MOVES[event.key];
    if (move) part = within(left + STRIDE * move[0], top + STRIDE * move[1], width, height);
    else if (grow) part = within(left - grow / 2, top - grow / 2, width + grow, height + grow);
    else if (event.key === "Enter" || event.key === "Escape") {
      start.focus();
      end(event.key === "Enter");
    } else return;
    event.preventDefault();
    draw();
  };
  area.onblur = ({ relatedTarget }) => relatedTarget !== start && area.classList.contains("held") && end(false);

  area.onpointerdown = (event) => {
    // A finger that only scrolls over the photo covers nothing: the button comes first.
    if (event.button || (event.pointerType === "touch" && !area.classList.contains("held"))) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    const from = place_of(event);
    area.onpointermove = (moved) => {
      part = between(from, place_of(moved));
      draw();
    };
    area.onpointerup = area.onpointercancel = ({ type }) => {
      area.onpointermove = area.onpointerup = area.onpointercancel = null;
      // A click is no rectangle.
      end(type === "pointerup" && part !== covered && Math.min(part[2], part[3]) >= SMALLEST);
    };
  };

  function place_of({ clientX, clientY }) {
    const { left, top, width, height } = area.getBoundingClientRect();
    return [(100 * (clientX - left)) / width, (100 * (clientY - top)) / height].map(percentage);
  }
}

const percentage = (share) => Math.max(0, Math.min(100, Math.round(share)));

function between([x, y], [other_x, other_y]) {
  return [Math.min(x, other_x), Math.min(y, other_y), Math.abs(x - other_x), Math.abs(y - other_y)];
}

// Of that size where it can be, and in the photo.
function within(left, top, width, height) {
  const sides = [width, height].map((side) => Math.max(SMALLEST, Math.min(100, side)));
  const corner = [left, top].map((edge, axis) => Math.max(0, Math.min(100 - sides[axis], Math.round(edge))));
  return [...corner, ...sides];
}
