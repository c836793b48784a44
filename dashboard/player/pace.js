// How long a show takes, and whether anything may move at all.

const WHOLE_SHOW = 20_000; // Milliseconds: no show takes longer, however many steps it has.
const WAIT = 3_000; // The same where nothing is answered before the end.
const SLOWEST_STEP = 700;
// Milliseconds that a step takes.
const pace_of = ({ steps, waits, pace }) =>
  pace ?? Math.min(SLOWEST_STEP, (waits ? WAIT : WHOLE_SHOW) / steps);

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
