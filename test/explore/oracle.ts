import { FINEST, type System } from "../../src/explore/system.ts";

export interface Truth {
  /** Keys of every failure, ends included. */
  readonly keys: ReadonlySet<string>;
  /** Some schedule leads to where nothing ever ends or fails. */
  readonly endless: boolean;
}

/** Every state of a small system, by the shortest code that can find them: keys are strings, nothing is left out. */
export function everything(system: System): Truth {
  const keys = new Set<string>();
  const before = new Map<string, Set<string>>();
  const canEnd = new Set<string>();
  system.reset();
  system.grain = FINEST;
  const first = system.save();
  const states = new Map([[first.join(), first]]);
  for (const [name, state] of states) {
    system.restore(state);
    const enabled = system.enabled();
    if (enabled.length === 0) {
      for (const { key } of system.atEnd()) keys.add(key);
      canEnd.add(name);
    }
    for (const process of enabled) {
      for (const answers of [[0], [1]]) {
        system.restore(state);
        const { failure } = system.step(process, answers, 1);
        if (failure) {
          keys.add(failure.key);
          canEnd.add(name);
          continue;
        }
        const next = system.save();
        const nextName = next.join();
        if (!states.has(nextName)) states.set(nextName, next);
        before.set(nextName, (before.get(nextName) ?? new Set()).add(name));
      }
    }
  }
  for (const name of canEnd) for (const earlier of before.get(name) ?? []) canEnd.add(earlier);
  return { keys, endless: canEnd.size < states.size };
}
