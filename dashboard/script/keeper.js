// The browser keeps my script as the text of a file, from one visit to the next. It follows what the
// server says, but for the beginning of a visit, when it tells the server; so does another window.

const KEPT = "unrolled-script";
let follows = null; // The visit whose changes it follows.

export default function ({ data, setTriggerValue }) {
  const hear = ({ key, newValue }) => key === KEPT && setTriggerValue("kept", { text: newValue ?? "" });
  try {
    const kept = localStorage.getItem(KEPT) ?? "";
    if (data.visit !== follows && kept) setTriggerValue("kept", { text: kept, earlier: true });
    else if (data.changes && data.text !== kept) localStorage.setItem(KEPT, data.text);
    follows = data.visit;
  } catch {
    // A browser that keeps nothing of a page has the script for as long as the page.
  }
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}
