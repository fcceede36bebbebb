import type { Flow } from "../compile/flow-graph.ts";
import type { Machine } from "./machine.ts";

/**
 * Keeps counters that decide nothing out of the state, so that a loop that counts comes back to where it was.
 *
 * A word is idle when every load of it is idle (`compile/flow-graph.ts`) and every store that the loaded value reaches goes to an idle
 * word. Then no branch, address or check depends on it, and two states that differ only there behave alike for ever. So an idle
 * word may as well always read 0: what the program computes from it, in registers and on stacks, is the same then too.
 * Which words are idle is assumed first and found out by running: a word that is loaded elsewhere, or holds what could be an
 * address, stops being idle. When it was taken for idle before, the search begins again; when nothing had come of it yet, every
 * state has its real value, and the search goes on. A search that did not begin again has used true assumptions only.
 */
export class IdleWords {
  /** Off: every word has its real value, as in replays and predictions. */
  enabled = false;
  /** An assumption turned out wrong since this was last set to false. */
  refined = false;
  /** Raised when what is assumed changes. */
  version = 0;
  /** Sites at which the module reads jiffies for more than to print it or to hand it to time_after(). */
  readonly readsTime = new Set<number>();
  private readonly machine: Machine;
  private readonly idleLoads: Set<number>;
  private readonly loadsBehind = new Map<number, readonly number[]>();
  /** Locations that decide something. */
  private readonly decided: boolean[] = [];
  /** Locations that were made to read 0, or were stored to from one that may have been: what they hold may not be what it should. */
  private readonly bent: boolean[] = [];

  constructor(machine: Machine, flow: Flow) {
    this.machine = machine;
    this.idleLoads = new Set(flow.idle);
    for (const { site, loads } of flow.stores) this.loadsBehind.set(site, loads);
  }

  /** Before a load of the module: an idle word reads 0. */
  load(site: number, address: number, size: number): void {
    if (!this.enabled) return;
    if (address === this.machine.map.jiffies && !this.idleLoads.has(site)) this.readsTime.add(site);
    if (!this.idleLoads.has(site) || this.holdsAddress(address, size)) return this.decide(address, size);
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      if (this.decided[this.machine.log.location(word << 2)]) return;
    }
    if (this.machine.bytes.subarray(address, address + size).every((byte) => byte === 0)) return;
    this.machine.bytes.fill(0, address, address + size);
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      this.bent[this.machine.log.location(word << 2)] = true;
    }
    this.machine.state.wrote(address, size);
  }

  /** Before a store of the module: what came from idle loads may only go where nothing is decided. */
  store(site: number, address: number, size: number): void {
    if (!this.enabled) return;
    const behind = this.loadsBehind.get(site);
    if (!behind?.some((load) => this.idleLoads.has(load))) return;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      const location = this.machine.log.location(word << 2);
      this.bent[location] = true;
      if (!this.decided[location]) continue;
      for (const load of behind) this.idleLoads.delete(load);
      this.version++;
      this.refined = true;
      return;
    }
  }

  /** A load whose value may go anywhere: the kernel's own, a copy of memory, a deciding one of the module. */
  decide(address: number, size: number): void {
    if (!this.enabled) return;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      const location = this.machine.log.location(word << 2);
      if (this.decided[location]) continue;
      this.decided[location] = true;
      this.version++;
      if (this.bent[location]) this.refined = true;
    }
  }

  /** Whether somebody was seen to load the word for more than counting and printing. */
  decides(address: number): boolean {
    return this.decided[this.machine.log.location(address)] === true;
  }

  /** Printing follows pointers, and only what lies in memory can be one. */
  private holdsAddress(address: number, size: number): boolean {
    const { words, map } = this.machine;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      if (map.isAddress(words[word]! >>> 0)) return true;
    }
    return false;
  }
}
