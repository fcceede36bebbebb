import { UserError } from "../core/user-error.ts";
import { UNKNOWN_DATA } from "../compile/unknown-data.ts";
import type { DataSymbol } from "../compile/link-map.ts";
import { moduleOfObject, type LinkedProgram } from "../compile/program.ts";
import { RED_ZONE } from "../compile/wasm/red-zones.ts";
import { FRAMES_SIZE, HANDLE_SIZE, NULL_PAGE, STACK_SIZE, type MemoryLayout, MAX_TASKS } from "./layout.ts";
import type { HeapObject } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { FIELD, STATUS } from "./tasks.ts";

/** The lowest ERR_PTR: from -MAX_ERRNO on, pointers are error codes (include/linux/err.h). */
export const ERR_PTRS = 0xfffff001;

/** A variable of a module's, and the module's number. */
export interface ModuleVariable extends DataSymbol {
  readonly module: number;
}

/** Bytes before an object that are taken for a place in it. */
const BELOW = 16;

/** What lies where: decides whether an access is one that a program may make. */
export class MemoryMap {
  /** The modules' own variables, by address. */
  readonly moduleData: readonly ModuleVariable[];
  /** Variables of the kernel's that the model lacks. */
  private readonly unknown: readonly DataSymbol[];
  /** First and last address of variables that can change. */
  readonly mutable: readonly [number, number];
  /** Where the kernel's clock stands; -1 when nothing reads it. */
  readonly jiffies: number;
  /** The number of the last module of all. */
  private readonly newest: number;
  private readonly layout: MemoryLayout;

  constructor(program: LinkedProgram, layout: MemoryLayout) {
    this.layout = layout;
    this.newest = program.modules.length - 1;
    this.jiffies = program.data.find(({ name, constant }) => name === "jiffies" && !constant)?.address ?? -1;
    const moduleData = program.data.flatMap((symbol) => {
      const module = moduleOfObject(program.modules, symbol.object);
      // what the loader keeps of a module is the kernel's
      return module < 0 || symbol.name === "__this_module" ? [] : [{ ...symbol, module }];
    });
    // an empty struct shares its address with what follows, an alias with what it stands for: the larger one is met
    this.moduleData = moduleData.toSorted(
      (one, other) => one.address - other.address || one.size - other.size,
    );
    this.unknown = program.data.filter(({ object }) => object === UNKNOWN_DATA);
    const changing = program.data.filter(({ constant }) => !constant);
    const from = changing.reduce((low, { address }) => Math.min(low, address), layout.dataEnd);
    this.mutable = [from & ~3, layout.dataEnd];
  }

  /** Traps when the access touches what it must not. `address` is unsigned. */
  check(machine: Machine, address: number, size: number, write: boolean): void {
    const { layout } = this;
    const verb = write ? "writes to" : "reads from";
    if (address < NULL_PAGE) {
      throw machine.trap("null-dereference", `${verb} address ${hex(address)}`, { address, write });
    }
    if (address >= layout.heap && address < layout.end) return this.checkHeap(machine, address, size, verb);
    if (address < layout.dataEnd) {
      const unknown = this.unknown.find((one) => address >= one.address && address < one.address + one.size);
      if (unknown)
        throw machine.trap("unmodelled", `uses ${unknown.name}, a variable that unoops does not model`);
      if (this.isGone(address, machine.lastFor(machine.current))) {
        throw machine.trap("unloaded-data", `${verb} a variable of the module, which has been unloaded`, {
          address,
          write,
        });
      }
      return this.checkVariable(machine, address, size, write);
    }
    if (address >= layout.tasks && address < layout.heap) return this.checkStack(machine, address, verb);
    if (address < layout.tasks) return this.checkHandle(machine, address); // or the host's own stack
    if (address >= ERR_PTRS) {
      throw machine.trap("err-ptr-dereference", `${verb} ERR_PTR(${address | 0})`, { address, write });
    }
    const begun = machine.heap.begun;
    if (begun && address < begun.start + machine.heap.wholeOf(begun)) {
      const kind = machine.heap.kindOf(begun);
      if (begun.alive) throw machine.trap("unmodelled", beyond(verb, kind, begun));
      throw machine.trap("use-after-free", `${verb} a freed ${kind}`, { address, object: begun });
    }
    throw machine.trap("wild-access", `${verb} address ${hex(address)}`, { address, write });
  }

  /** Bytes of what is written at a place that can be read again: of an object that is too large for the model, those that it has. */
  kept(machine: Machine, address: number, size: number): number {
    const { begun } = machine.heap;
    if (!begun || address < begun.start || address + size > begun.start + machine.heap.wholeOf(begun))
      return size;
    machine.recall.isOpaque = true;
    return Math.min(size, Math.max(0, begun.start + begun.size - address));
  }

  /** Whether something of the model's lies there, which may be gone. */
  has(machine: Machine, address: number): boolean {
    machine.recall.isOpaque = true;
    return address < this.layout.heap || machine.heap.at(address) !== undefined;
  }

  /** What a call gave that the model lacks is nobody's to look into, nor to free. */
  checkHandle(machine: Machine, address: number): void {
    const { handles, tasks } = this.layout;
    if (address < handles || address >= tasks) return;
    const names = [...(machine.options.assumed?.keys() ?? [])];
    const name = names[Math.floor((address - handles) / HANDLE_SIZE)] ?? names.at(-1) ?? "";
    throw machine.trap("unmodelled", `uses what ${name}() returned, which unoops does not model`);
  }

  /** Could this be the address of anything? */
  isAddress(value: number): boolean {
    return value >= NULL_PAGE && value < this.layout.end;
  }

  /** Variables of one module. */
  dataOf(module: number): readonly ModuleVariable[] {
    return this.moduleData.filter((variable) => variable.module === module);
  }

  /** Whether a variable of a module lies there that is gone where `last` is the last of those that are there. */
  isGone(address: number, last: number): boolean {
    if (last >= this.newest) return false;
    const variable = this.variableAt(address);
    return variable !== undefined && variable.module > last;
  }

  variableAt(address: number): ModuleVariable | undefined {
    const variable = this.variableUpTo(address);
    return variable && address < variable.address + variable.size ? variable : undefined;
  }

  /** Whoever begins in a variable of a module's ends in it; behind it lies nothing, and nobody writes to a constant. */
  private checkVariable(machine: Machine, address: number, size: number, write: boolean): void {
    const variable = this.variableUpTo(address);
    if (!variable) return;
    const { constant } = variable;
    const end = variable.address + variable.size;
    if (address >= end + RED_ZONE) return;
    const verb = write ? "writes to" : "reads from";
    const past = address + size - end;
    if (past > 0) {
      const text = `${verb} ${nameOf(machine, variable)} of ${variable.size} bytes, ${past} past its end`;
      throw machine.trap("out-of-bounds", text, { address, write });
    }
    if (write && constant)
      throw machine.trap("read-only", `${verb} ${nameOf(machine, variable)}, which is read-only`, {
        address,
        write,
      });
  }

  /** The last variable of a module's that begins there or before. */
  private variableUpTo(address: number): ModuleVariable | undefined {
    const { moduleData } = this;
    let [low, high] = [0, moduleData.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (moduleData[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    return moduleData[low - 1];
  }

  private checkHeap(machine: Machine, address: number, size: number, verb: string): void {
    const object = machine.heap.at(address);
    if (!object) throw machine.trap("wild-access", `${verb} address ${hex(address)}`, { address });
    const kind = machine.heap.kindOf(object);
    if (!object.alive) {
      // vfree() takes the mapping away; what else was freed lies there as it was, or somebody else's
      if (machine.options.shipped && !isMapped(kind)) return;
      throw machine.trap("use-after-free", `${verb} a freed ${kind}`, { address, object });
    }
    if (address + size > object.start + object.size) {
      if (address + size <= object.start + machine.heap.wholeOf(object))
        throw machine.trap("unmodelled", beyond(verb, kind, object));
      const past = address + size - object.start - object.size;
      throw machine.trap("out-of-bounds", `${verb} a ${kind} of ${object.size} bytes, ${past} past its end`, {
        address,
        object,
      });
    }
  }

  /** Another task's stack may be touched while the frame lives: a wait queue entry, a completion on the stack. */
  private checkStack(machine: Machine, address: number, verb: string): void {
    const slot = Math.floor((address - this.layout.tasks) / (FRAMES_SIZE + STACK_SIZE));
    if (slot === machine.current || machine.options.shipped) return;
    const { tasks } = machine;
    const dead =
      tasks.get(slot, FIELD.status) === STATUS.free || address < tasks.get(slot, FIELD.stackPointer);
    if (!dead) return;
    this.checkBelowHeap(machine, address, verb);
    throw machine.trap("dead-stack", `${verb} a stack frame that is gone`, { address });
  }

  /** Where the stacks end the heap begins: whoever goes a little below the first object of it comes from there. */
  private checkBelowHeap(machine: Machine, address: number, verb: string): void {
    const below = this.layout.heap - address;
    const object = below <= BELOW ? machine.heap.at(this.layout.heap) : undefined;
    if (!object?.alive) return;
    const { size } = object;
    const text = `${verb} a ${machine.heap.kindOf(object)} of ${size} bytes, ${below} before its start`;
    throw machine.trap("out-of-bounds", text, { address, object });
  }

  /** Stores a parameter's value as module_param() would parse it. */
  setParameter(machine: Machine, type: string, address: number, text: string): void {
    if (type === "bool") return machine.view.setUint8(address, Number(!/^(0|n|N|off)$/.test(text)));
    if (type === "charp") {
      const place = placeString(machine, text); // memory may grow for it
      return machine.view.setUint32(address, place, true);
    }
    if (type.startsWith("array-")) throw new UserError(`${text}: an array parameter cannot be set`);
    const value = Number(text);
    if (!Number.isInteger(value))
      throw new UserError(`${text} is not a number, as a parameter of type ${type} needs`);
    if (/^(byte|ubyte)$/.test(type)) return machine.view.setUint8(address, value);
    if (/^u?short$/.test(type)) return machine.view.setInt16(address, value, true);
    if (/^u?llong$/.test(type)) return machine.view.setBigInt64(address, BigInt(value), true);
    machine.view.setInt32(address, value, true);
  }
}

function beyond(verb: string, kind: string, { size }: HeapObject): string {
  return `${verb} a ${kind}, of which unoops has the first ${size}`;
}

/** kernel/params.c, param_set_charp(): the kernel keeps a copy of the words, which the module does not own. */
function placeString(machine: Machine, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const kind = machine.heap.kindNumber("parameter");
  const place = machine.heap.allocate(MAX_TASKS, bytes.length + 1, kind, -1);
  if (!place) throw new UserError(`a parameter of ${bytes.length} bytes is too long`);
  machine.bytes.set(bytes, place.start);
  machine.bytes[place.start + bytes.length] = 0;
  return place.start;
}

/** A string literal has no name; clang calls a static variable of a function `function.variable`. */
function nameOf(machine: Machine, { name, address, size }: ModuleVariable): string {
  if (!name.startsWith(".L")) return name;
  if (!name.startsWith(".L.str")) return "a constant";
  const bytes = machine.bytes.slice(address, address + size);
  const end = bytes.indexOf(0);
  const text = new TextDecoder("latin1").decode(end < 0 ? bytes : bytes.subarray(0, end));
  return `the string ${JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text)}`;
}

const LONGEST_SHOWN = 24;

export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

/** Memory of vmalloc() is pages of its own, with one behind them that nothing is mapped to (mm/vmalloc.c). */
export function isMapped(kind: string | undefined): boolean {
  return kind === "vmalloc" || kind?.startsWith("vmalloc of ") === true;
}
