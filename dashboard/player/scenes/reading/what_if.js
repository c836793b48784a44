// What the answer would be if the current word were gone, denied, or another. Where a change is on
// stage, it can be taken back, kept, or give way to another one of the text as it was.
function what_if(box, data, send) {
  const form = element("form", "acts what-if");
  const [label, other] = [element("span", "label"), element("input")];
  const act = (kind) => send("edited", { place: Number(form.dataset.place), kind, word: other.value });
  const button = (kind, name = "") => {
    const made = element("button", name, say(kind));
    made.type = kind === "replace" ? "submit" : "button";
    if (kind !== "replace") made.onclick = () => act(kind);
    return made;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    if (other.value.trim()) act("replace");
    else other.focus();
  };
  Object.assign(other, { type: "text", maxLength: 40, placeholder: say("another_hint") });
  other.setAttribute("aria-label", say("another"));
  const after = ["undo", "keep"].map((kind) => button(kind, `after ${kind}`));
  for (const one of after) one.disabled = !data.change;
  const colours = element("span", "colours", data.waits || data.change ? "" : say("colours"));
  const ways = ["remove", "negate", "replace"].map((kind) => button(kind));
  const [, negate, replace] = ways;
  form.append(label, ...ways, other, colours, ...after);
  box.append(form);
  return {
    draw(step) {
      const place = data.places?.[step] ?? step;
      const shown = data.places ? data.tokens.findIndex((_, index) => is_old(index, place)) : step;
      form.dataset.place = place;
      const [, word] = data.tokens[shown];
      label.textContent = say("what_if", { word });
      // A mark can only be taken away. What cannot be done keeps its place, so that nothing moves.
      negate.classList.toggle("unfit", !/[\p{L}\p{N}]/u.test(word));
      for (const one of [replace, other]) {
        one.classList.toggle("unfit", !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
      }
    },
  };

  function is_old(index, place) {
    return data.places[index] === place && data.tokens[index][2] !== "come";
  }
}
