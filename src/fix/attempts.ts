import { findThreads, type SourceProgram, type Thread } from "../check/index.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { CannotEdit } from "./edit.ts";
import { IDIOMS } from "./idioms/index.ts";
import type { Idiom } from "./repair.ts";
import { Patcher } from "./patcher.ts";
import { readProgram, withTexts } from "./sources.ts";

/** An idiom on one finding: the changed module, or why it does not fit. */
export interface Attempt {
  readonly idiom: Idiom;
  readonly source: ModuleSource | undefined;
  readonly refusal: string | undefined;
}

export function isMendable({ rule }: Finding): boolean {
  return IDIOMS[rule] !== undefined;
}

/** Every idiom for a finding, made on the text. */
export function attempts(
  source: ModuleSource,
  finding: Finding,
  kernels: readonly KernelVersion[],
): Attempt[] {
  const [kernel] = kernels;
  if (!kernel) return [];
  const program = readProgram(source, kernel);
  return (IDIOMS[finding.rule] ?? []).map((idiom) => attempt(source, program, finding, kernels, idiom));
}

/** The first thread for which the idiom fits. */
function attempt(
  source: ModuleSource,
  program: SourceProgram,
  finding: Finding,
  kernels: readonly KernelVersion[],
  idiom: Idiom,
): Attempt {
  let refusal: string | undefined;
  for (const thread of threadsFor(program, finding)) {
    try {
      const patch = new Patcher();
      idiom.apply({ program, finding, thread, kernels, patch });
      const texts = new Map([...patch.results()].map(([file, text]) => [file.path, text]));
      if (texts.size === 0) throw new CannotEdit("it is written so already");
      return { idiom, source: withTexts(source, texts), refusal: undefined };
    } catch (error) {
      if (!(error instanceof CannotEdit)) throw error;
      refusal ??= error.message;
    }
  }
  return { idiom, source: undefined, refusal };
}

/** The threads that a finding may be about, the likeliest first; none for a module without threads. */
function threadsFor(program: SourceProgram, finding: Finding): (Thread | undefined)[] {
  const threads = findThreads(program);
  if (threads.length === 0) return [undefined];
  return threads.toSorted((a, b) => nearness(b, finding) - nearness(a, finding));
}

function nearness({ fn, stops, creations }: Thread, { span, function: name }: Finding): number {
  const sites = [...stops, ...creations].map(({ site }) => site);
  if (
    sites.some(
      ({ fn: at, call }) => at.file.path === span.file && at.file.place(call.start).line === span.line,
    )
  )
    return 3;
  if (fn?.name === name) return 2;
  return sites.some((site) => site.fn.name === name) ? 1 : 0;
}
