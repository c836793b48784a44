// What a report does when it is opened.

for (const host of document.querySelectorAll("[data-show]")) {
  perform({ ...SOURCES, payload: host.dataset.show }, host);
  // Paper shows how it ends.
  addEventListener("beforeprint", () => players.get(host.shadowRoot).last());
}
