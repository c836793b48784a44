// What the answer would be if the current word were gone, denied, or another.
function what_if(box, send) {
  const form = element("form", "what-if");
  const [label, other] = [element("span", "label"), element("input")];
  const kinds = { remove: "without it", negate: "with “not”", replace: "with this instead:" };
  const act = (kind) => send("edited", { place: Number(form.dataset.place), kind, word: other.value });
  const buttons = Object.entries(kinds).map(([kind, name]) => {
    const button = element("button", "", name);
    button.type = kind === "replace" ? "submit" : "button";
    if (kind !== "replace") button.onclick = () => act(kind);
    return button;
  });
  form.onsubmit = (event) => {
    event.preventDefault();
    if (other.value.trim()) act("replace");
    else other.focus();
  };
  Object.assign(other, { type: "text", maxLength: 40, placeholder: "another word" });
  other.setAttribute("aria-label", "Another word");
  form.append(label, ...buttons, other);
  box.append(form);
  return {
    draw(step, word) {
      form.dataset.place = step;
      label.textContent = `What if “${word}” were read`;
    },
  };
}
