// What Streamlit's own page gets wrong here, and nothing but a script can mend.

// Half a character, as is left where a program cuts an emoji, is no text to Streamlit: nothing that
// a page asks from then on arrives. The setter of the element itself passes React by, which goes on
// to read what the field then holds.
addEventListener("input", mend_text, true);

function mend_text(event) {
  const [field] = event.composedPath();
  if (typeof field.value !== "string" || (field.value.isWellFormed?.() ?? true)) return;
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  set.call(field, field.value.toWellFormed());
}

// Of a server that is gone it says how one of its own examples is started.
new MutationObserver(name_command).observe(document.body, { childList: true });

// The dialog that says so keeps every click to itself. It goes where it is out of sight, and where a
// tour would go on below it.
new MutationObserver(let_go_on).observe(document.documentElement, {
  subtree: true, childList: true, attributeFilter: ["data-stage"],
});

function let_go_on() {
  if (!projected() && new URLSearchParams(location.search).get(TOUR) !== "1") return;
  document.querySelector("[role=dialog]:has([data-testid=stErrorCodeBlock]) > button")?.click();
}

function name_command() {
  for (const block of document.querySelectorAll("[data-testid=stErrorCodeBlock]")) {
    const code = block.querySelector("code");
    if (code?.textContent !== "streamlit run yourscript.py") continue;
    code.textContent = "make demo";
    // It would copy what stood there.
    block.querySelector("button").style.display = "none";
  }
}
