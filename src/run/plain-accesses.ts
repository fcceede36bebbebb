import type { Machine } from "../machine/machine.ts";
import type { Onlooker } from "../machine/onlooker.ts";
import { FIELD } from "../machine/tasks.ts";
import { MAX_TASKS } from "../machine/layout.ts";
import { HappensBefore, type Epoch } from "./happens-before.ts";

interface Access extends Epoch {
  readonly from: number;
  readonly to: number;
  readonly site: number;
}

/** Plain accesses to one word that are the last of their process. */
interface Cell {
  readonly reads: Map<string, Access>;
  readonly writes: Map<number, Access>;
}

/** A read that decides something, and what is wrong with it. */
export interface Seen {
  readonly read: number;
  /** Site of a write that no order keeps apart from it; absent where nobody wrote at all. */
  readonly write?: number;
  readonly address: number;
}

/**
 * Looks on while a schedule is run, for plain reads of the module's that decide something (`compile/flow-graph.ts`): of a word that
 * another process writes, plainly and in no order; of allocated memory that nobody wrote.
 */
export class PlainAccesses implements Onlooker {
  /** By the sites that take part. */
  readonly seen = new Map<string, Seen>();
  private readonly machine: Machine;
  private readonly order = new HappensBefore();
  private readonly cells = new Map<number, Cell>();
  /** Bytes that nobody wrote, 1 each, by the object's start. */
  private readonly unwritten = new Map<number, Uint8Array>();
  private readonly begun = new Set<number>();
  private readonly idle: ReadonlySet<number>;

  constructor(machine: Machine) {
    this.machine = machine;
    this.idle = new Set(machine.program.flow.idle);
  }

  /** Another schedule begins. */
  clear(): void {
    this.order.clear();
    this.cells.clear();
    this.unwritten.clear();
    this.begun.clear();
  }

  plain(address: number, size: number, write: boolean, site: number): void {
    if (this.isOfHeader(site) || !this.isWatched(address)) return this.marked(address, size, write);
    const process = this.comes();
    const decides = !write && !this.idle.has(site);
    if (write) this.fill(address, size);
    else if (decides && this.isUnwritten(address, size)) this.tell({ read: site, address });
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      const access = { ...this.order.now(process), from: address, to: address + size, site };
      const cell = this.cellOf(word);
      if (write) {
        for (const read of this.rivals(cell.reads, access, process))
          this.tell({ read: read.site, write: site, address });
        cell.writes.set(access.life, access);
      } else if (decides) {
        for (const other of this.rivals(cell.writes, access, process))
          this.tell({ read: site, write: other.site, address });
        cell.reads.set(`${access.life} ${site}`, access);
      }
    }
  }

  marked(address: number, size: number, write: boolean): void {
    const { machine } = this;
    if (write) this.fill(address, size);
    // what the host asks between two steps is no process's doing
    if (machine.host.calling && machine.current < MAX_TASKS) return;
    const process = this.comes();
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++)
      this.order.touch(process, word, write);
  }

  spawned(child: number): void {
    this.order.spawn(this.machine.current, child);
    this.begun.delete(child);
  }

  allocated(object: number, size: number): void {
    for (let word = object >>> 2; word <= (object + size - 1) >>> 2; word++) this.cells.delete(word);
    this.unwritten.delete(object);
  }

  unset(object: number, size: number): void {
    this.unwritten.set(object, new Uint8Array(size).fill(1));
  }

  /** The process that runs. Its first step comes after whoever let it run: wake_up_process() writes its state. */
  private comes(): number {
    const { current, tasks } = this.machine;
    if (this.begun.has(current)) return current;
    this.begun.add(current);
    const task = current < MAX_TASKS ? tasks.get(current, FIELD.task) : 0;
    if (task !== 0) this.order.touch(current, task >>> 2, false);
    return current;
  }

  private *rivals<K>(known: ReadonlyMap<K, Access>, access: Access, process: number): Iterable<Access> {
    for (const other of known.values()) {
      const overlap = other.from < access.to && access.from < other.to;
      if (overlap && !this.order.isBefore(other, process)) yield other;
    }
  }

  private tell(seen: Seen): void {
    this.seen.set(`${seen.read} ${seen.write ?? ""}`, seen);
  }

  private cellOf(word: number): Cell {
    const known = this.cells.get(word);
    if (known) return known;
    const cell: Cell = { reads: new Map(), writes: new Map() };
    this.cells.set(word, cell);
    return cell;
  }

  /** What the headers do stands for the kernel's own code, in which such accesses are marked. */
  private isOfHeader(site: number): boolean {
    const [innermost] = this.machine.program.sites[site]?.frames ?? [];
    return !innermost || innermost.file.startsWith("kernel/include/");
  }

  /** Variables of the module's, and the heap: stacks are used again without anybody saying so. */
  private isWatched(address: number): boolean {
    const { map, layout } = this.machine;
    return address >= layout.heap || map.variableAt(address) !== undefined;
  }

  private bytesAt(address: number): { readonly bytes: Uint8Array; readonly at: number } | undefined {
    if (this.unwritten.size === 0) return undefined;
    const object = this.machine.heap.at(address);
    const bytes = object && this.unwritten.get(object.start);
    return object && bytes ? { bytes, at: address - object.start } : undefined;
  }

  private fill(address: number, size: number): void {
    const found = this.bytesAt(address);
    found?.bytes.fill(0, found.at, found.at + size);
  }

  private isUnwritten(address: number, size: number): boolean {
    const found = this.bytesAt(address);
    return found?.bytes.subarray(found.at, found.at + size).every((byte) => byte === 1) ?? false;
  }
}
