// What was wished, each wish to be taken back, and what else can be done with one click.
function wishes_row(data, lane, send) {
  const row = element("div", "acts");
  const list = element("ul", "wishes");
  list.append(...data.wishes.map(chip));
  row.append(data.wishes.length ? list : element("p", "hint", say("steer_hint")));
  if (lane.least_sure) {
    const title = say("least_sure", { word: lane.least_sure });
    row.append(act("another_way", say("another_way"), title, () => send("banned", lane.least_sure)));
  }
  if (data.undo) row.append(act("undo", "↶", say("undo"), () => send("undone", true)));
  return row;

  function chip({ said, names }) {
    const [item, button] = [element("li"), element("button", "chip", said)];
    const cross = element("span", "", "✕");
    cross.setAttribute("aria-hidden", "true");
    button.append(cross);
    button.setAttribute("aria-label", say("take_back", { wish: said }));
    button.onclick = () => send("released", names);
    button.onkeydown = ({ key }) => ["Delete", "Backspace"].includes(key) && button.click();
    item.append(button);
    return item;
  }

  function act(name, said, title, asked) {
    const button = element("button", "act", said);
    button.dataset.name = name;
    button.title = title;
    if (said.length === 1) button.setAttribute("aria-label", title);
    button.onclick = asked;
    return button;
  }
}
