import type { CollapsedState } from "./collapsed-state.ts";
import { COUNT, DIRECTORY, SLOTS } from "./state-layout.ts";
import { SAVED_FIELDS } from "./tasks.ts";

/** Words that a step writes into one segment: of the variables, of an object, or of somebody's stack. */
export class Patch {
  private readonly where: "variables" | "heap" | "stack";
  /** Piece of the variables, address of the object, or slot. */
  private readonly part: number;
  private readonly words = new Map<number, number>();
  /** What becomes of each segment that was met. */
  private readonly known = new Map<number, number>();

  constructor(where: "variables" | "heap" | "stack", part: number) {
    this.where = where;
    this.part = part;
  }

  set(offset: number, value: number): void {
    this.words.set(offset, value);
  }

  apply(state: Int32Array, collapsed: CollapsedState): void {
    const at = this.placeIn(state, collapsed);
    if (at < 0) return;
    const segment = state[at]!;
    let patched = this.known.get(segment);
    if (patched === undefined) {
      patched = this.where === "stack" ? this.onStack(segment, collapsed) : this.on(segment, collapsed);
      this.known.set(segment, patched);
    }
    state[at] = patched;
  }

  private placeIn(state: Int32Array, { view, pieces }: CollapsedState): number {
    if (this.where === "variables") return state.length - pieces + this.part;
    if (this.where === "stack") return this.part < state[COUNT]! ? SLOTS + this.part : -1;
    const position = view.directory(state[DIRECTORY]!).positionOf(this.part) ?? -1;
    return position < 0 ? -1 : SLOTS + state[COUNT]! + position;
  }

  private on(segment: number, { segments }: CollapsedState): number {
    const content = segments.content(segment).slice();
    for (const [offset, value] of this.words) content[offset] = value;
    return segments.number(content, 0, content.length);
  }

  private onStack(segment: number, collapsed: CollapsedState): number {
    const { segments, view } = collapsed;
    const content = segments.content(segment).slice();
    content[SAVED_FIELDS] = this.on(view.ownOf(segment).stack, collapsed);
    return segments.number(content, 0, content.length);
  }
}
