import type { LinkedProgram } from "../compile/program.ts";
import type { Move } from "../explore/system.ts";
import { LOADER } from "../machine/end.ts";
import { Machine, USER_SPACE, type MachineOptions } from "../machine/machine.ts";
import type { ShippedMemory } from "../machine/shipped.ts";
import { commOf, nameOf, pidOf } from "../machine/task-struct.ts";
import { FIELD, STATUS } from "../machine/tasks.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { isTrap, type Trap, type TrapKind } from "../machine/trap.ts";
import { waitHolds } from "../machine/waiting.ts";

/** One thing that the kernel would print about a run. */
export interface Report {
  readonly type: "warn" | "oops" | "broken" | "hang";
  readonly trap?: Trap;
  /** The rule that was broken. */
  readonly kind?: TrapKind;
  readonly file?: string;
  readonly line?: number;
  readonly text: string;
  /** Innermost first. */
  readonly stack: readonly string[];
  readonly comm: string;
  readonly pid: number;
  /** Site in the module from which the kernel was called; -1 outside. */
  readonly moduleSite: number;
  readonly linked: Linked;
}

/** The kernel's list of modules when it reports something. */
interface Linked {
  /** Modules that are there, by number. */
  readonly modules: readonly number[];
  /** The last of them is on its way out. */
  readonly leaving: boolean;
  /** The one that went last. */
  readonly lastUnloaded: number | undefined;
}

/** Steps that a run may take after its schedule before it counts as hanging or quiet. */
const AFTERMATH = 3000;

/** Steps of those that the failing process gets before the others. */
const HEAD_START = 50;

/** Runs a schedule in memory as shipped, lets things take their course after it, and collects what the kernel would print. */
export function drive(
  program: LinkedProgram,
  schedule: readonly Move[],
  shipped: ShippedMemory,
  options: MachineOptions,
): Report[] {
  const machine = new Machine(program, { ...options, shipped });
  const trace: TraceEvent[] = [];
  machine.reset();
  machine.trace = trace;
  let oops: Trap | undefined;
  const step = (process: number, choices: readonly number[], points: number): boolean => {
    const { failure } = machine.step(process, choices, points);
    shipped.moveIn(machine);
    if (failure && isTrap(failure)) oops = failure;
    return failure === undefined;
  };
  const reports = (): Report[] => collect(machine, trace, oops);
  for (const { process, points, choices } of schedule) {
    if (!machine.enabled().includes(process)) break;
    if (!step(process, choices, points)) return reports();
  }
  const last = schedule.at(-1)?.process ?? LOADER;
  for (let steps = 0; steps < AFTERMATH; steps++) {
    const enabled = machine.enabled().filter((process) => process !== USER_SPACE);
    if (enabled.length === 0) break;
    // whoever failed in checked memory goes on first; then the rest take turns
    const next = enabled.includes(last) && steps < HEAD_START ? last : enabled[steps % enabled.length]!;
    if (!step(next, [], Infinity)) return reports();
  }
  return [...reports(), ...hang(machine, trace)];
}

const AT_FIRST: Linked = { modules: [0], leaving: false, lastUnloaded: undefined };

function linkedAfter(event: TraceEvent, { modules, leaving, lastUnloaded }: Linked): Linked {
  const isLeaving = event.who === "rmmod" || (leaving && event.who !== "insmod");
  if (event.type === "unload") {
    const left = modules.filter((module) => module !== event.module);
    return { modules: left, leaving: false, lastUnloaded: event.module };
  }
  const there = event.type === "load" ? [...modules, event.module] : modules;
  return { modules: there, leaving: isLeaving && there.length > 0, lastUnloaded };
}

function collect(machine: Machine, trace: readonly TraceEvent[], oops: Trap | undefined): Report[] {
  const reports: Report[] = [];
  let linked = AT_FIRST;
  for (const event of trace) {
    linked = linkedAfter(event, linked);
    if (event.type !== "warn" && event.type !== "broken") continue;
    reports.push({
      type: event.type,
      text: event.text,
      stack: event.stack,
      comm: event.comm,
      pid: pidOf(event.process, event.comm),
      moduleSite: event.moduleSite,
      linked,
      ...(event.type === "warn" ? { file: event.file, line: event.line } : { kind: event.kind }),
    });
  }
  if (oops) {
    const below = belowOf(trace, oops);
    const comm = below?.comm ?? commOf(machine, oops.process);
    reports.push({
      type: "oops",
      trap: oops,
      text: oops.text,
      stack: oops.stack,
      comm,
      pid: pidOf(below?.process ?? oops.process, comm),
      moduleSite: oops.moduleSite,
      linked,
    });
  }
  return reports;
}

/** Who holds the lock that a handler spins for on top of it: the CPU runs in its name. */
function belowOf(trace: readonly TraceEvent[], { kind, address }: Trap): TraceEvent | undefined {
  if (kind !== "irq-lock-inversion") return undefined;
  return trace.findLast(
    (event) => event.type === "note" && event.event === "locked" && event.object === address,
  );
}

/** rmmod waits and nobody is left to wake it, or nobody does. */
function hang(machine: Machine, trace: readonly TraceEvent[]): Report[] {
  if (machine.tasks.get(LOADER, FIELD.status) !== STATUS.blocked || waitHolds(machine, LOADER)) return [];
  const comm = nameOf(machine, LOADER);
  return [
    {
      type: "hang",
      text: "",
      stack: machine.switcher.stackOf(LOADER),
      comm,
      pid: pidOf(LOADER, comm),
      moduleSite: machine.moduleSiteOf(LOADER),
      linked: trace.reduce<Linked>((linked, event) => linkedAfter(event, linked), AT_FIRST),
    },
  ];
}
