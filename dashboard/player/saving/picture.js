// The stage as it stands, as a drawing that needs nothing but itself.

const MARGIN = 24;
const SHARPNESS = 2; // Pixels of a picture for one of the stage.
// What can be done on stage cannot be done in a picture.
const IDLE = ".transport, .acts, .what-if, .ban, .start, .choice, [role=status]";
const ALL_BUT_STAGE = `${IDLE}, .inside`; // Which is as high as several slides.
const STILL = `
.host * { transition: none !important; animation: none !important; }
.host .text { max-height: none !important; overflow: visible !important; }
.host .verdict { position: relative !important; top: 0 !important; }
.host .player > :first-child { margin-top: 0; }
`;
const NO_XML = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

async function stage_as_svg(player) {
  const { source } = await drawing_of(player, await fonts_of(player.root.host));
  return new Blob([source], { type: "image/svg+xml" });
}

async function stage_as_png(player, without = ALL_BUT_STAGE) {
  const drawing = await drawing_of(player, await fonts_of(player.root.host), without);
  const canvas = element("canvas");
  canvas.width = SHARPNESS * drawing.width;
  canvas.height = SHARPNESS * drawing.height;
  canvas.getContext("2d").drawImage(await image_of(drawing), 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done));
}

// An address with all of it inside: one of a blob would make a canvas unreadable.
async function image_of({ source }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  return image;
}

// As an SVG in which the page itself stands, with the style of the player and the theme as it is now.
async function drawing_of(player, fonts, without = ALL_BUT_STAGE) {
  const stage = player.root.querySelector(".player");
  const inner = Math.ceil(stage.getBoundingClientRect().width);
  const copy = still_copy(stage, without);
  const measured = element("div", "host");
  measured.style.cssText = `position: fixed; left: -100000px; width: ${inner}px`;
  measured.append(element("style", "", STILL), copy);
  player.root.append(measured);
  const [width, height] = [inner + 2 * MARGIN, Math.ceil(copy.offsetHeight) + 2 * MARGIN];
  measured.remove();
  const host = element("div", "host");
  host.style.cssText = `box-sizing: border-box; padding: ${MARGIN}px; width: ${width}px; height: ${height}px`;
  host.append(element("style", "", [fonts, theme_of(player.root.host), as_seen_now(), STILL].join("\n")), copy);
  const svg = svg_element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  // What is measured by the letters of the page is so here, too.
  svg.style.fontSize = getComputedStyle(document.documentElement).fontSize;
  const page = svg_element("foreignObject", { width, height });
  page.append(host);
  svg.append(page);
  const source = new XMLSerializer().serializeToString(svg).replace(NO_XML, "\ufffd");
  return { source, width, height, background: colour_behind(player.root.host) };
}

function still_copy(stage, without) {
  const copy = stage.cloneNode(true);
  const [all, copies] = [stage, copy].map((one) => [...one.querySelectorAll("*")]);
  all.forEach((one, index) => {
    if (one instanceof HTMLCanvasElement) copies[index].replaceWith(picture_of(one));
    if (one instanceof HTMLImageElement) keep_size(one, copies[index]);
    // A picture cannot be scrolled, so it shows what is in sight.
    const { scrollLeft: left } = one;
    if (left) copies[index].firstElementChild.style.marginLeft = `${-left}px`;
  });
  for (const one of copy.querySelectorAll(without)) one.remove();
  return copy;
}

// Which may hang on how high the window is.
function keep_size(one, copy) {
  const { width, height } = one.getBoundingClientRect();
  Object.assign(copy.style, { width: `${width}px`, height: `${height}px`, maxHeight: "none" });
}

function picture_of(canvas) {
  const image = element("img", canvas.className);
  image.src = canvas.toDataURL();
  const style = getComputedStyle(canvas);
  const kept = ["position", "inset", "width", "height", "image-rendering", "border-radius"];
  for (const name of kept) image.style.setProperty(name, style.getPropertyValue(name));
  return image;
}

// The style of the player, in which all that hangs on the window is decided.
function as_seen_now() {
  return SOURCES.css
    .replaceAll(":host", ".host")
    .replace(/@media ([^{]+)\{/g, (_, query) => `@media ${matchMedia(query).matches ? "all" : "not all"} {`);
}
