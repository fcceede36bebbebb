import type { TrapKind } from "./trap.ts";
import type { Machine } from "./machine.ts";
import { hex } from "./memory-map.ts";
import { format, readString } from "./printk.ts";
import { TEXT } from "./layout.ts";
import { FIELD, STATUS } from "./tasks.ts";
import { EVENTS } from "./trace.ts";

type Hook = (...args: number[]) => number | bigint | void;

/** What an idle 64-bit variable reads. */
const ZERO = 0n;

/** `enum m_trap` of kernel/include/unoops/machine.h, in its order. */
const TRAPS: readonly TrapKind[] = ["bug", "sleep-in-atomic", "refcount", "bad-lock", "bad-call"];

/** The seam of kernel/include/unoops/machine.h: what the model kernel asks of the machine. */
export function seamHooks(machine: Machine, name: string): Hook | undefined {
  return SEAM[name]?.(machine);
}

const SEAM: Record<string, (machine: Machine) => Hook> = {
  unoops_entry:
    (machine) =>
    (site = 0) => {
      machine.at(site);
      machine.event({ type: "enter", site });
    },

  unoops_leave:
    (machine) =>
    (site = 0) => {
      if (machine.switchHere(false, true)) return;
      machine.at(site);
      machine.event({ type: "leave", site });
    },

  unoops_loop:
    (machine) =>
    (site = 0) => {
      machine.at(site);
      machine.loop(site);
    },

  unoops_call:
    (machine) =>
    (site = 0) => {
      machine.enterKernel(site);
      const wanted = machine.grain.call(site);
      if (machine.switchHere(false, wanted)) return;
      machine.at(site);
      machine.watchCall(wanted ? -1 : site);
      machine.event({ type: "call", site });
    },

  unoops_return:
    (machine) =>
    (site = 0) => {
      machine.leaveKernel();
      machine.watchCall(-1);
      machine.at(site);
    },

  unoops_idle32:
    (machine) =>
    (value = 0) =>
      machine.idle.enabled && !machine.map.isAddress(value >>> 0) ? 0 : value, // printing follows pointers

  unoops_idle64:
    (machine) =>
    (value = 0) =>
      machine.idle.enabled ? ZERO : value,

  m_yield: (machine) => () => {
    machine.switchHere(true, true);
  },

  m_block:
    (machine) =>
    (word = 0, mask = 0, value = 0) => {
      const { tasks, current } = machine;
      if (!machine.isRewinding) {
        machine.touch(word >>> 0, 4, false);
        machine.map.check(machine, word >>> 0, 4, false);
        wait(machine, STATUS.blocked, word, mask, value);
        if (machine.waitHolds(current)) {
          tasks.set(current, FIELD.status, STATUS.ready);
          return machine.hold();
        }
      }
      if (machine.switchHere(true, true)) return;
      machine.hold();
      machine.touch(word >>> 0, 4, false);
      machine.map.check(machine, word >>> 0, 4, false);
      tasks.set(current, FIELD.status, STATUS.ready);
    },

  m_block_timeout:
    (machine) =>
    (word = 0, mask = 0, value = 0) => {
      const { tasks, current } = machine;
      if (!machine.isRewinding) {
        machine.map.check(machine, word >>> 0, 4, false);
        wait(machine, STATUS.timed, word, mask, value);
      }
      if (machine.switchHere(true, true)) return 0;
      machine.touch(word >>> 0, 4, false);
      machine.map.check(machine, word >>> 0, 4, false);
      machine.hold();
      const holds = machine.waitHolds(current);
      tasks.set(current, FIELD.status, STATUS.ready);
      return holds ? 1 : 0;
    },

  m_spawn:
    (machine) =>
    (entry = 0, argument = 0, task = 0, taskName = 0) => {
      const slot = machine.spawn(entry, argument, task, taskName);
      if (task !== 0) machine.sleepUntilRunning(slot, task);
      if (task !== 0) machine.view.setInt32(task + PID_OFFSET, FIRST_PID + slot, true);
      if (machine.trace)
        machine.event({ type: "spawn", child: slot, name: readString(machine, taskName >>> 0), task });
    },

  m_exit: (machine) => () => {
    machine.endTask();
  },

  m_current: (machine) => () => machine.currentTask(),

  m_choose:
    (machine) =>
    (of = 1, why = 0) => {
      const picked = of > 1 ? machine.choose(of) : 0;
      if (machine.trace) machine.event({ type: "choice", why: readString(machine, why >>> 0), picked });
      return picked;
    },

  m_fault:
    (machine) =>
    (what = 0) => {
      if (!machine.options.faults) return 0;
      const fails = machine.choose(2);
      if (fails && machine.trace) {
        machine.event({ type: "choice", why: `${readString(machine, what >>> 0)} fails`, picked: 1 });
      }
      return fails;
    },

  m_alloc:
    (machine) =>
    (size = 0, kind = 0) =>
      machine.allocate(size >>> 0, readString(machine, kind >>> 0)),

  m_free:
    (machine) =>
    (object = 0) =>
      machine.release(object >>> 0),

  m_size:
    (machine) =>
    (object = 0) => {
      const found = machine.heap.at(object >>> 0);
      if (found?.alive && found.start === object >>> 0) return found.size;
      throw machine.trap("bad-free", `${hex(object)} is not an allocated object`, { address: object >>> 0 });
    },

  m_trap:
    (machine) =>
    (kind = 0, argument = 0, text = 0) => {
      const trap = TRAPS[kind] ?? "bug";
      if (machine.options.shipped && trap !== "bug") {
        machine.event({
          type: "broken",
          kind: trap,
          text: readString(machine, text >>> 0),
          stack: machine.stackNow(),
        });
        return;
      }
      const address = argument >>> 0;
      const object = machine.heap.at(address);
      throw machine.trap(trap, readString(machine, text >>> 0), object ? { address, object } : { address });
    },

  m_warn:
    (machine) =>
    (file = 0, line = 0, text = 0) => {
      if (!machine.trace) return;
      const said = text === 0 ? "" : readString(machine, text >>> 0);
      machine.event({
        type: "warn",
        file: readString(machine, file >>> 0),
        line,
        text: said,
        stack: machine.stackNow(),
      });
    },

  m_printk:
    (machine) =>
    (level = 0, template = 0, args = 0) => {
      const text = format(machine, readString(machine, template >>> 0), args >>> 0);
      machine.event({ type: "print", level, text });
    },

  m_snprintf:
    (machine) =>
    (buffer = 0, size = 0, template = 0, args = 0) => {
      const text = new TextEncoder().encode(format(machine, readString(machine, template >>> 0), args >>> 0));
      if (size >>> 0 > 0) {
        const kept = text.subarray(0, (size >>> 0) - 1);
        machine.map.check(machine, buffer >>> 0, kept.length + 1, true);
        machine.touch(buffer >>> 0, kept.length + 1, true);
        machine.bytes.set(kept, buffer >>> 0);
        machine.bytes[(buffer >>> 0) + kept.length] = 0;
      }
      return text.length;
    },

  m_note:
    (machine) =>
    (event = 0, object = 0, value = 0) => {
      const known = EVENTS[event];
      if (known === "task-new" || known === "task-runs") machine.countThread(known, object >>> 0);
      if (known) machine.event({ type: "note", event: known, object: object >>> 0, value });
    },

  m_unload: (machine) => () => {
    machine.unloaded = true;
    machine.touch(TEXT, 4, true);
    for (const { address, size } of machine.map.moduleData) machine.touch(address, size, true);
    machine.event({ type: "unload" });
  },

  m_assume:
    (machine) =>
    (text = 0) => {
      machine.assumptions.add(readString(machine, text >>> 0));
    },
};

/** `struct task_struct` begins with `__state`, `pid` (kernel/include/linux/sched.h). */
const PID_OFFSET = 4;
const FIRST_PID = 100;

function wait(machine: Machine, status: number, word: number, mask: number, value: number): void {
  const { tasks, current } = machine;
  tasks.set(current, FIELD.status, status);
  tasks.set(current, FIELD.waitWord, word);
  tasks.set(current, FIELD.waitMask, mask);
  tasks.set(current, FIELD.waitValue, value);
}
