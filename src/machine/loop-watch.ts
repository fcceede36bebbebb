import type { Machine } from "./machine.ts";
import { stackTopOf } from "./layout.ts";

/** Rounds of one step after which a loop is looked at; most loops end before. */
export const FIRST_LOOK = 1024;

/** Rounds that are compared with one that was remembered: a loop that repeats itself does so after few. */
const LONGEST_PERIOD = 64;

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
      this.anchor = this.present();
      this.clockReads = this.machine.clockReads;
      return "goes on";
    }
    if (site !== this.anchorSite || round > this.anchorRound + LONGEST_PERIOD) return "goes on";
    const now = this.present();
    if (now.length !== anchor.length || now.some((word, i) => word !== anchor[i])) return "goes on";
    return this.machine.clockReads === this.clockReads ? "repeats" : "waits for time";
  }

  /** Everything that the running task's next steps depend on, as long as nobody else runs. */
  private present(): number[] {
    const { machine } = this;
    const { layout, heap, now, current } = machine;
    const stackPointer = machine.switcher.stackPointer;
    const found = [stackPointer, now.choices, now.spawnedTasks, heap.objects.length];
    this.add(found, stackPointer, stackTopOf(layout, current), false);
    this.add(found, layout.dataStart, layout.dataEnd, true);
    for (const object of heap.objects) {
      found.push(object.start, object.alive ? 1 : 0);
      if (object.alive) this.add(found, object.start, object.start + object.size, true);
    }
    return found;
  }

  /** Of words that only count there is no more than a search tells; while one runs they read so already. */
  private add(found: number[], from: number, to: number, idleToo: boolean): void {
    const { words, idle } = this.machine;
    for (let word = from >>> 2; word < to >>> 2; word++) {
      found.push(idleToo && !idle.enabled ? idle.shown(word << 2) : words[word]!);
    }
  }
}
