import type { LinkedProgram } from "../compile/program.ts";
import type { Finding, Note } from "../core/finding.ts";
import { numbers } from "../explore/numbers.ts";
import { FINEST, type Grain } from "../explore/system.ts";
import { Machine, type MachineOptions } from "../machine/machine.ts";
import { placeOf, samePlace } from "./place.ts";
import { PlainAccesses, type Seen } from "./plain-accesses.ts";
import type { SourceOf } from "./source-text.ts";
import { quoteAt } from "./witness-steps.ts";

/** What accesses say that no schedule fails with, and in how many schedules it was looked for. */
export interface Watched {
  readonly findings: readonly Finding[];
  readonly schedules: number;
}

const SCHEDULES = 60;
/** Steps of one schedule, at most: a thread that loops has shown by then what it reads. */
const LENGTH = 600;
const TIME = 10_000;
const SEED = 0x2545f491;

/** Switched where the kernel is called: what races is told by the order of events, not by coming close. */
const AT_CALLS: Grain = { ...FINEST, access: () => false };

/**
 * Runs schedules picked by a fixed sequence of numbers, the first two in order, and looks on: for data races as KCSAN has them, and for
 * uninitialised memory as KMSAN has it, both where the value that is read decides something.
 */
export function watchAccesses(
  program: LinkedProgram,
  options: MachineOptions,
  source: SourceOf,
  deadline: number,
): Watched {
  const machine = new Machine(program, { ...options, deadline });
  const onlooker = new PlainAccesses(machine);
  const end = Math.min(deadline, performance.now() + TIME);
  const random = numbers(SEED);
  let schedules = 0;
  for (; schedules < SCHEDULES && performance.now() < end; schedules++) {
    const which = schedules < 2 ? (enabled: readonly number[]) => enabled.at(-schedules)! : undefined;
    machine.reset();
    machine.grain = schedules % 2 === 0 ? AT_CALLS : FINEST;
    onlooker.clear();
    machine.onlooker = onlooker;
    runOne(machine, which ?? ((enabled) => enabled[random(enabled.length)]!), random, end);
    machine.onlooker = undefined;
  }
  return { findings: findingsOf(machine, [...onlooker.seen.values()], source), schedules };
}

function runOne(
  machine: Machine,
  next: (enabled: readonly number[]) => number,
  random: (below: number) => number,
  end: number,
): void {
  for (let steps = 0; steps < LENGTH && performance.now() < end; steps++) {
    const enabled = machine.enabled();
    if (enabled.length === 0) return;
    const choices = Array.from({ length: 4 }, () => random(2));
    if (machine.step(next(enabled), choices).failure) return;
  }
}

/** One finding for each place that reads, with all that write beside it. */
function findingsOf(machine: Machine, all: readonly Seen[], source: SourceOf): Finding[] {
  const { program } = machine;
  const found: Finding[] = [];
  for (const { read, write, address } of all.toSorted((a, b) => a.read - b.read)) {
    const place = placeOf(program, read);
    if (!place || isLookedAtAgain(quoteAt(place, source))) continue;
    const rule = write === undefined ? "uninitialised-read" : "data-race";
    const note = write === undefined ? undefined : writtenAt(program, write);
    const before = found.find((one) => one.rule === rule && samePlace({ ...one.span, function: "" }, place));
    if (before) {
      if (note && !before.notes.some(({ message }) => message === note.message))
        found[found.indexOf(before)] = { ...before, notes: [...before.notes, note] };
      continue;
    }
    const what = nameOf(machine, address);
    found.push({
      rule,
      severity: "warning",
      message:
        rule === "data-race"
          ? `reads ${what} while another task may write it, neither marked nor under a common lock, and acts on what it read`
          : `acts on ${what} that nobody has written: kmalloc() does not zero memory`,
      span: { file: place.file, line: place.line, column: place.column },
      function: place.function,
      notes: note ? [note] : [],
    });
  }
  return found;
}

/** A condition that is looked at again after every wake-up: no compiler keeps an old value across that. */
function isLookedAtAgain(text: string | undefined): boolean {
  return /^(wait_event|wait_on|swait_event|io_wait_event)/.test(text ?? "");
}

function writtenAt(program: LinkedProgram, site: number): Note {
  const place = placeOf(program, site);
  if (!place) return { message: "written in the kernel" };
  const { file, line, column } = place;
  return { message: `${place.function}() writes it at ${file}:${line}`, span: { file, line, column } };
}

function nameOf({ map, heap }: Machine, address: number): string {
  const variable = map.variableAt(address);
  if (variable) return variable.name;
  const object = heap.at(address);
  return object ? `memory of an allocated object (byte ${address - object.start})` : "memory";
}
