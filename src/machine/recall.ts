import type { Step } from "../explore/system.ts";
import type { Directory } from "./directory.ts";
import type { Machine } from "./machine.ts";
import { Patch } from "./patch.ts";
import { CHUNK, COUNT, DIRECTORY, LIFE, SLOTS } from "./state-layout.ts";
import { FIELD } from "./tasks.ts";

/** A step that was made, what it rested on, and what it did: enough to make it again without running it. */
interface Memory {
  readonly step: Step;
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  readonly conditions: ReadonlySet<number>;
  readonly counts: ReadonlySet<number>;
  readonly taken: ReadonlySet<number>;
  /** Values of the group's locations. */
  readonly values: readonly number[];
  /** Of the locations that lie in objects, one for each object, and the directory that told what the object is. */
  readonly objects: readonly number[];
  readonly directory: Directory;
  /** Segment of what is the process's own afterwards; 0 when it has ended. */
  readonly own: number;
  /** The same of the processes that it brought into being. */
  readonly born: readonly (readonly [slot: number, segment: number])[];
  readonly patches: readonly Patch[];
  /** Set where objects came, died or went. */
  readonly objectsAfter: ObjectsAfter | undefined;
}

interface ObjectsAfter {
  readonly directory: number;
  /** For each object that is saved afterwards: its place among those before, or a segment as -1 - number. */
  readonly from: readonly number[];
}

/** Memories that rest on values of the same locations. */
interface Group {
  readonly life: number;
  /** Which slots are taken, where a process was brought into being. */
  readonly slots: readonly boolean[] | undefined;
  /** The directory, where objects came or went; -1 otherwise. */
  readonly directory: number;
  readonly locations: readonly number[];
  readonly byHash: Map<number, Memory[]>;
}

/** What is remembered of a process at one place, by the choices that were made for it. */
type Place = Map<string, Group[]>;

/** Steps that are kept at most. */
const MOST = 200_000;

/**
 * Remembers steps. What a process does depends on what is its own, on the values of what it touches, on where its objects are and
 * which slots are free when it makes any, on the loads of the module so far, and on nothing else: a second step from a state in
 * which all that is the same does the same, and need not be run. What depends on more says so (`isOpaque`), and is run each time.
 */
export class Recall {
  /** What the step that runs depends on is not told by its accesses. */
  isOpaque = false;
  /** The step that runs asked where there is room for an object, or gave one back. */
  movesObjects = false;
  /** What the step that runs has written: address and size in turn. */
  readonly written: number[] = [];
  private readonly machine: Machine;
  /** By process, and by the segment of what is its own. */
  private readonly places = new Map<number, Map<number, Place>>();
  private count = 0;
  /**
   * Steps that are run before any is kept: while a search still learns what is shared, all would soon be forgotten again; and a
   * short one is over before it pays.
   */
  ripeAfter = 1_000;
  /** Steps that were run since all was forgotten. */
  private passed = 0;
  /** Values that were looked at last. */
  private readonly seen: number[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
  }

  forget(): void {
    this.places.clear();
    this.count = 0;
    this.passed = 0;
  }

  /** Whether it is worth while by now to keep steps. */
  get isRipe(): boolean {
    return this.passed >= this.ripeAfter;
  }

  begin(): void {
    this.passed++;
    this.isOpaque = false;
    this.movesObjects = false;
    this.written.length = 0;
  }

  /** The step that the process makes from a state with these choices; undefined when it has to be run. */
  find(state: Int32Array, process: number, choices: readonly number[]): Memory | undefined {
    const groups = this.placeOf(state, process)?.get(choices.length === 0 ? "" : choices.join());
    if (!groups) return undefined;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (!isAbout(group, state)) continue;
      const hash = this.look(state, group.locations);
      const found = group.byHash.get(hash)?.find((memory) => this.fits(memory, state));
      if (!found) continue;
      // what was met last will be met next
      groups[i] = groups[0]!;
      groups[0] = group;
      return found;
    }
    return undefined;
  }

  /** The state after a step that is remembered. */
  after(memory: Memory, state: Int32Array, process: number): Int32Array {
    const after = this.moved(memory, state, process);
    this.machine.state.forgetIn(after);
    return after;
  }

  /** Remembers the step that was just run, if another one can be told to be the same. */
  learn(state: Int32Array, process: number, choices: readonly number[], step: Step): void {
    if (this.isOpaque || this.count >= MOST || !this.isOldHat(state, process)) return;
    const { machine } = this;
    const { log } = machine;
    const after = machine.save();
    const { view, unforgotten } = machine.state;
    const { reads, writes } = log;
    const locations = [...new Set([...reads, ...writes])].filter((location) => {
      const { in: where, part } = view.cell(location);
      return where !== "nowhere" && !(where === "stack" && part === process);
    });
    const values = locations.map((location) => view.peek(state, location));
    const directory = view.directory(state[DIRECTORY]!);
    const memory: Memory = {
      step,
      reads,
      writes,
      conditions: new Set(reads.filter((location) => log.isCondition(location))),
      counts: new Set([...reads, ...writes].filter((location) => log.isCount(location))),
      taken: new Set(writes.filter((location) => log.takesUse(location))),
      values,
      objects: this.oneForEachObject(locations, directory),
      directory,
      own: process < after[COUNT]! ? after[SLOTS + process]! : 0,
      born: step.spawned.map((slot) => [slot, after[SLOTS + slot]!]),
      patches: this.patches(state, process),
      objectsAfter: this.movesObjects ? this.objectsAfter(state, after, unforgotten) : undefined,
    };
    if (!isSame(this.after(memory, state, process), after)) return;
    const group = this.groupFor(state, process, choices.join(), {
      life: state[LIFE]!,
      slots: step.spawned.length > 0 ? slotsOf(state) : undefined,
      directory: this.movesObjects ? state[DIRECTORY]! : -1,
      locations,
      byHash: new Map(),
    });
    const hash = values.reduce(mix, 0);
    const same = group.byHash.get(hash);
    if (same) same.push(memory);
    else group.byHash.set(hash, [memory]);
    this.count++;
  }

  /** A process that comes to where it was before will do so again; most of what is met once is never met again. */
  private isOldHat(state: Int32Array, process: number): boolean {
    const isKnown = this.placeOf(state, process) !== undefined;
    if (!isKnown) this.places.get(process)?.set(state[SLOTS + process]!, new Map());
    return isKnown;
  }

  private placeOf(state: Int32Array, process: number): Place | undefined {
    let byOwn = this.places.get(process);
    if (!byOwn) this.places.set(process, (byOwn = new Map()));
    return byOwn.get(state[SLOTS + process]!);
  }

  /** Looks at locations; a hash of their values. */
  private look(state: Int32Array, locations: readonly number[]): number {
    const { view } = this.machine.state;
    let hash = 0;
    for (let i = 0; i < locations.length; i++) {
      const value = view.peek(state, locations[i]!);
      this.seen[i] = value;
      hash = mix(hash, value);
    }
    return hash;
  }

  /** Whether a memory is of what was seen last. */
  private fits({ values, objects, directory }: Memory, state: Int32Array): boolean {
    for (let i = 0; i < values.length; i++) if (this.seen[i] !== values[i]) return false;
    const { view } = this.machine.state;
    const here = view.directory(state[DIRECTORY]!);
    if (here === directory) return true;
    for (const location of objects) {
      const [one, other] = [view.objectAt(here, location), view.objectAt(directory, location)];
      if (one < 0 || !here.isSame(one, directory, other)) return false;
    }
    return true;
  }

  private moved(memory: Memory, state: Int32Array, process: number): Int32Array {
    const { own, born, patches, objectsAfter } = memory;
    const after =
      own !== 0 && born.length === 0 && !objectsAfter
        ? state.slice()
        : this.rearranged(memory, state, process);
    if (process < after[COUNT]!) after[SLOTS + process] = own;
    for (const patch of patches) patch.apply(after, this.machine.state);
    return after;
  }

  /** Where tasks or objects come or go, all that comes later in the list moves. */
  private rearranged({ own, born, objectsAfter }: Memory, state: Int32Array, process: number): Int32Array {
    const before = state[COUNT]!;
    let count = Math.max(before, ...born.map(([slot]) => slot + 1));
    const slots = new Int32Array(count);
    for (let slot = 0; slot < before; slot++) slots[slot] = state[SLOTS + slot]!;
    slots[process] = own;
    for (const [slot, segment] of born) slots[slot] = segment;
    while (count > 0 && slots[count - 1] === 0) count--;
    const { pieces } = this.machine.state;
    const objects = state.length - pieces - SLOTS - before;
    const objectCount = objectsAfter ? objectsAfter.from.length : objects;
    const after = new Int32Array(SLOTS + count + objectCount + pieces);
    after[LIFE] = state[LIFE]!;
    after[DIRECTORY] = objectsAfter ? objectsAfter.directory : state[DIRECTORY]!;
    after[COUNT] = count;
    for (let slot = 0; slot < count; slot++) after[SLOTS + slot] = slots[slot]!;
    const [from, to] = [SLOTS + before, SLOTS + count];
    for (let i = 0; i < objectCount; i++) {
      const source = objectsAfter ? objectsAfter.from[i]! : i;
      after[to + i] = source < 0 ? -1 - source : state[from + source]!;
    }
    for (let i = 1; i <= pieces; i++) after[after.length - i] = state[state.length - i]!;
    return after;
  }

  /** What the step wrote outside of what is its own, by the segment that it lies in. */
  private patches(state: Int32Array, process: number): Patch[] {
    const { machine, written } = this;
    const { log, words } = machine;
    const { view } = machine.state;
    const patches = new Map<string, Patch>();
    for (let i = 0; i < written.length; i += 2) {
      const last = (written[i]! + written[i + 1]! - 1) >>> 2;
      for (let word = written[i]! >>> 2; word <= last; word++) {
        const { in: where, part, address } = view.cell(log.location(word << 2));
        if (where === "nowhere" || (where === "stack" && part === process)) continue;
        const object = where === "heap" ? machine.heap.at(address) : undefined;
        if (where === "heap" && !object?.alive) continue;
        const base = object
          ? object.start
          : where === "variables"
            ? machine.map.mutable[0] + part * CHUNK * 4
            : (view.own(state, part)?.get(FIELD.stackPointer) ?? 0);
        const place = object?.start ?? part;
        const key = `${where} ${place}`;
        const patch = patches.get(key) ?? new Patch(where, place);
        patches.set(key, patch);
        patch.set((address - base) >> 2, words[word]!);
      }
    }
    return [...patches.values()];
  }

  private objectsAfter(state: Int32Array, after: Int32Array, directory: number): ObjectsAfter {
    const { view } = this.machine.state;
    const [old, fresh] = [view.directory(state[DIRECTORY]!), view.directory(directory)];
    const from = fresh.saved.map((start, i) => {
      const place = old.positionOf(start);
      const stays = place !== undefined && place >= 0 && old.isSame(old.at(start), fresh, fresh.at(start));
      return stays ? place : -1 - after[SLOTS + after[COUNT]! + i]!;
    });
    return { directory, from };
  }

  private oneForEachObject(locations: readonly number[], directory: Directory): number[] {
    const { view } = this.machine.state;
    const found = new Map<number, number>();
    for (const location of locations) {
      const object = view.objectAt(directory, location);
      if (object >= 0 && !found.has(object)) found.set(object, location);
    }
    return [...found.values()];
  }

  private groupFor(state: Int32Array, process: number, choices: string, group: Group): Group {
    const { locations } = group;
    const place = this.placeOf(state, process);
    const groups = place?.get(choices) ?? [];
    place?.set(choices, groups);
    const known = groups.find(
      (other) =>
        isAbout(other, state) &&
        other.directory === group.directory &&
        (other.slots === undefined) === (group.slots === undefined) &&
        other.locations.length === locations.length &&
        other.locations.every((location, i) => location === locations[i]),
    );
    if (!known) groups.push(group);
    return known ?? group;
  }
}

function isAbout({ life, directory, slots }: Group, state: Int32Array): boolean {
  if (life !== state[LIFE] || (directory >= 0 && directory !== state[DIRECTORY])) return false;
  return (
    !slots || (slots.length === state[COUNT] && slots.every((taken, i) => taken === (state[SLOTS + i] !== 0)))
  );
}

function slotsOf(state: Int32Array): boolean[] {
  return Array.from({ length: state[COUNT]! }, (_, slot) => state[SLOTS + slot] !== 0);
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value | 0), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((word, i) => word === other[i]);
}
