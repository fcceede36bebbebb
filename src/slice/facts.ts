import type { CFunction } from "../source/index.ts";
import type { PlaceKey } from "./driver.ts";

/** A line that declares something, and the place or function that it is there for. */
export interface Declared {
  readonly text: string;
  readonly key?: PlaceKey;
  readonly fn?: string;
}

/**
 * Which part of a driver is made; of a `generous` one the environment has more of what threads may be created for: a second device, and
 * numbers that are not 0.
 */
export type Extent = "part" | "outline" | "generous";

/** What is known of the places that a slice keeps. It only grows, and a slice is made again until it does not. */
export class SliceFacts {
  /** Places that something kept looks at, waits for or acts on. */
  readonly needed = new Set<PlaceKey>();
  /** Functions of which something is kept. */
  readonly kept = new Set<string>();
  /** Values that tests tell apart, by the place that is tested: C text, `ERR` an error pointer, `NULL` no pointer. */
  readonly tests = new Map<PlaceKey, Set<string>>();
  /** Where a place's value goes: what tells the latter's values apart tells the former's. */
  readonly flows = new Map<PlaceKey, Set<PlaceKey>>();
  /** Constants that the kept text names. */
  readonly constants = new Set<string>();
  /** Structs that the kept text names, or whose object it asks for. */
  readonly tags = new Set<string>();
  /** Structs whose objects come from kmalloc() in the kept text. */
  readonly allocated = new Set<string>();
  /** Structs whose objects are made for as long as the device is there: nothing is in them before. */
  readonly madeForDevice = new Set<string>();
  /** Structs that the driver takes bytes for which the environment filled in: each time they are others. */
  readonly received = new Set<string>();
  /** Structs whose objects a kept loop finds in a list that the driver adds them to. */
  readonly listed = new Set<string>();
  /** Of these, those that the slice cannot write adding them: all of them are in all lists. */
  readonly unlisted = new Set<string>();
  /** Types of fields whose struct nobody defines, told by what they are given to. */
  readonly inferred = new Map<PlaceKey, string>();
  /** Tests of what nobody in the driver ever changes, by their text: each has one answer for the whole run. */
  readonly fixed = new Map<string, number>();
  /** Constants by which elements of an array are named. */
  private readonly indexes = new Map<PlaceKey, string[]>();
  /** Numbers by which nobody names an element, of those that loops come to. */
  private readonly standIns = new Map<PlaceKey, string[]>();
  /** Lines that did not compile: what begins there is the environment's. */
  readonly refused: Set<string>;
  /** Places that cannot be declared. */
  readonly undeclared = new Set<PlaceKey>();
  /** Calls on threads that the slice cannot write, by place: what is said of threads without them may be wrong. */
  readonly lost = new Set<string>();
  /** Completions that something waits for without a limit, by the last part of their names. */
  readonly awaited = new Set<string>();
  /** Functions that refuse arguments which the environment decides about. */
  readonly checksArguments = new Set<string>();
  /** Whether work is queued: waiting for it matters then. */
  works = false;
  /** Whether a loop creates threads of which nothing says how many there are. */
  countsThreads = false;
  version = 0;
  /** Only threads, and what leads to their handles: what a flag, a counter or a wait decides, the environment does. */
  readonly isOutline: boolean;
  readonly isGenerous: boolean;
  /** Functions that run in a thread. */
  readonly inThreads: ReadonlySet<string>;

  constructor(extent: Extent, inThreads: ReadonlySet<string>, refused: Set<string>) {
    this.isOutline = extent === "outline";
    this.isGenerous = extent === "generous";
    this.refused = refused;
    this.inThreads = inThreads;
  }

  /** @returns whether it was new */
  grow<T>(set: Set<T>, value: T): boolean {
    if (set.has(value)) return false;
    set.add(value);
    this.version++;
    return true;
  }

  /** Whether something is needed of the objects of a struct. */
  leadsOn(tag: string): boolean {
    for (const key of this.needed) if (key.startsWith(`${tag}.`)) return true;
    return false;
  }

  /** Whether it is known which objects of a struct are in lists. */
  isListed(tag: string): boolean {
    return this.listed.has(tag) && !this.unlisted.has(tag);
  }

  queueWork(): void {
    if (!this.works) this.version++;
    this.works = true;
  }

  countThreads(): void {
    if (!this.countsThreads) this.version++;
    this.countsThreads = true;
  }

  test(key: PlaceKey, value: string): void {
    let values = this.tests.get(key);
    if (!values) this.tests.set(key, (values = new Set()));
    this.grow(values, value);
  }

  flow(from: PlaceKey, to: PlaceKey): void {
    let goals = this.flows.get(from);
    if (!goals) this.flows.set(from, (goals = new Set()));
    this.grow(goals, to);
  }

  /** What tests tell apart of the values that a place, or any place that its value goes to, can have. */
  valuesOf(key: PlaceKey): Set<string> {
    const values = new Set<string>();
    const seen = new Set([key]);
    for (const place of seen) {
      for (const value of this.tests.get(place) ?? []) values.add(value);
      for (const next of this.flows.get(place) ?? []) seen.add(next);
    }
    return values;
  }

  /** A line that the compiler refused: what it computes is the environment's from now on; where that is refused too it is left out. */
  refuse(file: string, line: number): boolean {
    return this.grow(this.refused, `${file}:${line}`) || this.grow(this.refused, `${file}:${line}${TWICE}`);
  }

  isRefused(fn: CFunction, offset: number): boolean {
    return this.refused.size > 0 && this.refused.has(lineOf(fn, offset));
  }

  isLeftOut(fn: CFunction, offset: number): boolean {
    return this.refused.size > 0 && this.refused.has(`${lineOf(fn, offset)}${TWICE}`);
  }

  /**
   * Which of the few elements that stand for an array's a constant index means: numbers in their order, then names. Where no number
   * but 0 and 1 is used these are themselves.
   */
  rank(array: PlaceKey, index: string): number {
    this.name(this.indexes, array, index);
    const slot = this.slots(array).indexOf(index);
    return slot < 0 ? Number(index) : slot;
  }

  /** Elements that stand for an array's. */
  elements(array: PlaceKey): number {
    return Math.max(FEW, this.slots(array).length);
  }

  /**
   * Of the elements that stand for an array's, those that a loop from one number to below another goes over. Where the driver names
   * elements by their numbers and few of them are there, others stand for those that the loop comes to: it must not come to named ones
   * in their place.
   */
  range(array: PlaceKey, { from, below }: IndexRange): { readonly first: number; readonly end: number } {
    const named = this.indexes.get(array) ?? [];
    // of a name nobody knows whether the loop comes to it
    const tells = (from > 0 || below < Infinity) && named.length > 0 && named.every(isNumber);
    if (tells && (from >= FEW || this.slots(array).some(isBeyondFew))) this.standIn(array, { from, below });
    const slots = this.slots(array);
    if (!tells) return { first: 0, end: Math.max(FEW, slots.length) };
    const before = (limit: number): number => slots.filter((one) => Number(one) < limit).length;
    return { first: before(from), end: slots.some(isBeyondFew) ? before(below) : FEW };
  }

  /** What an index that nobody knows means: an element that the driver names, the first of them. */
  unknownElement(array: PlaceKey): number {
    const named = this.indexes.get(array) ?? [];
    return Math.max(
      0,
      this.slots(array).findIndex((one) => named.includes(one)),
    );
  }

  private standIn(array: PlaceKey, { from, below }: IndexRange): void {
    const count = (): number =>
      this.slots(array).filter((one) => Number(one) >= from && Number(one) < below).length;
    const wanted = Math.min(FEW, below - from);
    if (count() >= wanted) return;
    for (let index = from; count() < wanted; index++) this.name(this.standIns, array, `${index}`);
    // a loop of which nobody knows how far it goes comes to them all where there are more than a few
    let last = Math.max(...this.slots(array).map(Number));
    while (this.slots(array).length <= FEW) this.name(this.standIns, array, `${++last}`);
  }

  private name(table: Map<PlaceKey, string[]>, array: PlaceKey, index: string): void {
    let indexes = table.get(array);
    if (!indexes) table.set(array, (indexes = []));
    if (indexes.includes(index)) return;
    indexes.push(index);
    this.version++;
  }

  /** Which constant index means which element. */
  private slots(array: PlaceKey): readonly string[] {
    const indexes = [...new Set([...(this.indexes.get(array) ?? []), ...(this.standIns.get(array) ?? [])])];
    const named = indexes.filter((one) => !isNumber(one));
    const numbers = indexes.filter(isNumber);
    if (numbers.some(isBeyondFew)) return [...numbers.toSorted((a, b) => Number(a) - Number(b)), ...named];
    return named.length > 0 ? named : ["0", "1"];
  }

  fixedId(text: string): number {
    const known = this.fixed.get(text);
    if (known !== undefined) return known;
    this.version++;
    this.fixed.set(text, this.fixed.size);
    return this.fixed.size - 1;
  }
}

function lineOf({ file }: CFunction, offset: number): string {
  return `${file.path}:${file.place(offset).line}`;
}

/** Behind a line that was refused again. */
const TWICE = "!";

/** Of many like each other, two are enough. */
export const FEW = 2;

/** Indexes that a loop goes over: from a number on, and below another. */
export interface IndexRange {
  readonly from: number;
  readonly below: number;
}

function isBeyondFew(index: string): boolean {
  return isNumber(index) && Number(index) >= FEW;
}

function isNumber(index: string): boolean {
  return /^\d+$/.test(index);
}
