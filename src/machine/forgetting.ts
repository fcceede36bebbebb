import type { Directory } from "./directory.ts";
import type { Segments } from "./segments.ts";
import { COUNT, DIRECTORY, SLOTS } from "./state-layout.ts";
import type { StateView } from "./state-view.ts";

const NOTHING: ReadonlySet<number> = new Set();

/** Drops freed objects that no living word points into: nobody can touch them any more, and their place is free again. */
export class Forgetting {
  private readonly view: StateView;
  private readonly segments: Segments;
  /** By directory and what is dropped of it. */
  private readonly directories = new Map<string, number>();

  constructor(view: StateView, segments: Segments) {
    this.view = view;
    this.segments = segments;
  }

  /** Takes what is dropped from the state's directory; the objects' addresses. */
  from(state: Int32Array): ReadonlySet<number> {
    const number = state[DIRECTORY]!;
    const directory = this.view.directory(number);
    if (directory.dead.length === 0) return NOTHING;
    const dropped = new Set(directory.dead);
    const look = (segment: number): void => {
      if (dropped.size > 0) this.keep(dropped, directory, segment);
    };
    const count = state[COUNT]!;
    for (let slot = 0; slot < count; slot++) {
      const own = this.view.own(state, slot);
      if (!own) continue;
      look(state[SLOTS + slot]!);
      look(own.stack);
      look(own.frames);
    }
    for (let at = SLOTS + count; at < state.length; at++) look(state[at]!);
    if (dropped.size === 0) return dropped;
    const key = `${number} ${[...dropped].join(" ")}`;
    let without = this.directories.get(key);
    if (without === undefined) {
      const list = directory.without(dropped);
      without = this.segments.number(list, 0, list.length);
      this.directories.set(key, without);
    }
    state[DIRECTORY] = without;
    return dropped;
  }

  /** Takes the objects out that the segment's words point into. */
  private keep(dropped: Set<number>, directory: Directory, segment: number): void {
    const words = this.segments.pointersOf(segment);
    for (let i = 0; i < words.length; i++) {
      const object = directory.at(words[i]! >>> 0);
      if (object >= 0 && !directory.isAlive(object)) dropped.delete(directory.start(object));
    }
  }
}
