// What a window keeps until it is closed, also when it is loaded anew. A page that is opened from a mail
// may keep nothing: there it lasts as long as the page.

const held = new Map();

function recalled(name, usual) {
  try {
    return { ...usual, ...JSON.parse(sessionStorage.getItem(name)) };
  } catch {
    return { ...usual, ...held.get(name) };
  }
}

function remember(name, value) {
  held.set(name, value);
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {}
}
