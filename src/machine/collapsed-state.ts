import type { HeapObject } from "./heap.ts";
import { framesOf, MAX_TASKS, stackTopOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { Segments } from "./segments.ts";
import { FIELD, SAVED_FIELDS, STATUS } from "./tasks.ts";
import { Words } from "./words.ts";

/** Words of variables that make one segment. */
const CHUNK = 32;

/** What has to be looked at again. */
const UNKNOWN = -1;

/**
 * Saves and restores states as lists of segments. Between two of them it keeps which segment each stack, object and piece of
 * the variables holds, and forgets that where something was written: so a state costs what the step before it changed.
 *
 * A saved state, in words:
 *   flags, number of task slots, for each slot its status and, if it lives, its record and the segments of its stack and frames;
 *   the segment that lists the objects (start, size, kind, site, life), and the segment of each one that lives;
 *   the segments of the variables.
 * Left out, because nothing can depend on it: memory below a stack pointer, content of freed objects (any touch is a trap),
 * freed objects that no word points into, the printk buffer, constants, and the variables of an unloaded module.
 */
export class CollapsedState {
  private readonly machine: Machine;
  private readonly segments: Segments;
  private readonly stacks: Int32Array = new Int32Array(MAX_TASKS).fill(UNKNOWN);
  private readonly frames: Int32Array = new Int32Array(MAX_TASKS).fill(UNKNOWN);
  /** Stack pointer that a stack's segment begins at. */
  private readonly pointers: Int32Array = new Int32Array(MAX_TASKS);
  private readonly chunks: Int32Array;
  private directory = UNKNOWN;
  private readonly out = new Words();
  private readonly list = new Words();
  private readonly birth = new Int32Array(2);

  constructor(machine: Machine) {
    this.machine = machine;
    const { layout, map } = machine;
    this.segments = new Segments({ from: layout.heap, to: layout.end });
    this.chunks = new Int32Array(Math.ceil((map.mutable[1] - map.mutable[0]) / 4 / CHUNK)).fill(UNKNOWN);
  }

  /** Bytes of what the saved states share. */
  get bytes(): number {
    return this.segments.bytes;
  }

  /** The task ran: its stack and frames may hold anything. */
  ran(slot: number): void {
    if (slot >= MAX_TASKS) return;
    this.stacks[slot] = UNKNOWN;
    this.frames[slot] = UNKNOWN;
  }

  /** Somebody writes to memory. */
  wrote(address: number, size: number): void {
    const { layout, heap, map } = this.machine;
    if (address >= layout.heap) {
      const object = heap.at(address);
      if (object) object.segment = UNKNOWN;
    } else if (address >= layout.tasks) {
      const slot = Math.floor((address - layout.tasks) / (framesOf(layout, 1) - layout.tasks));
      this.stacks[slot] = UNKNOWN;
    } else if (address >= map.mutable[0] && address < map.mutable[1]) {
      const first = (address - map.mutable[0]) >> 2;
      const last = (address + size - 1 - map.mutable[0]) >> 2;
      for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk++)
        this.chunks[chunk] = UNKNOWN;
    }
  }

  /** Everything may have changed. */
  forget(): void {
    this.stacks.fill(UNKNOWN);
    this.frames.fill(UNKNOWN);
    this.chunks.fill(UNKNOWN);
    this.directory = UNKNOWN;
    for (const object of this.machine.heap.objects) object.segment = UNKNOWN;
  }

  save(): Int32Array {
    const { machine, out } = this;
    const { heap } = machine;
    out.length = 0;
    out.push(machine.life);
    const count = machine.tasks.count();
    out.push(count);
    for (let slot = 0; slot < count; slot++) this.saveTask(slot);
    const tasksEnd = out.length;
    for (const object of heap.objects) this.lookAt(object);
    this.lookAtVariables();
    if (heap.objects.some(({ alive }) => !alive)) this.forgetUnreachable(count, tasksEnd);
    if (heap.changed || this.directory === UNKNOWN) this.listObjects();
    out.push(this.directory);
    for (const object of heap.objects) if (this.isSaved(object)) out.push(object.segment);
    for (const chunk of this.chunks) out.push(chunk);
    return out.take();
  }

  /** A segment of one task's record, and of the segments of its stack and frames. */
  local(slot: number): number {
    this.out.length = 0;
    this.saveTask(slot);
    return this.segments.number(this.out.array, 0, this.out.length);
  }

  /** The task's saved frames, which nobody else writes to; before its first step, the function that it is to run, and with what. */
  place(slot: number): number {
    const { tasks } = this.machine;
    if (tasks.get(slot, FIELD.frames) !== 0) return this.segmentOfFrames(slot);
    this.birth[0] = tasks.get(slot, FIELD.entry);
    this.birth[1] = tasks.get(slot, FIELD.argument);
    return -this.segments.number(this.birth, 0, this.birth.length);
  }

  restore(state: Int32Array): void {
    const { machine } = this;
    const { heap } = machine;
    let at = 0;
    machine.life = state[at++]!;
    const count = state[at++]!;
    at = this.restoreTasks(state, at, count);
    const directory = state[at++]!;
    if (heap.changed || directory !== this.directory) {
      heap.become(this.segments.content(directory));
      this.directory = directory;
      heap.changed = false;
    }
    for (const object of heap.objects) {
      if (!this.isSaved(object)) continue;
      const segment = state[at++]!;
      if (segment === object.segment) continue;
      this.put(segment, object.start);
      object.segment = segment;
    }
    const from = machine.map.mutable[0];
    for (let chunk = 0; chunk < this.chunks.length; chunk++) {
      const segment = state[at++]!;
      if (segment === this.chunks[chunk]) continue;
      this.put(segment, from + chunk * CHUNK * 4);
      this.chunks[chunk] = segment;
    }
  }

  private saveTask(slot: number): void {
    const { out, segments } = this;
    const { tasks, layout, words } = this.machine;
    const status = tasks.get(slot, FIELD.status);
    out.push(status);
    if (status === STATUS.free) return;
    for (let field = 1; field < SAVED_FIELDS; field++) out.push(tasks.get(slot, field));
    const pointer = tasks.get(slot, FIELD.stackPointer);
    if (this.stacks[slot] === UNKNOWN || this.pointers[slot] !== pointer) {
      this.stacks[slot] = segments.number(words, pointer >> 2, stackTopOf(layout, slot) >> 2);
      this.pointers[slot] = pointer;
    }
    out.push(this.stacks[slot]!);
    out.push(this.segmentOfFrames(slot));
  }

  private segmentOfFrames(slot: number): number {
    if (this.frames[slot] === UNKNOWN) {
      const { tasks, layout, words } = this.machine;
      const end = tasks.get(slot, FIELD.frames);
      const from = (framesOf(layout, slot) >> 2) + 2;
      this.frames[slot] = end === 0 ? 0 : this.segments.number(words, from, (end + 3) >> 2);
    }
    return this.frames[slot]!;
  }

  private restoreTasks(state: Int32Array, start: number, count: number): number {
    const { tasks, layout, stacks } = this.machine;
    let at = start;
    const before = tasks.count();
    for (let slot = 0; slot < Math.max(count, before); slot++) {
      const status = slot < count ? state[at++]! : STATUS.free;
      if (status === STATUS.free) {
        tasks.release(slot);
        stacks.clearBelow(slot, stackTopOf(layout, slot));
        this.ran(slot);
        continue;
      }
      tasks.set(slot, FIELD.status, status);
      for (let field = 1; field < SAVED_FIELDS; field++) tasks.set(slot, field, state[at++]!);
      const stack = state[at++]!;
      const frames = state[at++]!;
      const pointer = tasks.get(slot, FIELD.stackPointer);
      if (this.stacks[slot] !== stack || this.pointers[slot] !== pointer) {
        stacks.clearBelow(slot, pointer);
        this.put(stack, pointer);
        this.stacks[slot] = stack;
        this.pointers[slot] = pointer;
      }
      if (this.frames[slot] !== frames) {
        this.put(frames, framesOf(layout, slot) + 8);
        this.frames[slot] = frames;
      }
    }
    return at;
  }

  /** A loop, since most pieces are short: a view of each would cost more than its words. */
  private put(segment: number, address: number): void {
    const content = this.segments.content(segment);
    const { words } = this.machine;
    const start = address >> 2;
    for (let i = 0; i < content.length; i++) words[start + i] = content[i]!;
  }

  private isSaved({ alive }: HeapObject): boolean {
    return alive || this.machine.options.shipped !== undefined;
  }

  private lookAt(object: HeapObject): void {
    if (object.segment !== UNKNOWN || !this.isSaved(object)) return;
    const end = (object.start + object.size + 3) >> 2;
    object.segment = this.segments.number(this.machine.words, object.start >> 2, end);
  }

  private lookAtVariables(): void {
    const { map, words, unloaded } = this.machine;
    const [from, to] = [map.mutable[0] >> 2, map.mutable[1] >> 2];
    for (let chunk = 0; chunk < this.chunks.length; chunk++) {
      if (this.chunks[chunk] !== UNKNOWN) continue;
      const first = from + chunk * CHUNK;
      const end = Math.min(first + CHUNK, to);
      if (unloaded) {
        for (let word = first; word < end; word++) if (map.variableAt(word << 2)) words[word] = 0;
      }
      this.chunks[chunk] = this.segments.number(words, first, end);
    }
  }

  private listObjects(): void {
    const { list } = this;
    const { heap } = this.machine;
    list.length = 0;
    for (const { start, size, kind, site, alive } of heap.objects) {
      list.push(start);
      list.push(size);
      list.push(kind);
      list.push(site);
      list.push(alive ? 1 : 0);
    }
    this.directory = this.segments.number(list.array, 0, list.length);
    heap.changed = false;
  }

  /** Drops freed objects that no living word points into: nobody can touch them any more, and their place is free again. */
  private forgetUnreachable(count: number, tasksEnd: number): void {
    const { heap, layout, options, tasks } = this.machine;
    if (options.shipped) return;
    const reached = new Set<HeapObject>();
    const look = (word: number): void => {
      const address = word >>> 0;
      if (address < layout.heap || address >= layout.end) return;
      const object = heap.at(address);
      if (object && !object.alive) reached.add(object);
    };
    const lookIn = (segment: number): void => {
      for (const word of this.segments.pointersOf(segment)) look(word);
    };
    for (let at = 0; at < tasksEnd; at++) look(this.out.array[at]!);
    for (let slot = 0; slot < count; slot++) {
      if (tasks.get(slot, FIELD.status) === STATUS.free) continue;
      lookIn(this.stacks[slot]!);
      lookIn(this.frames[slot]!);
    }
    for (const { alive, segment } of heap.objects) if (alive) lookIn(segment);
    for (const chunk of this.chunks) lookIn(chunk);
    const forgotten = heap.objects.filter((object) => !object.alive && !reached.has(object));
    for (const object of forgotten) heap.remove(object);
  }
}
