import { countText } from "../core/progress-text.ts";
import type { Finding, Note } from "../core/finding.ts";
import { defaultArch, type KernelVersion } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import { judgeModule } from "../judge/judge-module.ts";
import { stepLine } from "../report/run-text.ts";
import { shows } from "../run/finding.ts";
import { loadProgram, readModule, sourceOf, type LoadOptions } from "./load.ts";
import { partWithCallers } from "./part.ts";

export interface WitnessOptions {
  readonly kernel: KernelVersion;
  readonly cache: boolean;
  /** Time for one file, in seconds. */
  readonly timeout: number;
  readonly progress: (text: string) => void;
}

/** Findings of `check`, those that a run shows first, with the interleaving; and why the others have none. */
export interface Witnessed {
  readonly findings: readonly Finding[];
  readonly shown: number;
  /** One line for each file of which no run could be made. */
  readonly remarks: readonly string[];
}

/** Runs each file that has a finding, or the part that its threads live in, and looks for the same there. */
export async function withWitnesses(
  findings: readonly Finding[],
  options: WitnessOptions,
): Promise<Witnessed> {
  const files = [...new Set(findings.map(({ span }) => span.file))];
  const began = performance.now();
  const remarks: string[] = [];
  const shown = new Map<Finding, Finding>();
  for (const [index, file] of files.entries()) {
    options.progress(`${countText("files run", index, files.length, performance.now() - began)}: ${file}`);
    const ran = await runFile(file, options);
    if (typeof ran === "string") {
      remarks.push(`${file}: not run: ${ran}`);
      continue;
    }
    for (const finding of findings.filter(({ span }) => span.file === file)) {
      const same = ran.findings.find((one) => shows(one, finding));
      if (same?.witness) shown.set(finding, withSteps(finding, same, ran.kernel));
    }
  }
  const first = findings.flatMap((finding) => shown.get(finding) ?? []);
  const rest = findings.filter((finding) => !shown.has(finding));
  return { findings: [...first, ...rest], shown: first.length, remarks };
}

async function runFile(
  file: string,
  { kernel, cache, timeout }: WitnessOptions,
): Promise<{ findings: readonly Finding[]; kernel: KernelVersion } | string> {
  try {
    const source = readModule([file]);
    const time = timeout * 1000;
    const how: LoadOptions = { kernel, arch: defaultArch(kernel), compiler: "auto", cache, time };
    const options = { source: sourceOf(source), faults: true, limits: { time } };
    const verdict = await judgeModule(source, await loadProgram(source, how, "quiet"), options, {
      part: () => loadProgram(source, { ...how, part: "always" }, "quiet"),
      withCallers: () => partWithCallers([file], source, how),
      generous: () => loadProgram(source, { ...how, part: "always", extent: "generous" }, "quiet"),
    });
    return { findings: verdict.findings, kernel };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** What was read, and how a run comes to it. */
function withSteps(read: Finding, ran: Finding, kernel: KernelVersion): Finding {
  const steps = (ran.witness?.steps ?? []).map((step): Note => {
    const { file, line, column = 1 } = step;
    const message = stepLine(step);
    return file === undefined || line === undefined ? { message } : { message, span: { file, line, column } };
  });
  return {
    ...read,
    notes: [...read.notes, { message: `a run on linux ${kernel} comes to it:` }, ...steps],
    ...(ran.witness ? { witness: ran.witness } : {}),
    ...(ran.predicted ? { predicted: ran.predicted } : {}),
  };
}
