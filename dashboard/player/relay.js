// A show that goes on from another one on the page begins when that one has come to its end.

const running = new Set();
const followers = new Set();

const waits_for_another = (player) => player.data.follows && running.size > 0;

function begins(player) {
  running.add(player);
}

function ends(player) {
  const ran = running.delete(player);
  if (!ran || player.data.follows || player.step < player.last_step) return;
  for (const follower of followers) follower.start();
}

function joins(player) {
  if (player.data.follows) followers.add(player);
  else followers.delete(player);
}

function leaves(player) {
  running.delete(player);
  followers.delete(player);
}
