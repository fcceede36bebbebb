import type { Crash, TraceFrame } from "../crash.ts";
import { blame } from "../trace/blame.ts";
import { readFrame } from "../trace/frame.ts";
import { certainIf, likely, type Evidence } from "./diagnosis.ts";

/** What is told of an object's past, and the task that did it. */
interface Deed {
  readonly does: "allocated" | "freed" | "queued";
  readonly pid: string | undefined;
  readonly frames: readonly TraceFrame[];
}

/**
 * The headings of those traces: KASAN's (mm/kasan/report.c, 4.4 to 7.2: `Allocated by task 12:`, before 4.13 `Allocated:` and `PID = 12`),
 * KFENCE's (mm/kfence/report.c) and SLUB's (mm/slub.c, print_track()).
 */
const HEADINGS: readonly (readonly [does: Deed["does"], heading: RegExp])[] = [
  ["allocated", /^(?:INFO: )?[Aa]llocated(?: by task (\d+)\b.*|:| in .* pid=(\d+)\b.*)$/],
  ["freed", /^(?:INFO: )?[Ff]reed(?: by task (\d+)\b.*|:| in .* pid=(\d+)\b.*)$/],
  ["queued", /^Last (?:potentially related work creation|call_rcu\(\)):$/],
];
const PID = /^PID = (\d+)$/;
/** SLUB names the innermost function in the heading. */
const IN = /\b(?:Allocated|Freed) in (\S+\+0x[0-9a-f]+\/0x[0-9a-f]+(?: \[[\w-]+\])?)/;

function deedAt(lines: readonly string[], at: number): Deed | undefined {
  const heading = lines[at] ?? "";
  for (const [does, pattern] of HEADINGS) {
    const match = pattern.exec(heading);
    if (!match) continue;
    const [, told] = PID.exec(lines[at + 1] ?? "") ?? [];
    const from = told === undefined ? at + 1 : at + 2;
    const inner = readFrame(IN.exec(heading)?.[1] ?? "", 0);
    return {
      does,
      pid: match[1] ?? match[2] ?? told,
      frames: [...(inner ? [inner] : []), ...framesFrom(lines, from)],
    };
  }
  return undefined;
}

function framesFrom(lines: readonly string[], from: number): TraceFrame[] {
  const frames: TraceFrame[] = [];
  for (const line of lines.slice(from)) {
    const frame = readFrame(line.trim(), 0);
    if (!frame) break;
    frames.push(frame);
  }
  return frames;
}

/** Who allocated the object that a report is about, who freed it, and who queued what may have to do with it: as the log has it. */
export function objectPast({ lines, corrupted }: Crash): Evidence[] {
  const told = new Map<Deed["does"], Evidence>();
  for (const at of lines.keys()) {
    const deed = deedAt(lines, at);
    const place = deed && blame(deed.frames);
    if (!deed || !place || told.has(deed.does)) continue;
    told.set(deed.does, evidenceOf(deed, `${place.function}()`, !corrupted));
  }
  return [...told.values()];
}

/** @param isWhole no other report broke into this one: the trace is the object's */
function evidenceOf({ does, pid }: Deed, name: string, isWhole: boolean): Evidence {
  if (does === "queued")
    return likely(`${name} queued work, or an RCU callback, that has to do with the object`);
  const by = pid === undefined ? "" : ` by task ${pid}`;
  return certainIf(isWhole, "object-past", `the object was ${does}${by}, in ${name}`);
}
