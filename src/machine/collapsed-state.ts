import type { HeapObject } from "./heap.ts";
import { Forgetting } from "./forgetting.ts";
import { framesOf, MAX_TASKS, stackTopOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { Segments } from "./segments.ts";
import { CHUNK, COUNT, DIRECTORY, LIFE, SLOTS } from "./state-layout.ts";
import { StateView } from "./state-view.ts";
import { FIELD, SAVED_FIELDS, STATUS } from "./tasks.ts";
import { Words } from "../explore/words.ts";

/** What has to be looked at again. */
const UNKNOWN = -1;

/**
 * Saves and restores states as lists of segments. Between two of them it keeps which segment each stack, object and piece of
 * the variables holds, and forgets that where something was written: so a state costs what the step before it changed.
 *
 * Where what stands in a saved state says `state-layout.ts`.
 * Left out, because nothing can depend on it: memory below a stack pointer, content of freed objects (any touch is a trap),
 * freed objects that no word points into, the printk buffer, constants, and the variables of an unloaded module.
 */
export class CollapsedState {
  readonly view: StateView;
  readonly segments: Segments;
  private readonly machine: Machine;
  private readonly forgetting: Forgetting;
  private readonly stacks: Int32Array = new Int32Array(MAX_TASKS).fill(UNKNOWN);
  private readonly frames: Int32Array = new Int32Array(MAX_TASKS).fill(UNKNOWN);
  /** What is a task's own: its record, stack and frames. */
  private readonly owns: Int32Array = new Int32Array(MAX_TASKS).fill(UNKNOWN);
  /** Stack pointer that a stack's segment begins at. */
  private readonly pointers: Int32Array = new Int32Array(MAX_TASKS);
  private readonly chunks: Int32Array;
  private directory = UNKNOWN;
  /** The directory of the last state, before what nobody can touch was taken out of it. */
  unforgotten = UNKNOWN;
  private readonly out = new Words();
  private readonly list = new Words();
  private readonly entryAndArgument = new Int32Array(2);

  constructor(machine: Machine) {
    this.machine = machine;
    const { layout, map } = machine;
    this.segments = new Segments({ from: layout.heap, to: layout.end });
    this.view = new StateView(machine, this.segments);
    this.forgetting = new Forgetting(this.view, this.segments);
    this.chunks = new Int32Array(Math.ceil((map.mutable[1] - map.mutable[0]) / 4 / CHUNK)).fill(UNKNOWN);
  }

  /** Bytes of what the saved states share. */
  get bytes(): number {
    return this.segments.bytes;
  }

  /** How many pieces the variables have. */
  get pieces(): number {
    return this.chunks.length;
  }

  /** The task ran: its stack and frames may hold anything. */
  ran(slot: number): void {
    if (slot >= MAX_TASKS) return;
    this.stacks[slot] = UNKNOWN;
    this.frames[slot] = UNKNOWN;
  }

  /** Somebody writes to memory. */
  wrote(address: number, size: number): void {
    const { layout, heap, map, recall } = this.machine;
    recall.written.push(address, size);
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
    this.owns.fill(UNKNOWN);
    this.chunks.fill(UNKNOWN);
    this.directory = UNKNOWN;
    for (const object of this.machine.heap.objects) object.segment = UNKNOWN;
  }

  save(): Int32Array {
    const { machine, out } = this;
    const { heap, tasks } = machine;
    const count = tasks.count();
    for (const object of heap.objects) this.lookAt(object);
    this.lookAtVariables();
    if (heap.changed || this.directory === UNKNOWN) this.listObjects();
    out.length = 0;
    out.push(machine.life);
    out.push(this.directory);
    out.push(count);
    for (let slot = 0; slot < count; slot++) out.push(this.own(slot));
    for (const object of heap.objects) if (this.isSaved(object)) out.push(object.segment);
    for (const chunk of this.chunks) out.push(chunk);
    const state = out.take();
    this.unforgotten = this.directory;
    if (!machine.options.shipped) this.forgetUnreachable(state);
    return state;
  }

  /** Takes out of a state what nobody can touch any more. */
  forgetIn(state: Int32Array): void {
    this.forgetting.from(state);
  }

  private forgetUnreachable(state: Int32Array): void {
    const { heap } = this.machine;
    for (const start of this.forgetting.from(state)) {
      const object = heap.at(start);
      if (object) heap.remove(object);
    }
    this.directory = state[DIRECTORY]!;
    heap.changed = false;
  }

  /** The segment of what is the task's own: its record, and the segments of its stack and frames. */
  own(slot: number): number {
    const { list, segments } = this;
    const { tasks, layout, words } = this.machine;
    const pointer = tasks.get(slot, FIELD.stackPointer);
    const isKnown =
      this.owns[slot] !== UNKNOWN &&
      this.stacks[slot] !== UNKNOWN &&
      this.frames[slot] !== UNKNOWN &&
      !tasks.isChanged(slot);
    if (isKnown) return this.owns[slot]!;
    if (tasks.get(slot, FIELD.status) === STATUS.free) return 0;
    if (this.stacks[slot] === UNKNOWN || this.pointers[slot] !== pointer) {
      this.stacks[slot] = segments.number(words, pointer >> 2, stackTopOf(layout, slot) >> 2);
      this.pointers[slot] = pointer;
    }
    list.length = 0;
    for (let field = 0; field < SAVED_FIELDS; field++) list.push(tasks.get(slot, field));
    list.push(this.stacks[slot]!);
    list.push(this.segmentOfFrames(slot));
    this.owns[slot] = segments.number(list.array, 0, list.length);
    tasks.forgetChange(slot);
    return this.owns[slot]!;
  }

  /** The task's saved frames, which nobody else writes to; before its first step, the function that it is to run, and with what. */
  place(slot: number): number {
    const { tasks } = this.machine;
    if (tasks.get(slot, FIELD.frames) !== 0) return this.segmentOfFrames(slot);
    return this.placeOfUnstarted(tasks.get(slot, FIELD.entry), tasks.get(slot, FIELD.argument));
  }

  /** The same, in a saved state. */
  placeIn(state: Int32Array, slot: number): number {
    const own = this.view.own(state, slot);
    if (own && own.get(FIELD.frames) !== 0) return own.frames;
    return this.placeOfUnstarted(own?.get(FIELD.entry) ?? 0, own?.get(FIELD.argument) ?? 0);
  }

  private placeOfUnstarted(entry: number, argument: number): number {
    this.entryAndArgument[0] = entry;
    this.entryAndArgument[1] = argument;
    return -this.segments.number(this.entryAndArgument, 0, this.entryAndArgument.length);
  }

  restore(state: Int32Array): void {
    const { machine } = this;
    const { heap } = machine;
    machine.life = state[LIFE]!;
    const count = state[COUNT]!;
    this.restoreTasks(state, count);
    const directory = state[DIRECTORY]!;
    if (heap.changed || directory !== this.directory) {
      heap.become(this.segments.content(directory));
      this.directory = directory;
      heap.changed = false;
    }
    let at = SLOTS + count;
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

  private segmentOfFrames(slot: number): number {
    if (this.frames[slot] === UNKNOWN) {
      const { tasks, layout, words } = this.machine;
      const end = tasks.get(slot, FIELD.frames);
      const from = framesOf(layout, slot) >> 2;
      this.frames[slot] = end === 0 ? 0 : this.segments.number(words, from, (end + 3) >> 2);
    }
    return this.frames[slot]!;
  }

  private restoreTasks(state: Int32Array, count: number): void {
    const { tasks, layout, stacks } = this.machine;
    const before = tasks.count();
    for (let slot = 0; slot < Math.max(count, before); slot++) {
      const segment = slot < count ? state[SLOTS + slot]! : 0;
      if (segment === 0) {
        tasks.release(slot);
        stacks.clearBelow(slot, stackTopOf(layout, slot));
        this.ran(slot);
        continue;
      }
      const { record, stack, frames } = this.view.ownOf(segment);
      if (this.owns[slot] !== segment || tasks.isChanged(slot)) {
        for (let field = 0; field < SAVED_FIELDS; field++) tasks.set(slot, field, record[field]!);
        this.owns[slot] = segment;
        tasks.forgetChange(slot);
      }
      const pointer = tasks.get(slot, FIELD.stackPointer);
      if (this.stacks[slot] !== stack || this.pointers[slot] !== pointer) {
        stacks.clearBelow(slot, pointer);
        this.put(stack, pointer);
        this.stacks[slot] = stack;
        this.pointers[slot] = pointer;
      }
      if (this.frames[slot] !== frames) {
        this.put(frames, framesOf(layout, slot));
        this.frames[slot] = frames;
      }
    }
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
    const { map, words, life, lives, program } = this.machine;
    const last = lives.last(life);
    const [from, to] = [map.mutable[0] >> 2, map.mutable[1] >> 2];
    for (let chunk = 0; chunk < this.chunks.length; chunk++) {
      if (this.chunks[chunk] !== UNKNOWN) continue;
      const first = from + chunk * CHUNK;
      const end = Math.min(first + CHUNK, to);
      if (last < program.modules.length - 1) {
        for (let word = first; word < end; word++) if (map.isGone(word << 2, last)) words[word] = 0;
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
}
