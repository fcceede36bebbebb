import type { Prediction } from "../core/finding.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Move } from "../explore/system.ts";
import type { MachineOptions } from "../machine/machine.ts";
import { isMapped } from "../machine/memory-map.ts";
import { ShippedMemory, type Reuse } from "../machine/shipped.ts";
import type { Trap } from "../machine/trap.ts";
import { ARM } from "./arm.ts";
import { drive } from "./drive.ts";
import type { Printed } from "./printed.ts";
import { print } from "./text.ts";
import { X86_64 } from "./x86.ts";

interface Case {
  readonly next: Reuse;
  readonly slubDebug: boolean;
  readonly when: string;
}

const UNTOUCHED: Case = { next: "nothing", slubDebug: false, when: "the memory is untouched" };

const POISONED: Case = { next: "nothing", slubDebug: true, when: "slub_debug=P is on" };

/** What may have become of a freed task_struct by the time it is used. */
const TASK_CASES: readonly Case[] = [
  UNTOUCHED,
  { next: "another thread", slubDebug: false, when: "another kernel thread has the memory" },
  { next: "a user process", slubDebug: false, when: "a process of user space has the memory" },
  POISONED,
];

/** Who gets other memory next is anybody's guess. */
function casesFor({ kind, object }: Trap): readonly Case[] {
  if (!["use-after-free", "double-free", "refcount"].includes(kind) || isMapped(object)) return [UNTOUCHED];
  const ofTask = kind === "refcount" || object === "task_struct" || object === "kthread";
  return ofTask ? TASK_CASES : [UNTOUCHED, POISONED];
}

/** The same schedule in memory as kernels ship it: what the chosen kernel would print, for each way the memory may be used. */
export function predict(
  program: LinkedProgram,
  schedule: readonly Move[],
  trap: Trap,
  options: MachineOptions,
  deadline: number,
): Prediction[] {
  const wording = program.target.arch === "arm" ? ARM : X86_64;
  const cases = casesFor(trap);
  return cases.flatMap(({ next, slubDebug, when }) => {
    if (performance.now() > deadline) return [];
    const shipped = new ShippedMemory(program.target.kernel, next, slubDebug);
    const reports = drive(program, schedule, shipped, { ...options, deadline }).flatMap((report) =>
      print(program, report, wording),
    );
    return outcomes(reports, cases.length > 1 ? when : "always");
  });
}

const SILENT: Prediction = {
  headline: "nothing: it goes unnoticed",
  function: "",
  trace: [],
  when: "",
  text: [],
};

/** What distributions' kernels leave out: the outcome without it comes first. */
const RARE = new Set(["CONFIG_DEBUG_ATOMIC_SLEEP"]);

/** What is printed, for each way the kernel may be configured that makes a difference. */
function outcomes(reports: readonly Printed[], when: string): Prediction[] {
  const option =
    reports.find(({ needs }) => needs !== undefined)?.needs ??
    reports.find(({ unless }) => unless !== undefined)?.unless;
  if (option === undefined) return outcome(reports, when);
  const both = when === "always" ? "" : `${when}; `;
  const withIt = reports
    .filter(({ unless }) => unless !== option)
    .map((report) => (report.needs === option ? { ...report, needs: undefined } : report));
  const on = outcomes(withIt, `${both}${option} is on`);
  const without = reports
    .filter(({ needs }) => needs !== option)
    .map((report) => (report.unless === option ? { ...report, unless: undefined } : report));
  const off = outcomes(without, `${both}${option} is off`);
  return RARE.has(option) ? [...off, ...on] : [...on, ...off];
}

/** The oops if there is one, else the first warning; the whole text has everything. */
function outcome(reports: readonly Printed[], when: string): Prediction[] {
  const spoken = reports.filter(({ lines }) => lines.length > 0);
  const worst = spoken.findLast(({ headline }) => !headline.startsWith("WARNING")) ?? spoken[0];
  if (!worst) return [{ ...SILENT, when }];
  const text = spoken.flatMap(({ lines }) => lines);
  const also = spoken.filter((report) => report !== worst);
  const { headline, trace, address, comm, modules } = worst;
  const base: Prediction = {
    headline,
    function: worst.function,
    trace,
    when,
    text,
    comm,
    modules,
    ...(address === undefined ? {} : { address }),
    ...(also.length > 0
      ? { also: also.map((report) => ({ headline: report.headline, function: report.function })) }
      : {}),
  };
  const variants = (worst.or ?? []).map((variant) => ({
    ...base,
    headline: variant.headline,
    when: when === "always" ? variant.when : `${when}; ${variant.when}`,
    text: text.map((line) => (line === headline ? variant.headline : line)),
  }));
  return [base, ...variants];
}
