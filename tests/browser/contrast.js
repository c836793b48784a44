// Every text that stands in the page, with its contrast to what lies behind it (WCAG 2.2).
() => {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, alpha, below) => below.map((value, i) => alpha * top[i] + (1 - alpha) * value);
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const parent = (element) => element.parentElement ?? element.getRootNode().host;
  const ancestors = (element) => (element ? [...ancestors(parent(element)), element] : []);
  // What hangs out, as the number over the knob of a slider, does not lie on its holder.
  const encloses = (outer, inner) =>
    outer.left <= inner.left && inner.right <= outer.right &&
    outer.top <= inner.top && inner.bottom <= outer.bottom;
  const contrast = (element) => {
    const place = element.getBoundingClientRect();
    let behind = [255, 255, 255];
    let opacity = 1;
    for (const one of ancestors(element)) {
      const style = getComputedStyle(one);
      const [red, green, blue, alpha] = channels(style.backgroundColor);
      if (one === element || encloses(one.getBoundingClientRect(), place))
        behind = over([red, green, blue], alpha * opacity, behind);
      opacity *= Number(style.opacity);
    }
    const style = getComputedStyle(element);
    const [red, green, blue, alpha] = channels(
      element instanceof SVGElement ? style.fill : style.color);
    const shown = over([red, green, blue], alpha * opacity, behind);
    const [dark, light] = [luminance(shown), luminance(behind)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // As a choice is that has more names than its box has room for, and a network that was passed by;
  // and what lies below a page whose parts grow with the screen.
  const scrolled_out = (element) => {
    const { left, right, bottom } = element.getBoundingClientRect();
    return left < 0 || right > innerWidth || bottom > innerHeight;
  };
  const found = [];
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.shadowRoot) visit(node.shadowRoot);
      const holder = node.parentElement;
      const text = node.nodeType === Node.TEXT_NODE && node.data.trim();
      if (text && holder && !["STYLE", "SCRIPT"].includes(holder.tagName) && holder.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !scrolled_out(holder))
        found.push({ text, contrast: contrast(holder) });
    }
  };
  document.querySelectorAll("[data-testid=stSidebar], [data-testid=stMain]").forEach(visit);
  return found;
}
