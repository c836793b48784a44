// What the answer would be if the current word were gone, denied, or another.
function what_if(box, send) {
  const form = element("form", "what-if");
  const [label, other] = [element("span", "label"), element("input")];
  const act = (kind) => send("edited", { place: Number(form.dataset.place), kind, word: other.value });
  const buttons = ["remove", "negate", "replace"].map((kind) => {
    const button = element("button", "", say(kind));
    button.type = kind === "replace" ? "submit" : "button";
    if (kind !== "replace") button.onclick = () => act(kind);
    return button;
  });
  form.onsubmit = (event) => {
    event.preventDefault();
    if (other.value.trim()) act("replace");
    else other.focus();
  };
  Object.assign(other, { type: "text", maxLength: 40, placeholder: say("another_hint") });
  other.setAttribute("aria-label", say("another"));
  form.append(label, ...buttons, other);
  box.append(form);
  return {
    draw(step, word) {
      form.dataset.place = step;
      label.textContent = say("what_if", { word });
    },
  };
}
