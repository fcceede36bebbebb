import type { WitnessStep } from "../../core/finding.ts";

/** A place of the module where a task has to wait for what the witness says others do before. */
export interface Point {
  readonly file: string;
  readonly line: number;
  /** The expression there, as the witness quotes it. */
  readonly text: string;
  /** Its place among the points, from 1: who acts later waits longer. */
  readonly order: number;
  /** For the grace period that frees what others let go. */
  readonly grace: boolean;
  /** For rmmod to begin: a scenario unloads late. */
  readonly unload: boolean;
}

/** Actors of a witness that cannot wait: softirqs hold up whoever they wait for. */
const NOT_TASKS = new Set(["rcu", "user space", "timer", "delayed work", "tasklet"]);

/** Where tasks have to wait so that the steps happen in the order of the witness. */
export function pointsOf(steps: readonly WitnessStep[]): readonly Point[] {
  const points: Point[] = [];
  for (const [i, step] of steps.entries()) {
    if (NOT_TASKS.has(step.task) || step.file === undefined || step.line === undefined) continue;
    const before = steps.slice(0, i);
    const mine = before.findLastIndex(({ task, file }) => task === step.task && file !== undefined);
    const others = before.slice(mine + 1).filter(({ task }) => task !== step.task);
    if (others.length === 0 || isOwnBeginning(step, before, mine)) continue;
    points.push({
      file: step.file,
      line: step.line,
      text: step.text,
      order: points.length + 1,
      grace: others.some(({ task }) => task === "rcu"),
      unload: step.task !== "rmmod" && others.some(({ task }) => task === "rmmod"),
    });
  }
  return points.filter((point, i) => points.findIndex((other) => samePlace(point, other)) === i);
}

/** insmod is the first to act whatever the order; a first step of rmmod comes long after insmod's last. */
function isOwnBeginning(step: WitnessStep, before: readonly WitnessStep[], mine: number): boolean {
  if (mine >= 0) return false;
  return step.task === "rmmod" && before.every(({ task }) => task === "insmod" || task === "user space");
}

function samePlace(a: Point, b: Point): boolean {
  return a.file === b.file && a.line === b.line && a.text === b.text;
}
