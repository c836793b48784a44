// How often the room was right, and how often the machine, until the window is closed.

const SCORE = "unrolled-score";
const NO_SCORE = { known: 0, room: 0, machine: 0, unknown: 0, agreed: 0 };

// With one more question: where nobody knows what is right, room and machine are compared. What as
// many hands went up for as for another is no guess.
function counted(score, { choices, machine, right }, hands) {
  const most = Math.max(...hands);
  const room = hands.filter((one) => one === most).length > 1 ? null : choices[hands.indexOf(most)];
  const more = { ...score };
  if (right === null) {
    more.unknown += 1;
    more.agreed += Number(room === machine);
  } else {
    more.known += 1;
    more.room += Number(room === right);
    more.machine += Number(machine === right);
  }
  return more;
}

function score_line(draw) {
  const { known, room, machine, unknown, agreed } = score_kept();
  const box = element("span", "score");
  const said = [
    known ? say("guess_score", { room, machine, of: known }) : "",
    unknown ? say("guess_agreed", { n: agreed, of: unknown }) : "",
  ].filter(Boolean);
  if (!said.length) return element("span", "score", say("guess_none"));
  const reset = made_button(say("guess_reset"), () => {
    keep_score(NO_SCORE);
    draw();
  });
  box.append(element("strong", "", said.join(" · ")), " ", reset);
  return box;
}

const score_kept = () => recalled(SCORE, NO_SCORE);
const keep_score = (score) => remember(SCORE, score);
