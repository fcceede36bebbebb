import { MAX_TASKS } from "../layout.ts";
import type { Machine } from "../machine.ts";
import { readString } from "../printk.ts";
import { runAgain, spawn, unspawn, type NewTask } from "../spawn.ts";
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

  unoops_look_back:
    (machine) =>
    (word = 0, when = 0) => {
      const address = word >>> 0;
      if (address < machine.layout.heap) return;
      if (machine.switcher.switchHere(false, machine.grain.access(machine.log.location(when >>> 0)))) return;
      machine.touch(when >>> 0, 4, false);
      machine.touch(address, 4, false);
      machine.map.check(machine, address, 4, false);
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
    (entry = 0, argument = 0, task = 0, name = 0) =>
      spawnAndTell(machine, { entry, argument, task, name }),

  unoops_spawn_for:
    (machine) =>
    (owner = 0, entry = 0, argument = 0, name = 0) =>
      spawnAndTell(machine, { entry, argument, task: 0, name, owner }),

  unoops_run_again:
    (machine) =>
    (entry = 0, argument = 0, next = 0, name = 0) =>
      runAgain(machine, { entry, argument, next, name }),

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
    (machine) =>
    (fn = 0) => {
      if (fn === 0)
        throw machine.trap("null-dereference", "a function is called through a pointer that is NULL");
      return machine.program.shapes[fn] ?? 0;
    },

  unoops_constants:
    ({ program }) =>
    (fn = 0, which = 0) => {
      const constants = program.constants[fn] ?? [];
      return which < 0 ? constants.length : (constants[which] ?? 0);
    },

  unoops_users: (machine) => () => machine.world.users,
  unoops_uses: (machine) => () => {
    machine.heedsUses = true;
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

function spawnAndTell(machine: Machine, task: NewTask): void {
  const child = spawn(machine, task);
  if (!machine.trace) return;
  machine.event({ type: "spawn", child, name: readString(machine, task.name >>> 0), task: task.task });
}
