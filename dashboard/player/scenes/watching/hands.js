// What moves the tip over the pad: where it is at a time, in seconds since the path was begun.

const SPEED = 1.6; // Heights of the pad a second, by keys.
const TURNING = 0.12; // Seconds in which the way follows the keys, so that corners are round.
const RESTING = 0.8; // Seconds without a key in which the tip is seen to hold still.

// A mouse or a finger, between the places that it told.
class Pointer {
  constructor(place, stamp, { rate }) {
    this.began = stamp;
    this.told = [{ time: 0, place }];
    this.lag = 1 / rate; // What came after a time is known later.
  }

  follow(place, stamp) {
    const time = (stamp - this.began) / 1_000;
    if (time > this.told.at(-1).time) this.told.push({ time, place });
  }

  rests() {
    return false; // It may hold still for as long as it likes.
  }

  at(time) {
    const next = this.told.findIndex((one) => one.time >= time);
    if (next < 0) return this.told.at(-1).place;
    if (next === 0) return this.told[0].place;
    const [before, after] = [this.told[next - 1], this.told[next]];
    const share = (time - before.time) / (after.time - before.time);
    return before.place.map((from, axis) => from + share * (after.place[axis] - from));
  }
}

// Keys that are held: the tip goes where they point to, and turns there as a hand does.
class Keys {
  constructor(held, size, { rate, height }) {
    Object.assign(this, { held, size, rate, lag: 0, still: 0, way: [0, 0] });
    this.place = size.map((one) => one / 2);
    this.step = (SPEED * height) / rate;
  }

  rests() {
    return this.still > RESTING * this.rate;
  }

  at() {
    const wanted = [0, 0];
    for (const key of this.held) WAYS[key].forEach((one, axis) => (wanted[axis] += one));
    const length = Math.hypot(...wanted) || 1;
    const share = 1 - Math.exp(-1 / (this.rate * TURNING));
    this.way = this.way.map((one, axis) => one + share * (wanted[axis] / length - one));
    this.still = this.held.size ? 0 : this.still + 1;
    this.place = this.place.map((one, axis) =>
      Math.min(this.size[axis], Math.max(0, one + this.way[axis] * this.step)),
    );
    return this.place;
  }
}
