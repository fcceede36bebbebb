import type { Machine } from "../machine.ts";
import { format, readString } from "../printk.ts";
import { NO_INPUT, recordText, USER_LOOKS, WRITES_RECORDS, type UserInput } from "../user-input.ts";
import type { Seam } from "./hook.ts";

function inputOf({ options }: Machine): UserInput {
  return options.input?.() ?? NO_INPUT;
}

/** How many texts or numbers of devices there are, which is asked first: then it is said what is left out. */
function counted(machine: Machine, { length }: ArrayLike<unknown>): number {
  const { leftOut } = inputOf(machine);
  if (leftOut > 0)
    machine.assumptions.add(
      `${leftOut} more texts and numbers that the module compares with are not written`,
    );
  return length;
}

/** What user space and devices put in, as services ask for it. */
export const INPUT: Seam = {
  unoops_text:
    (machine) =>
    (which = 0, at = 0) => {
      const { texts } = inputOf(machine);
      if (which < 0) return counted(machine, texts);
      const text = texts[which] ?? "";
      return at < 0 ? text.length : at < text.length ? text.charCodeAt(at) : 0;
    },

  unoops_record:
    (machine) =>
    (which = 0, at = 0) => {
      const { records } = inputOf(machine);
      if (which < 0) return records.length;
      const bytes = records[which]?.bytes;
      return at < 0 ? (bytes?.length ?? 0) : (bytes?.[at] ?? 0);
    },

  unoops_number:
    (machine) =>
    (which = 0) => {
      const { numbers } = inputOf(machine);
      return which < 0 ? numbers.length : (numbers[which] ?? 0);
    },

  unoops_device_number:
    (machine) =>
    (which = 0) => {
      const { deviceNumbers } = inputOf(machine);
      return which < 0 ? counted(machine, deviceNumbers) : (deviceNumbers[which] ?? 0);
    },

  unoops_writes_records: (machine) => () => WRITES_RECORDS.indexOf(inputOf(machine).writesRecords),

  unoops_looks_at:
    (machine) =>
    (what = 0) => {
      const look = USER_LOOKS[what];
      return Number(look !== undefined && inputOf(machine).looksAt.has(look));
    },

  unoops_thread_looks_at:
    (machine) =>
    (name = 0) =>
      Number(inputOf(machine).threadsLookAt.has(readString(machine, name >>> 0))),

  unoops_tell_record:
    (machine) =>
    (which = 0, template = 0, args = 0) => {
      const record = machine.trace ? inputOf(machine).records[which] : undefined;
      if (!record) return;
      const text = format(machine, readString(machine, template >>> 0), args >>> 0);
      machine.event({ type: "tell", text: text.replace("@", () => recordText(record)) });
    },
};
