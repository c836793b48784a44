// A small menu that saves what is on stage: all of it is made in the browser, without the server.

// How each kind is made, and what its file is called after the show and, of a still one, the step.
const SAVED_AS = {
  png: [(player) => stage_as_png(player), ".png"],
  inside: [(player) => stage_as_png(player, IDLE), "-inside.png"],
  svg: [stage_as_svg, ".svg"],
  webm: [stage_as_film, ".webm"],
  html: [stage_as_page, ".html"],
};

function save_menu(player) {
  const menu = player.root.querySelector(".save");
  const name = menu.querySelector("summary");
  const close = () => (menu.open = false);
  menu.onkeydown = (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    close();
    name.focus();
  };
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) close();
  });
  for (const button of menu.querySelectorAll("[data-save]")) {
    button.onclick = () => {
      close();
      name.focus();
      save(button.dataset.save);
    };
  }

  async function save(kind) {
    if (name.ariaBusy === "true") return;
    name.ariaBusy = "true";
    try {
      const tell = (text) => (name.textContent = text);
      tell(say("saving"));
      const file = `unrolled-${name_of_show(player)}`;
      const still = kind !== "webm" && kind !== "html";
      const [made, ending] = SAVED_AS[kind];
      const blob = await made(player, tell);
      download(blob, `${file}${still ? `-step-${player.step + 1}` : ""}${ending}`);
      tell(say("saved"));
    } catch (error) {
      name.textContent = say("not_saved");
      console.warn(error);
    }
    name.ariaBusy = "false";
    setTimeout(() => (name.textContent = say("save")), 2_500);
  }

  return save;
}

// As the page is called on which it is shown.
function name_of_show({ data }) {
  const page = location.pathname.split("/").filter(Boolean).at(-1) ?? data.show;
  return page.replace(/[^\w-]+/g, "-");
}

function download(blob, name) {
  const link = element("a");
  Object.assign(link, { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
