import { readCrashes, type Crash } from "../../oops/index.ts";
import type { Phase, Run } from "../play/run.ts";
import type { GuestOutcome, OutcomeKind, Symptom } from "./outcome.ts";

/** Console text, exit statuses, how it ended and the lives of objects together: none of them is enough alone. */
export function judge(run: Run): GuestOutcome {
  const symptoms = readCrashes(run.console).map((crash) => ({ crash, phase: phaseOf(crash, run) }));
  const { faults, blind, stuck, insmod, rmmod } = run;
  const innocent = faults.some(({ kind }) => kind === "stop-of-other") ? innocentIn(symptoms) : undefined;
  const kind = kindOf(run, symptoms);
  return {
    kind,
    symptoms,
    faults,
    blind,
    stuck,
    insmod,
    rmmod,
    ...(innocent === undefined ? {} : { innocent }),
  };
}

function kindOf(run: Run, symptoms: readonly Symptom[]): OutcomeKind {
  const worst = symptoms.find(({ crash }) => !isWarning(crash) && !isHang(crash));
  if (/^.*Kernel panic - not syncing/m.test(run.console)) return "panicked";
  if (worst) return worst.phase === "after" ? "crashed-later" : "crashed";
  if (run.end === "gone") return "gone";
  if (run.end === "hung") return "hung";
  if (symptoms.length > 0) return "warned";
  if (run.faults.length > 0) return "silent";
  if (run.insmod !== 0) return "not-loaded";
  return run.rmmod === 0 ? "quiet" : "not-unloaded";
}

export function isWarning({ headline }: Crash): boolean {
  return headline.startsWith("WARNING");
}

function isHang({ type }: Crash): boolean {
  return type === "HANG";
}

function phaseOf(crash: Crash, { console, phases }: Run): Phase {
  const lines = console.split("\n");
  const at = lines.slice(0, crash.span.from - 1).join("\n").length;
  return phases.findLast(({ from }) => from <= at + 1)?.phase ?? "insmod";
}

/** The process of the first crash that is neither insmod nor rmmod. */
function innocentIn(symptoms: readonly Symptom[]): string | undefined {
  const comm = symptoms.find(({ crash }) => !isWarning(crash))?.crash.process.comm;
  return comm === undefined || /^(insmod|rmmod)$/.test(comm) ? undefined : comm;
}
