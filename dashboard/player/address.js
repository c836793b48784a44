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
  const address = new URL(location.href);
  if (address.searchParams.get("step") === String(step + 1)) return;
  address.searchParams.set("step", step + 1);
  history.replaceState(history.state, "", address);
}
