import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Finding, Note, Verdict } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import { stepLine } from "../report/run-text.ts";
import { shows } from "../run/finding.ts";
import type { RunOptions } from "../run/run.ts";
import { judgeModule } from "./judge-module.ts";
import type { Parts } from "./judge-part.ts";

/** A file as a module of its own, which is not compiled yet; or why it is none. */
export interface FileToRun {
  readonly source: ModuleSource;
  readonly program: () => Promise<LinkedProgram>;
  readonly parts: Parts;
  readonly limits: NonNullable<RunOptions["limits"]>;
  readonly text: NonNullable<RunOptions["source"]>;
}

export interface RunningFiles {
  readonly kernel: KernelVersion;
  /** @throws UserError where it is no module */
  readonly fileToRun: (file: string) => FileToRun;
  /** Told before a file is run. */
  readonly onFile: (file: string, index: number, files: number) => void;
}

/** Findings of `check`, those that a run shows first, with the interleaving; and why the others have none. */
export interface Witnessed {
  readonly findings: readonly Finding[];
  readonly shown: number;
  /** One line for each file of which no run could be made. */
  readonly remarks: readonly string[];
  /** Files of which the part that their threads live in was run. */
  readonly inPart: readonly string[];
}

/** `check --run`: runs each file that has a finding, or the part that its threads live in, and looks for the same there. */
export async function withWitnesses(findings: readonly Finding[], how: RunningFiles): Promise<Witnessed> {
  const files = [...new Set(findings.map(({ span }) => span.file))];
  const remarks: string[] = [];
  const inPart: string[] = [];
  const shown = new Map<Finding, Finding>();
  for (const [index, file] of files.entries()) {
    how.onFile(file, index, files.length);
    const ran = await runFile(file, how);
    if (typeof ran === "string") {
      remarks.push(`${file}: not run: ${ran}`);
      continue;
    }
    if (ran.scope === "part") inPart.push(file);
    for (const finding of findings.filter(({ span }) => span.file === file)) {
      const same = ran.findings.find((one) => shows(one, finding));
      if (same?.witness) shown.set(finding, withSteps(finding, same, how.kernel));
    }
  }
  const first = findings.flatMap((finding) => shown.get(finding) ?? []);
  const rest = findings.filter((finding) => !shown.has(finding));
  return { findings: [...first, ...rest], shown: first.length, remarks, inPart };
}

async function runFile(file: string, { fileToRun }: RunningFiles): Promise<Verdict | string> {
  try {
    const { source, program, parts, limits, text } = fileToRun(file);
    const options = { source: text, faults: true, limits };
    return await judgeModule(source, await program(), options, parts);
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
