// What a page around the player gives it: colours, sizes and letters, written out.

// All values that its style and its scripts ask for.
function theme_of(host) {
  const style = getComputedStyle(host);
  const names = new Set(`${SOURCES.css}${SOURCES.js}`.match(/--st-[\w-]+/g));
  const values = [...names].map((name) => `${name}: ${style.getPropertyValue(name)};`);
  const { fontSize: size, lineHeight: height } = style;
  const spaced = height === "normal" ? height : parseFloat(height) / parseFloat(size);
  const rest = `font-size: ${size}; line-height: ${spaced}; background: ${colour_behind(host)};`;
  return `.host { ${values.join(" ")} ${rest} }`.replaceAll("<", "\\3c ");
}

const colour_behind = (host) => getComputedStyle(host).getPropertyValue("--st-background-color");

// The letters that it is written in, with their files inside; those that cannot be had are left out.
async function fonts_of(host) {
  const wanted = getComputedStyle(host).getPropertyValue("--st-font");
  const faces = [...document.styleSheets].flatMap(rules_of).filter((rule) => {
    const family = rule.style?.getPropertyValue("font-family").replace(/["']/g, "");
    return rule instanceof CSSFontFaceRule && family && wanted.includes(family) && in_use(rule);
  });
  const written = await Promise.all(faces.map((face) => with_file(face).catch(() => "")));
  return written.join("\n");
}

// Of those that no letter was drawn with there may be no file.
function in_use({ style }) {
  return [...document.fonts].some(
    (font) =>
      font.status === "loaded" &&
      font.style === (style.fontStyle || "normal") &&
      font.family.replace(/["']/g, "") === style.fontFamily.replace(/["']/g, ""),
  );
}

function rules_of(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // Of another machine.
  }
}

async function with_file(face) {
  const source = face.style.getPropertyValue("src");
  const [, address] = source.match(/url\(["']?([^"')]+)["']?\)/);
  const file = new URL(address, face.parentStyleSheet.href ?? document.baseURI);
  // The browser has it already, so it is there when the server is not.
  const answer = await fetch(file, { cache: "force-cache" });
  if (!answer.ok) throw new Error(`${file} is not there`);
  return face.cssText.replace(source, `url(${await data_address(await answer.blob())})`);
}

function data_address(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
