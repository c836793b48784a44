// Every text that is cut off, or that lies on another one of our drawings, and where.
() => {
  // These stand in full elsewhere: what a drawing that slides past has passed, and ticks of a scale.
  const ELSEWHERE = ".unrolled text, .heads span, .brick .spelling";
  const SLACK = 3; // Pixels; a line is wider and higher than its letters.
  const parent = (e) => e.assignedSlot ?? e.parentElement ?? e.getRootNode().host ?? null;
  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? within(e.shadowRoot) : [])]);
  const ancestors = (e) => (e && e !== document.documentElement ? [e, ...ancestors(parent(e))] : []);
  const texts = (e) => [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
  const lines = (e) =>
    texts(e).flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()].filter((r) => r.width > 0.5 && r.height > 0.5);
    });
  const said = (e) => texts(e).map((n) => n.textContent.trim()).join(" ").slice(0, 60);
  // Read out, not shown: clipped to nothing.
  const unseen = (e) =>
    ancestors(e).some((a) => {
      const style = getComputedStyle(a);
      const { width, height } = a.getBoundingClientRect();
      const tiny = Math.min(width, height) <= 1.5 && style.overflow !== "visible";
      return a instanceof HTMLElement && (tiny || style.clip !== "auto");
    });
  const cutBy = (e, box) => {
    const scrolls = { x: false, y: false };
    for (const a of ancestors(e)) {
      if (a instanceof SVGElement && !(a instanceof SVGSVGElement)) continue;
      const style = getComputedStyle(a);
      const place = a.getBoundingClientRect();
      for (const [axis, low, high] of [["x", "left", "right"], ["y", "top", "bottom"]]) {
        const flow = axis === "x" ? style.overflowX : style.overflowY;
        if (flow === "auto" || flow === "scroll") scrolls[axis] = true;
        const gone = Math.max(place[low] - box[low], box[high] - place[high]);
        const slack = axis === "x" ? SLACK : Math.max(SLACK, box.height / 4);
        if (!scrolls[axis] && flow !== "visible" && gone > slack) return a.className?.baseVal ?? a.className;
      }
    }
    return !scrolls.x && (box.left < -SLACK || box.right > innerWidth + SLACK) ? "the window" : null;
  };
  const bounds = (boxes) => {
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((b) => b[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((b) => b[side])));
    return new DOMRect(left, top, right - left, bottom - top);
  };
  // What stays in sight while all else scrolls lies on other things on purpose.
  const layer = (e) =>
    ancestors(e).find((a) => ["sticky", "fixed"].includes(getComputedStyle(a).position)) ?? null;
  const shown = within(document.body)
    .filter((e) => !["SCRIPT", "STYLE", "OPTION"].includes(e.tagName) && texts(e).length)
    .filter((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((e) => !e.matches(ELSEWHERE) && !unseen(e))
    .map((e) => ({ e, boxes: lines(e) }))
    .filter(({ boxes }) => boxes.length);
  const cut = shown.flatMap(({ e, boxes }) => {
    const by = cutBy(e, bounds(boxes));
    return by === null ? [] : [`“${said(e)}” is cut by ${by}`];
  });
  // Of what scrolls, that which is in sight.
  const inSight = (e, boxes) =>
    ancestors(e)
      .filter((a) => a instanceof HTMLElement && getComputedStyle(a).overflowY !== "visible")
      .map((a) => a.getBoundingClientRect())
      .reduce((left, place) => left.filter((b) => b.top < place.bottom - 1 && b.bottom > place.top + 1), boxes);
  const drawn = shown
    .filter(({ e }) => e.closest("svg, .player"))
    .map(({ e, boxes }) => ({ e, boxes: inSight(e, boxes) }));
  const meet = (a, b) => {
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return width > SLACK && height > Math.min(a.height, b.height) / 3;
  };
  const over = drawn.flatMap((one, place) =>
    drawn.slice(place + 1)
      .filter((other) => !one.e.contains(other.e) && layer(one.e) === layer(other.e))
      .filter((other) => one.boxes.some((a) => other.boxes.some((b) => meet(a, b))))
      .map((other) => `“${said(one.e)}” lies on “${said(other.e)}”`));
  return [...new Set([...cut, ...over])];
}
