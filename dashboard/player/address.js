// The step on stage as the address names it.

function step_in_address() {
  const step = Number(new URLSearchParams(location.search).get("step"));
  return Number.isInteger(step) && step > 0 ? step - 1 : null;
}

// Only the player knows the step, so it alone writes it; Streamlit's own entry stays as it is.
function write_step(step) {
  const address = new URL(location.href);
  if (address.searchParams.get("step") === String(step + 1)) return;
  address.searchParams.set("step", step + 1);
  history.replaceState(history.state, "", address);
}
