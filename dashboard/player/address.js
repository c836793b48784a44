// The step on stage as the address names it.

// What a player has written the step of; another show, which has a new player, begins anew.
let written = null;
addEventListener("popstate", () => (written = null));

function step_in_address(id) {
  const step = Number(new URLSearchParams(location.search).get("step"));
  const meant = written === null || written === id;
  return meant && Number.isInteger(step) && step > 0 ? step - 1 : null;
}

// Only the player knows the step, so it alone writes it; Streamlit's own entry stays as it is.
function write_step(step, id) {
  written = id;
  put_in_address({ step: step + 1 });
}

// Values by their names; null takes one out.
function put_in_address(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

// The address of what is on stage, for others.
async function copy_link({ root, step, data }) {
  write_step(step, data.id);
  const button = root.querySelector(".link");
  const missing = data.not_in_link;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = missing ? say("copied_without", { what: missing }) : say("copied");
  } catch {
    button.textContent = say("not_copied");
  }
  setTimeout(() => (button.textContent = say("link")), 2_500);
}
