// How often the room was right, and how often the machine, until the window is closed.

const SCORE = "unrolled-score";
const NO_SCORE = { known: 0, room: 0, machine: 0, unknown: 0, agreed: 0 };

// What most hands went up for; null where as many did for another, as then the room has no answer.
function said_by_room({ choices }, hands) {
  const most = Math.max(...hands);
  return hands.filter((one) => one === most).length > 1 ? null : choices[hands.indexOf(most)];
}

// With one more question: where nobody knows what is right, room and machine are compared.
function counted(score, question, hands) {
  const { machine, right } = question;
  const room = said_by_room(question, hands);
  if (room === null) return score;
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

function score_line(question, hands, draw) {
  const tied = hands.some(Boolean) && said_by_room(question, hands) === null;
  const { known, room, machine, unknown, agreed } = score_kept();
  const box = element("span", "score");
  const score = [
    known ? say("guess_score", { room, machine, of: known }) : "",
    unknown ? say("guess_agreed", { n: agreed, of: unknown }) : "",
  ].filter(Boolean);
  const said = tied ? [say("guess_tie"), ...score] : score;
  box.append(element("strong", "", said.join(" · ") || say("guess_none")));
  if (!score.length) return box;
  const reset = made_button(say("guess_reset"), () => {
    keep_score(NO_SCORE);
    draw();
  });
  box.append(" ", reset);
  return box;
}

const score_kept = () => recalled(SCORE, NO_SCORE);
const keep_score = (score) => remember(SCORE, score);
