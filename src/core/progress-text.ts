/** How far a search is. */
export interface SearchProgress {
  readonly states: number;
  readonly ms: number;
  readonly found: number;
  /** Until it is given up, in ms. */
  readonly left: number;
}

/** A search that goes on: how far it is, how fast, what it found, and how long it may still take. */
export function searchText({ states, ms, found, left }: SearchProgress): string {
  const rate = ms > 0 ? `, ${thousands((states / ms) * 1000)} a second` : "";
  return `${thousands(states)} states${rate}, ${seconds(ms)}, ${found} found, at most ${seconds(left)} left`;
}

/** Work of which the amount is known: `120 of 730 files looked at, 60 a second, 10 s left`. */
export function countText(what: string, done: number, total: number, ms: number): string {
  const head = `${thousands(done)} of ${thousands(total)} ${what}`;
  // the first few say little about the rest
  if (done === 0 || ms < 500) return head;
  const rate = done / ms;
  const speed = rate * 1000 >= 1 ? `, ${thousands(rate * 1000)} a second` : "";
  return `${head}${speed}, ${seconds((total - done) / rate)} left`;
}

/** `1,234,567`. */
function thousands(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

export function seconds(ms: number): string {
  const whole = Math.ceil(ms / 1000);
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
