import type { Machine } from "./machine.ts";

type Hook = (...args: number[]) => number | void;

const PLAIN = /^__tsan_(?:unaligned_)?(volatile_)?(read|write|read_write)(\d+)$/;
const RANGE = /^__tsan_(read|write)_range$/;

/** Hooks before plain and volatile accesses: `__tsan_read4(address, site)` and their kind, memcpy, memset. */
export function accessHooks(machine: Machine, name: string): Hook | undefined {
  const plain = PLAIN.exec(name);
  if (plain) {
    const size = Number(plain[3]);
    const write = plain[2] !== "read";
    const isMarked = plain[1] !== undefined;
    return (address = 0, site = 0) => {
      access(machine, address >>> 0, size, write, site, isMarked);
    };
  }
  const range = RANGE.exec(name);
  if (range) {
    const write = range[1] === "write";
    return (address = 0, size = 0, site = 0) => {
      access(machine, address >>> 0, size >>> 0, write, site);
    };
  }
  switch (name) {
    case "__tsan_memset":
      return (to = 0, value = 0, size = 0, site = 0) => {
        if (size === 0) return to;
        if (!access(machine, to >>> 0, size >>> 0, true, site)) return to;
        machine.bytes.fill(value, to >>> 0, (to >>> 0) + (size >>> 0));
        return to;
      };
    case "__tsan_memcpy":
    case "__tsan_memmove":
      return (to = 0, from = 0, size = 0, site = 0) => {
        if (size === 0) return to;
        if (!access(machine, to >>> 0, size >>> 0, true, site)) return to;
        machine.touch(from >>> 0, size >>> 0, false);
        machine.map.check(machine, from >>> 0, size >>> 0, false);
        machine.idle.decide(from >>> 0, size >>> 0);
        machine.bytes.copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (size >>> 0));
        return to;
      };
    case "__tsan_init":
    case "__tsan_atomic_thread_fence":
    case "__tsan_atomic_signal_fence":
      return () => {};
    default:
      return undefined;
  }
}

/**
 * The scheduling point before an access, then the check and the record of it.
 * @returns false when the task is being switched away: the hook must return at once and will be called again
 */
export function access(
  machine: Machine,
  address: number,
  size: number,
  write: boolean,
  site: number,
  isMarked = false,
): boolean {
  const { inModule } = machine.placeOf(site);
  if (inModule) {
    if (machine.switcher.switchHere(false, machine.grain.access(machine.log.location(address)))) return false;
  } else if (machine.options.stepServices && !machine.now.takeHold()) {
    if (machine.switcher.switchHere(false, true)) return false;
  }
  machine.at(site);
  // before the check: that it fails may depend on who came first
  machine.touch(address, size, write, inModule && !isMarked ? site : undefined);
  machine.map.check(machine, address, size, write);
  if (write && inModule) machine.idle.store(site, address, size);
  else if (inModule) machine.idle.load(site, address, size);
  else if (write) machine.idle.overwrite(address, size);
  else machine.idle.decide(address, size);
  return true;
}
