// Streamlit keeps the colours that a viewer chose for that page alone which was loaded. Here they hold
// for all pages: one that is loaded anew has them, and so has the presenter's window.
const CHOICE = "stMainMenuItem-theme-"; // Before the name of each in the menu.

export default function ({ data }) {
  function keep({ target }) {
    const chosen = target.closest(`[data-testid^="${CHOICE}"]`)?.dataset.testid.slice(CHOICE.length);
    if (!chosen) return;
    const root = location.pathname.replace(/[^/]*$/, "");
    try {
      for (const page of data.pages) {
        localStorage.setItem(`stActiveTheme-${root}${page}-v2`, JSON.stringify(chosen));
      }
    } catch {
      // A browser that keeps nothing of a page has them for as long as the page.
    }
  }
  document.addEventListener("click", keep);
  return () => document.removeEventListener("click", keep);
}
