const [COLUMN, ROW] = [92, 22];

// Every hypothesis that the beam held, from left to right; what was given up turns grey.
function beam_tree(parent, tree) {
  const fold = foldable("tried", say("tried"));
  const box = element("div", "tree");
  box.tabIndex = 0; // So that it can be scrolled without a mouse.
  const depth = Math.max(...tree.nodes.map((node) => node.depth));
  const width = COLUMN * (depth + 1);
  const svg = svg_element("svg", { width, height: ROW * tree.rows + 8, role: "img" });
  const drawn = tree.nodes.map((node) => branch(node, tree.nodes[node.parent]));
  // Words lie above all lines, so that none is crossed.
  svg.append(...drawn.map(([path]) => path), ...drawn.map(([, word]) => word));
  box.append(svg);
  fold.append(box);
  fold.addEventListener("toggle", keep_in_sight);
  parent.append(fold);
  let shown = 0;

  function branch(node, from) {
    const [x, y] = [COLUMN * (node.depth - 1) + 8, ROW * node.row + 16];
    const start = from ? [COLUMN * (from.depth - 1) + 8, ROW * from.row + 16] : [0, y];
    const word = svg_element("text", { x: x + 8, y: y + 4 });
    word.textContent = node.word;
    // Where a word ends is known to the browser alone, so a line begins under it.
    const middle = start[0] + COLUMN - 14;
    const d = `M${start[0]} ${start[1] + 8}C${middle} ${start[1] + 8} ${x - 20} ${y + 8} ${x} ${y + 8}H${x + COLUMN - 12}`;
    return [svg_element("path", { d }), word];
  }

  function keep_in_sight() {
    const end = COLUMN * (shown + 1);
    if (end > box.scrollLeft + box.clientWidth) box.scrollLeft = end - box.clientWidth + COLUMN;
    if (end < box.scrollLeft + COLUMN) box.scrollLeft = end - COLUMN;
  }

  return {
    draw(step) {
      shown = step;
      const path = new Set();
      for (let at = tree.best[step]; at >= 0; at = tree.nodes[at].parent) path.add(at);
      tree.nodes.forEach((node, index) => {
        const there = node.depth <= step + 1;
        const state = path.has(index) ? "best" : node.until > step ? "live" : "dropped";
        for (const piece of drawn[index]) piece.setAttribute("class", there ? state : "later");
      });
      svg.setAttribute("aria-label", say("beam", { said: tree.said[step] ?? "" }));
      keep_in_sight();
    },
  };
}
