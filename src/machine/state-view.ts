import { Directory } from "./directory.ts";
import { NULL_PAGE, stackTopOf, TEXT } from "./layout.ts";
import type { Machine } from "./machine.ts";
import type { Segments } from "./segments.ts";
import { CHUNK, COUNT, DIRECTORY, LIFE, SLOTS } from "./state-layout.ts";
import { FIELD, SAVED_FIELDS, STATUS } from "./tasks.ts";

/** Stands for the value of a location that is gone: no 32-bit word has it. */
const DEAD = 2 ** 40;

const NOTHING: readonly number[] = [];

/** What is a task's own, as its segment tells it. */
export class Own {
  readonly record: Int32Array;
  /** Segments of its stack and of its saved frames. */
  readonly stack: number;
  readonly frames: number;
  /** The locations that it waits for, once somebody has asked. */
  awaits: readonly number[] | undefined;

  constructor(content: Int32Array) {
    this.record = content;
    this.stack = content[SAVED_FIELDS]!;
    this.frames = content[SAVED_FIELDS + 1]!;
  }

  get(field: number): number {
    return this.record[field]!;
  }
}

/** Where a location lies. */
interface Cell {
  readonly in: "variables" | "heap" | "stack" | "nowhere";
  /** Piece of the variables, or slot. */
  readonly part: number;
  readonly address: number;
}

/** Reads saved states as they are, without putting them back into memory. */
export class StateView {
  private readonly machine: Machine;
  private readonly segments: Segments;
  private readonly directories = new Map<number, Directory>();
  /** The one that was asked for last, which mostly is asked for again. */
  private last: { readonly number: number; readonly directory: Directory } | undefined;
  private readonly owns: (Own | undefined)[] = [];
  private readonly cells: (Cell | undefined)[] = [];

  constructor(machine: Machine, segments: Segments) {
    this.machine = machine;
    this.segments = segments;
  }

  /** The task in a slot; undefined when it is free. */
  own(state: Int32Array, slot: number): Own | undefined {
    const segment = slot < state[COUNT]! ? state[SLOTS + slot]! : 0;
    return segment === 0 ? undefined : this.ownOf(segment);
  }

  ownOf(segment: number): Own {
    return (this.owns[segment] ??= new Own(this.segments.content(segment)));
  }

  directory(number: number): Directory {
    if (this.last?.number === number) return this.last.directory;
    let known = this.directories.get(number);
    if (!known) {
      const { shipped } = this.machine.options;
      known = new Directory(this.segments.content(number), shipped !== undefined);
      this.directories.set(number, known);
    }
    this.last = { number, directory: known };
    return known;
  }

  /** Slots that hold a task which can move, or cannot; undefined when that depends on what no state keeps. */
  slots(state: Int32Array, moving: boolean): number[] | undefined {
    const found: number[] = [];
    const count = state[COUNT]!;
    for (let slot = 0; slot < count; slot++) {
      const own = this.own(state, slot);
      if (!own) continue;
      const moves = this.canMove(state, slot, own);
      if (moves === undefined) return undefined;
      if (moves === moving) found.push(slot);
    }
    return found;
  }

  /** The value of a location; DEAD when it may not be touched. */
  peek(state: Int32Array, location: number): number {
    const cell = this.cell(location);
    const { part, address } = cell;
    if (cell.in === "variables") {
      const chunk = state[state.length - this.machine.state.pieces + part]!;
      return this.segments.content(chunk)[((address - this.machine.map.mutable[0]) >> 2) % CHUNK]!;
    }
    if (cell.in === "heap") {
      const { position, offset } = this.directory(state[DIRECTORY]!).spot(location, address);
      if (position < 0) return DEAD;
      return this.segments.content(state[SLOTS + state[COUNT]! + position]!)[offset] ?? DEAD;
    }
    if (cell.in === "stack") return this.onStack(state, part, address);
    if (address === TEXT) return (state[LIFE]! & 1) === 1 ? DEAD : state[LIFE]!;
    return 0;
  }

  /** Whether the location lies in the heap, and whoever touches it fails. */
  isDead(state: Int32Array, location: number): boolean {
    if (this.cell(location).in !== "heap") return false;
    const directory = this.directory(state[DIRECTORY]!);
    const object = this.objectAt(directory, location);
    return object < 0 || !directory.isAlive(object);
  }

  /** What a blocked task waits for. */
  awaits(state: Int32Array, slot: number): readonly number[] {
    const own = this.own(state, slot);
    if (own?.get(FIELD.status) !== STATUS.blocked) return NOTHING;
    return (own.awaits ??= [this.machine.log.location(own.get(FIELD.waitWord))]);
  }

  /** Index in the directory's list of the object that a location lies in; -1 where there is none. */
  objectAt(directory: Directory, location: number): number {
    const cell = this.cell(location);
    return cell.in === "heap" ? directory.spot(location, cell.address).found : -1;
  }

  cell(location: number): Cell {
    return (this.cells[location] ??= this.findCell(this.machine.log.address(location)));
  }

  private findCell(address: number): Cell {
    const { layout, map } = this.machine;
    if (address >= layout.heap && address < layout.end) return { in: "heap", part: 0, address };
    if (address >= layout.tasks && address < layout.heap) {
      const room = stackTopOf(layout, 1) - stackTopOf(layout, 0);
      return { in: "stack", part: Math.floor((address - layout.tasks) / room), address };
    }
    if (address >= map.mutable[0] && address < map.mutable[1]) {
      return { in: "variables", part: Math.floor((address - map.mutable[0]) / 4 / CHUNK), address };
    }
    return { in: "nowhere", part: 0, address };
  }

  private onStack(state: Int32Array, slot: number, address: number): number {
    const own = this.own(state, slot);
    if (!own || address < own.get(FIELD.stackPointer)) return DEAD;
    return this.segments.content(own.stack)[(address - own.get(FIELD.stackPointer)) >> 2] ?? DEAD;
  }

  /** As `canMove` of waiting.ts. */
  private canMove(state: Int32Array, slot: number, own: Own): boolean | undefined {
    const status = own.get(FIELD.status);
    if (status !== STATUS.blocked) return true;
    const { layout, map, log, lives } = this.machine;
    const word = own.get(FIELD.waitWord);
    if (word < NULL_PAGE || word + 4 > layout.end) return true;
    const life = state[LIFE]!;
    const last = slot === 0 ? lives.last(life) : lives.lastFor(life, own.get(FIELD.load));
    if (map.isGone(word, last)) return true;
    const location = log.location(word);
    if (word % 4 !== 0 || this.cell(location).in === "nowhere") return undefined;
    const value = this.peek(state, location);
    if (value === DEAD) return this.isDead(state, location) || undefined;
    return (value & own.get(FIELD.waitMask)) === own.get(FIELD.waitValue);
  }
}
