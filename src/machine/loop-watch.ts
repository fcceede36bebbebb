import type { Machine } from "./machine.ts";
import { stackTopOf } from "./layout.ts";

/** Rounds of one step after which a loop is looked at; most loops end before. */
export const FIRST_LOOK = 1024;

/** Words that are compared with a round that was remembered: most rounds differ in the first few, where the loop has what it counts. */
const MOST_COMPARED = 1 << 22;

/**
 * Finds loops that come back to where they were. The module is compiled at -O0: at the head of a loop all that decides what comes
 * next lies in memory, in the task's own stack, the variables and the heap. When these are the same a second time at the same
 * place, and nothing was chosen in between, the loop continues forever unless somebody else changes what it reads.
 */
export class LoopWatch {
  private readonly machine: Machine;
  private anchor: number[] | undefined;
  private anchorSite = -1;
  private anchorRound = 0;
  private compared = 0;
  private clockReads = 0;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /**
   * Asked once a round, from the FIRST_LOOK-th on.
   * @returns `repeats`, or `waits for time` when the clock was read in the rounds that repeat
   */
  look(site: number, round: number): "repeats" | "waits for time" | "goes on" {
    const { anchor } = this;
    this.machine.recall.isOpaque = true;
    if (round === FIRST_LOOK || round === this.anchorRound * 2 || !anchor) {
      this.anchorRound = round;
      this.anchorSite = site;
      this.anchor = this.remembered();
      this.compared = 0;
      this.clockReads = this.machine.clockReads;
      return "goes on";
    }
    if (site !== this.anchorSite || this.compared > MOST_COMPARED || !this.isAsIn(anchor)) return "goes on";
    return this.machine.clockReads === this.clockReads ? "repeats" : "waits for time";
  }

  private remembered(): number[] {
    const words: number[] = [];
    this.present((word) => words.push(word) > 0);
    return words;
  }

  private isAsIn(anchor: readonly number[]): boolean {
    let at = 0;
    const isSame = this.present((word) => word === anchor[at++]) && at === anchor.length;
    this.compared += at;
    return isSame;
  }

  /** Everything that the running task's next steps depend on, as long as nobody else runs; until somebody has seen enough of it. */
  private present(wants: (word: number) => boolean): boolean {
    const { machine } = this;
    const { layout, heap, now, current } = machine;
    const stackPointer = machine.switcher.stackPointer;
    return (
      [stackPointer, now.choices, now.spawnedTasks, heap.objects.length].every(wants) &&
      this.wordsOf(stackPointer, stackTopOf(layout, current), false, wants) &&
      this.wordsOf(layout.dataStart, layout.dataEnd, true, wants) &&
      heap.objects.every(
        ({ start, size, alive }) =>
          wants(start) && wants(alive ? 1 : 0) && (!alive || this.wordsOf(start, start + size, true, wants)),
      )
    );
  }

  /** Of words that only count there is no more than a search tells; while one runs they read so already. */
  private wordsOf(from: number, to: number, idleToo: boolean, wants: (word: number) => boolean): boolean {
    const { words, idle } = this.machine;
    for (let word = from >>> 2; word < to >>> 2; word++) {
      if (!wants(idleToo && !idle.enabled ? idle.shown(word << 2) : words[word]!)) return false;
    }
    return true;
  }
}
