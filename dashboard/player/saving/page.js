// The whole show as one file: it plays, step by step, without a server and without a network.

const ONLY_ITSELF =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:";

async function stage_as_page(player) {
  const { host } = player.root;
  const [fonts, payload] = await Promise.all([
    fonts_of(host),
    data_address(new Blob([player.data.packed])),
  ]);
  const size = getComputedStyle(document.documentElement).fontSize;
  const look = `
${fonts}
html { font-size: ${size}; background: ${colour_behind(host)}; }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem; }
${theme_of(host)}`;
  const parts = { html: SOURCES.html, css: SOURCES.css, payload: payload.split(",")[1] };
  const page = `<!doctype html>
<html lang="${document.documentElement.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${ONLY_ITSELF}">
<title>Unrolled</title>
<style>${look}</style>
</head>
<body>
<main class="host"></main>
${script_tag(`${SOURCES.js}\nperform(${JSON.stringify(parts)}, document.querySelector("main"));`)}
</body>
</html>
`;
  return new Blob([page], { type: "text/html" });
}

// Nothing in it may end it.
const script_tag = (code) =>
  `<script type="module">\n${code.replace(/<(?=\/script|!--)/gi, "\\x3c")}\n</${"script"}>`;

// What a saved page does when it is opened. What asks the server is not there.
function perform({ html, css, payload }, host) {
  const root = host.attachShadow({ mode: "open" });
  const made = document.createRange().createContextualFragment(html);
  made.querySelector(".player").classList.add("saved");
  root.append(element("style", "", css), made);
  const data = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
  start({ parentElement: root, data, setTriggerValue() {} });
}
