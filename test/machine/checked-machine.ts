import { Machine } from "../../src/machine/machine.ts";
import { packState } from "./reference-state.ts";

/** Equal words, equal text: a character for each byte, which is quicker than their digits. */
function textOf(words: Int32Array): string {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString("latin1");
}

/** A machine that compares every state it saves and restores with the whole of its memory. */
export class CheckedMachine extends Machine {
  saves = 0;
  private readonly wholeOf = new Map<string, string>();
  private readonly stateOf = new Map<string, string>();

  override save(): Int32Array {
    const state = super.save();
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
    if (textOf(packState(this)) !== this.wholeOf.get(textOf(state)))
      throw new Error("a state comes back changed");
  }
}
