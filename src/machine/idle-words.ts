import type { Flow } from "../compile/flow-graph.ts";
import type { Machine } from "./machine.ts";

/** Of a word that nobody loads but to print it or to count on, nothing is told; of one that decides by its value, all. */
const NOTHING = -1;
const ALL = Infinity;

/** Counts are tests of whole words: of narrower ones it is known how soon they come round to 0. */
const NARROWEST = 4;

/**
 * Keeps counters out of the state as far as they decide nothing, so that a loop that counts comes back to where it was.
 *
 * A word is idle when every load of it is idle (`compile/flow-graph.ts`) and every store that the loaded value reaches goes to an idle
 * word. Then no branch, address or check depends on it, and two states that differ only there behave alike for ever. So an idle
 * word may as well always read 0: what the program computes from it, in registers and on stacks, is the same then too.
 * A word that is only counted up and compared with numbers up to `most` decides nothing by how far it is past them, so it may as well
 * read `most + 1` then, and go on from there: all comparisons come out the same, and so do those of every later count. For an idle word
 * `most` is -1. That a count never comes round to 0 is taken for granted, and told.
 * Which words are so is assumed first and found out by running: a word that is loaded otherwise, or holds what could be an
 * address, is told as a whole from then on. When it was made to read less before, the search begins again; when nothing had come of it yet,
 * every state has its real value, and the search goes on. A search that did not begin again has used true assumptions only.
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
  /** By site of a load that does not tell all: the highest number that its value is compared with. */
  private readonly mostAt = new Map<number, number>();
  /** Sites of loads that may tell more, and not all. */
  private readonly countedLoads = new Set<number>();
  /** Of them those whose value is compared with something. */
  private readonly comparing = new Set<number>();
  private readonly loadsBehind = new Map<number, readonly number[]>();
  /** By location: up to which value it is told. */
  private readonly told: number[] = [];
  /** By location that counts are told of: how wide they are loaded, in bytes. */
  private readonly widths: number[] = [];
  private counts = false;
  /** The highest number that any count is compared with. */
  private readonly highest: number;
  /** Locations that were made to read less, or were stored to from one that may have been: what they hold may not be what it should. */
  private readonly bent: boolean[] = [];

  constructor(machine: Machine, flow: Flow) {
    this.machine = machine;
    for (const site of flow.idle) this.mostAt.set(site, NOTHING);
    for (const { site, most } of flow.counted) {
      this.mostAt.set(site, most);
      this.countedLoads.add(site);
      if (most !== NOTHING) this.comparing.add(site);
    }
    this.highest = Math.max(NOTHING, ...flow.counted.map(({ most }) => most));
    for (const { site, loads } of flow.stores) this.loadsBehind.set(site, loads);
  }

  /** Before a load of the module: a word reads no more than is told of it. */
  load(site: number, address: number, size: number): void {
    if (!this.enabled) return;
    const most = this.mostAt.get(site) ?? ALL;
    if (address === this.machine.map.jiffies && most !== NOTHING) this.readsTime.add(site);
    if (most === ALL || this.holdsAddress(address, size)) return this.decide(address, size);
    if (most !== NOTHING && !this.isCount(address, size)) return this.decide(address, size);
    this.tell(address, size, most);
    const told = this.toldOf(address, size);
    if (told === ALL) return;
    if (told !== NOTHING && !this.isCount(address, size)) return this.decide(address, size);
    if (told === NOTHING) this.bend(address, size, 0);
    else if (this.isAbove(address, size, told + 1)) {
      this.bend(address, size, told + 1);
      if (this.comparing.has(site)) this.assume(site);
    }
  }

  /** Before a store of the module: what came from such loads may only go where no more is told. */
  store(site: number, address: number, size: number): void {
    if (!this.enabled) return;
    this.overwrite(address, size);
    const behind = this.loadsBehind.get(site)?.filter((load) => this.mostAt.has(load)) ?? [];
    if (behind.length === 0) return;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      this.bent[this.machine.log.location(word << 2)] = true;
    const told = this.toldOf(address, size);
    const isTooMuch = told !== NOTHING && told !== ALL && !this.isWide(address, size);
    const wrong = behind.filter((load) => isTooMuch || this.mostAt.get(load)! < told);
    if (wrong.length === 0) return;
    for (const load of wrong) {
      if (told < ALL && !isTooMuch && this.countedLoads.has(load)) this.mostAt.set(load, told);
      else this.mostAt.delete(load);
    }
    this.version++;
    this.refined = true;
  }

  /** Before a store: of a count that is changed in part, the value is told. */
  overwrite(address: number, size: number): void {
    if (!this.enabled || !this.counts) return;
    const end = address + size;
    for (let word = address >>> 2; word <= (end - 1) >>> 2; word++) {
      const location = this.machine.log.location(word << 2);
      const width = this.widths[location];
      if (width === undefined || this.told[location] === ALL) continue;
      const start = (word << 2) & -width;
      if (start < address || start + width > end) this.decide(start, width);
    }
  }

  /** A load whose value may go anywhere: the kernel's own, a copy of memory, a deciding one of the module. */
  decide(address: number, size: number): void {
    if (this.enabled) this.tell(address, size, ALL);
  }

  /** What is told of a word, whatever it holds: what it would hold in a search. */
  shown(address: number): number {
    const value = this.machine.words[address >>> 2]!;
    const told = this.told[this.machine.log.location(address)] ?? NOTHING;
    return value < 0 ? value : Math.min(value, told + 1);
  }

  /** From now on at least so much is told of a place. */
  private tell(address: number, size: number, most: number): void {
    if (most === NOTHING) return;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      const location = this.machine.log.location(word << 2);
      if (most !== ALL) this.count(location, size);
      if ((this.told[location] ?? NOTHING) >= most) continue;
      // one search that begins again is enough
      this.told[location] = this.bent[location] ? Math.max(most, this.highest) : most;
      this.version++;
      if (this.bent[location]) this.refined = true;
    }
  }

  private count(location: number, size: number): void {
    this.widths[location] ??= size;
    this.counts = true;
  }

  private toldOf(address: number, size: number): number {
    let told = NOTHING;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      told = Math.max(told, this.told[this.machine.log.location(word << 2)] ?? NOTHING);
    return told;
  }

  /** Whether a place may hold a count: it is one whole word or two, as before, and not below 0. */
  private isCount(address: number, size: number): boolean {
    return this.isWide(address, size) && this.machine.words[(address + size - 4) >>> 2]! >= 0;
  }

  private isWide(address: number, size: number): boolean {
    if (size < NARROWEST || address % size !== 0) return false;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      if ((this.widths[this.machine.log.location(word << 2)] ?? size) !== size) return false;
    return true;
  }

  private isAbove(address: number, size: number, most: number): boolean {
    const { words } = this.machine;
    return words[address >>> 2]! >>> 0 > most || (size > 4 && words[(address + 4) >>> 2] !== 0);
  }

  private bend(address: number, size: number, value: number): void {
    const { machine } = this;
    const bytes = machine.bytes.subarray(address, address + size);
    if (value === 0 && bytes.every((byte) => byte === 0)) return;
    bytes.fill(0);
    if (value !== 0) machine.words[address >>> 2] = value;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      this.bent[machine.log.location(word << 2)] = true;
    machine.state.wrote(address, size);
  }

  private assume(site: number): void {
    const frame = this.machine.placeOf(site).frames.at(-1);
    if (!frame) return;
    const place = `${frame.file}:${frame.line}`;
    this.machine.assumptions.add(
      `what is only counted up and compared with numbers (${place}) never comes round to 0`,
    );
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
