import { NO_INPUT, USER_LOOKS } from "../user-input.ts";
import { MAX_TASKS } from "../layout.ts";
import type { Machine } from "../machine.ts";
import { readString } from "../printk.ts";
import { spawn, unspawn } from "../spawn.ts";
import { FIELD, STATUS } from "../tasks.ts";
import { waitFor, waitHolds } from "../waiting.ts";
import type { Seam } from "./hook.ts";

/** Tasks and what they wait for, and the choices that the explorer makes for them. */
export const TASKS: Seam = {
  unoops_yield: (machine) => () => {
    machine.switcher.switchHere(true, true);
  },

  unoops_pause: (machine) => () => {
    machine.switcher.switchHere(false, false);
  },

  unoops_block:
    (machine) =>
    (word = 0, mask = 0, value = 0) => {
      const { tasks, current, switcher, now } = machine;
      if (!switcher.isRewinding) {
        look(machine, word);
        waitFor(machine, current, STATUS.blocked, { word, mask, value });
        if (waitHolds(machine, current)) {
          tasks.set(current, FIELD.status, STATUS.ready);
          return now.hold();
        }
      }
      if (switcher.switchHere(true, true)) return;
      now.hold();
      look(machine, word);
      tasks.set(current, FIELD.status, STATUS.ready);
    },

  unoops_guard:
    (machine) =>
    (word = 0, mask = 0, value = 0) => {
      const { tasks, current, switcher, now } = machine;
      let wanted = false;
      if (!switcher.isRewinding) {
        const asked = now.takeGuard();
        if (asked === undefined) return;
        wanted = asked;
        waitFor(machine, current, STATUS.blocked, { word, mask, value });
      }
      if (switcher.switchHere(false, wanted)) {
        machine.event({ type: "note", event: "waits", object: word >>> 0, value: 0 });
        return;
      }
      tasks.set(current, FIELD.status, STATUS.ready);
    },

  unoops_block_timeout:
    (machine) =>
    (word = 0, mask = 0, value = 0) => {
      const { tasks, current, switcher, now } = machine;
      if (!switcher.isRewinding) {
        machine.map.check(machine, word >>> 0, 4, false);
        machine.idle.decide(word >>> 0, 4);
        waitFor(machine, current, STATUS.timed, { word, mask, value });
      }
      if (switcher.switchHere(true, true)) return 0;
      look(machine, word);
      now.hold();
      const holds = waitHolds(machine, current);
      tasks.set(current, FIELD.status, STATUS.ready);
      return holds ? 1 : 0;
    },

  unoops_spawn:
    (machine) =>
    (entry = 0, argument = 0, task = 0, name = 0) => {
      const child = spawn(machine, { entry, argument, task, name });
      if (machine.trace) machine.event({ type: "spawn", child, name: readString(machine, name >>> 0), task });
    },

  unoops_unspawn:
    (machine) =>
    (entry = 0, argument = 0) =>
      unspawn(machine, entry, argument),

  unoops_act_as:
    (machine) =>
    (task = 0) => {
      machine.tasks.set(machine.current, FIELD.context, task);
    },

  unoops_exit: (machine) => () => {
    machine.switcher.end();
  },

  unoops_current: (machine) => () => {
    const { current, tasks } = machine;
    if (current >= MAX_TASKS) return 0;
    return tasks.get(current, FIELD.task) || tasks.get(current, FIELD.context);
  },

  unoops_shape:
    ({ program }) =>
    (fn = 0) =>
      program.shapes[fn] ?? 0,

  unoops_constants:
    ({ program }) =>
    (fn = 0, which = 0) => {
      const constants = program.constants[fn] ?? [];
      return which < 0 ? constants.length : (constants[which] ?? 0);
    },

  unoops_text:
    ({ options, assumptions }) =>
    (which = 0, at = 0) => {
      const input = options.input?.() ?? NO_INPUT;
      if (which >= 0)
        return at < 0 ? (input.texts[which]?.length ?? 0) : (input.texts[which]?.charCodeAt(at) ?? 0);
      if (input.leftOut > 0)
        assumptions.add(
          `${input.leftOut} more texts and numbers that the module compares with are not written`,
        );
      return input.texts.length;
    },
  unoops_record:
    ({ options }) =>
    (which = 0, at = 0) => {
      const { records } = options.input?.() ?? NO_INPUT;
      if (which < 0) return records.length;
      const bytes = records[which]?.bytes ?? new Uint8Array();
      return at < 0 ? bytes.length : (bytes[at] ?? 0);
    },
  unoops_writes_records:
    ({ options }) =>
    () =>
      ["none", "any size", "one size"].indexOf((options.input?.() ?? NO_INPUT).writesRecords),
  unoops_looks_at:
    ({ options }) =>
    (what = 0) => {
      const look = USER_LOOKS[what];
      return Number(look !== undefined && (options.input?.() ?? NO_INPUT).looksAt.has(look));
    },
  unoops_number:
    ({ options }) =>
    (which = 0) => {
      const { numbers } = options.input?.() ?? NO_INPUT;
      return which < 0 ? numbers.length : (numbers[which] ?? 0);
    },

  unoops_device_number:
    ({ options }) =>
    (which = 0) => {
      const { deviceNumbers } = options.input?.() ?? NO_INPUT;
      return which < 0 ? deviceNumbers.length : (deviceNumbers[which] ?? 0);
    },

  unoops_users: (machine) => () => machine.world.users,
  unoops_uses: (machine) => () => {
    machine.hasFiles = true;
    return machine.world.uses ?? 1;
  },
  unoops_loads: (machine) => () => machine.world.loads,

  unoops_choose:
    (machine) =>
    (of = 1, why = 0) => {
      const picked = of > 1 ? machine.now.choose(of) : 0;
      if (machine.trace) machine.event({ type: "choice", why: readString(machine, why >>> 0), picked });
      return picked;
    },

  unoops_fault:
    (machine) =>
    (what = 0) => {
      if (!machine.options.faults) return 0;
      const fails = machine.now.choose(2);
      if (fails && machine.trace) {
        const why = `${readString(machine, what >>> 0)} fails`;
        machine.event({ type: "choice", why, picked: 1, fails: true });
      }
      return fails;
    },
};

/** The running task reads the word that it waits for, which decides whether it goes on. */
function look(machine: Machine, word: number): void {
  machine.touchCondition(word >>> 0);
  machine.map.check(machine, word >>> 0, 4, false);
  machine.idle.decide(word >>> 0, 4);
}
