import { access } from "./access-hooks.ts";
import type { Machine } from "./machine.ts";

type Value = number | bigint;
type Hook = (...args: Value[]) => Value | void;

const ATOMIC = /^__tsan_atomic(8|16|32|64)_(\w+)$/;

/** New value from the old one and the operand; both already as wide as the location. */
const MODIFY: Record<string, (old: bigint, operand: bigint) => bigint> = {
  store: (_old, operand) => operand,
  exchange: (_old, operand) => operand,
  fetch_add: (old, operand) => old + operand,
  fetch_sub: (old, operand) => old - operand,
  fetch_and: (old, operand) => old & operand,
  fetch_or: (old, operand) => old | operand,
  fetch_xor: (old, operand) => old ^ operand,
  fetch_nand: (old, operand) => ~(old & operand),
};

/** Atomics are done by their hooks: `__tsan_atomic32_fetch_add(address, operand, order, site)` and their kind. */
export function atomicHooks(machine: Machine, name: string): Hook | undefined {
  const match = ATOMIC.exec(name);
  if (!match) return undefined;
  const cell = new Cell(machine, Number(match[1]) / 8);
  const operation = match[2] ?? "";
  if (operation === "load") {
    return (address = 0, _order, site = 0) =>
      cell.reach(address, "load", site) ? cell.out(cell.read(address)) : cell.none;
  }
  const modify = MODIFY[operation];
  if (modify) {
    return (address = 0, operand = 0, _order, site = 0) => {
      if (!cell.reach(address, operation === "store" ? "store" : "modify", site)) return cell.none;
      const old = cell.read(address);
      cell.write(address, modify(old, BigInt(operand)));
      return cell.out(old);
    };
  }
  if (operation === "compare_exchange_val") {
    return (address = 0, expected = 0, desired = 0, _success, _failure, site = 0) => {
      if (!cell.reach(address, "modify", site)) return cell.none;
      const old = cell.read(address);
      if (old === cell.wrap(BigInt(expected))) cell.write(address, BigInt(desired));
      return cell.out(old);
    };
  }
  throw new Error(`no atomic hook ${name}`);
}

/** An atomic location of 1, 2, 4 or 8 bytes. */
class Cell {
  /** What a hook returns while its task is being switched away. */
  readonly none: Value;
  private readonly machine: Machine;
  private readonly size: number;

  constructor(machine: Machine, size: number) {
    this.machine = machine;
    this.size = size;
    this.none = size === 8 ? 0n : 0;
  }

  /**
   * The scheduling point, the check and the record. To modify is to read and to write: ARM loads first (ldrex), and faults as a
   * read; x86 faults as a write.
   */
  reach(address: Value, how: "load" | "store" | "modify", site: Value): boolean {
    const { machine, size } = this;
    const at = Number(address) >>> 0;
    const from = Number(site);
    if (how === "modify") machine.log.changes(at);
    const faultsAsRead = how === "load" || (how === "modify" && machine.program.target.arch === "arm");
    if (!access(machine, at, size, !faultsAsRead, from, true)) return false;
    if (how !== "modify") return true;
    machine.touch(at, size, true);
    machine.touch(at, size, false);
    machine.log.hasChanged(at);
    const { inModule } = machine.placeOf(from);
    if (inModule) {
      machine.idle.load(from, at, size);
      machine.idle.store(from, at, size);
    } else machine.idle.decide(at, size);
    return true;
  }

  wrap(value: bigint): bigint {
    return BigInt.asUintN(this.size * 8, value);
  }

  read(address: Value): bigint {
    const { view } = this.machine;
    const at = Number(address) >>> 0;
    if (this.size === 8) return view.getBigUint64(at, true);
    if (this.size === 4) return BigInt(view.getUint32(at, true));
    return BigInt(this.size === 2 ? view.getUint16(at, true) : view.getUint8(at));
  }

  write(address: Value, value: bigint): void {
    const { view } = this.machine;
    const at = Number(address) >>> 0;
    const wrapped = this.wrap(value);
    if (this.size === 8) view.setBigUint64(at, wrapped, true);
    else if (this.size === 4) view.setUint32(at, Number(wrapped), true);
    else if (this.size === 2) view.setUint16(at, Number(wrapped), true);
    else view.setUint8(at, Number(wrapped));
  }

  out(value: bigint): Value {
    return this.size === 8 ? BigInt.asIntN(64, value) : Number(value) | 0;
  }
}
