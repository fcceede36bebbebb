import type { Step } from "../../src/explore/system.ts";
import { Machine } from "../../src/machine/machine.ts";
import { packState } from "./reference-state.ts";

/** Equal words, equal text: a character for each byte, which is quicker than their digits. */
function textOf(words: Int32Array): string {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString("latin1");
}

/** What a step was, in words. */
function told(machine: Machine, step: Step): string {
  const { reads, writes } = machine.accesses;
  const conditions = reads.filter((location) => machine.isCondition(location));
  const counts = [...reads, ...writes].filter((location) => machine.isCount(location));
  const taken = writes.filter((location) => machine.takesUse(location));
  return JSON.stringify([step, [reads, writes, conditions, counts, taken]]);
}

/**
 * A machine that compares every state it saves and restores with the whole of its memory, and every step that it remembers with
 * the same step when it is run.
 */
export class CheckedMachine extends Machine {
  saves = 0;
  remembered = 0;
  private readonly wholeOf = new Map<string, string>();
  private readonly stateOf = new Map<string, string>();

  constructor(...given: ConstructorParameters<typeof Machine>) {
    super(...given);
    this.recall.ripeAfter = 0;
  }

  override step(process: number, choices: readonly number[], points = Infinity): Step {
    if (this.grain.version === undefined) return super.step(process, choices, points);
    const before = this.save();
    const isRemembered = this.recall.find(before, process, choices) !== undefined;
    const step = super.step(process, choices, points);
    if (!isRemembered) return step;
    this.remembered++;
    const [after, what] = [textOf(this.save()), told(this, step)];
    super.restore(before);
    const again = this.run(process, choices, points);
    if (told(this, again) !== what) throw new Error(`${what} is remembered of ${told(this, again)}`);
    if (textOf(this.save()) !== after) throw new Error("a step that is remembered leads to another state");
    return again;
  }

  override save(): Int32Array {
    const state = super.save();
    this.settle();
    const objects = this.heap.objects.length;
    const [short, whole] = [textOf(state), textOf(packState(this))];
    if (this.heap.objects.length !== objects) throw new Error("an object is kept that nobody points into");
    if ((this.wholeOf.get(short) ?? whole) !== whole) throw new Error("two states look the same");
    if ((this.stateOf.get(whole) ?? short) !== short) throw new Error("one state looks like two");
    this.wholeOf.set(short, whole);
    this.stateOf.set(whole, short);
    this.saves++;
    return state;
  }

  override restore(state: Int32Array): void {
    super.restore(state);
    this.settle();
    if (textOf(packState(this)) !== this.wholeOf.get(textOf(state)))
      throw new Error("a state comes back changed");
  }
}
