// What a window keeps until it is closed, also when it is loaded anew.

function recalled(name, usual) {
  try {
    return { ...usual, ...JSON.parse(sessionStorage.getItem(name)) };
  } catch {
    return { ...usual };
  }
}

// A page that is opened from a mail may keep nothing.
function remember(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {}
}
