import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import { MOST_USERS } from "../core/world.ts";
import { DEFAULT_STATES } from "./limits.ts";

const Paths = z.array(z.string().min(1)).min(1);
const Kernels = z.array(z.enum(KERNEL_VERSIONS as [KernelVersion, ...KernelVersion[]])).min(1);
const MODULES = {
  exclude: z.array(z.string().min(1)).default([]),
  kernels: Kernels.optional(),
  parameters: z.record(z.string(), z.string()).default({}),
  states: z.int().min(1).default(DEFAULT_STATES),
};

/** Each says what is done, with what, in how many ways. */
const Check = z.strictObject({ check: Paths, exclude: MODULES.exclude, kernels: Kernels.optional() });
const CheckRun = z.strictObject({
  "check --run": Paths,
  exclude: MODULES.exclude,
  kernels: MODULES.kernels,
  states: MODULES.states,
});
const Run = z.strictObject({
  run: Paths,
  ...MODULES,
  faults: z.array(z.boolean()).min(1).default([false]),
  users: z.array(z.int().min(0).max(MOST_USERS)).min(1).default([1]),
  reload: z.array(z.boolean()).min(1).default([false]),
});
const Confirm = z.strictObject({ confirm: Paths, ...MODULES });
const Explain = z.strictObject({ explain: Paths });

const WORDS = {
  check: Check,
  "check --run": CheckRun,
  run: Run,
  confirm: Confirm,
  explain: Explain,
} as const;

export type CheckEntry = z.infer<typeof Check>;
export type CheckRunEntry = z.infer<typeof CheckRun>;
export type RunEntry = z.infer<typeof Run>;
export type ConfirmEntry = z.infer<typeof Confirm>;
export type ExplainEntry = z.infer<typeof Explain>;
export type PlanEntry = CheckEntry | CheckRunEntry | RunEntry | ConfirmEntry | ExplainEntry;

/** What a sweep is to do. */
export interface Plan {
  /** What the next sweep is compared with is known by it. */
  readonly name: string;
  readonly jobs: readonly PlanEntry[];
}

/** A plan's file; its paths are taken from where it lies. */
export function readPlan(path: string): Plan {
  const raw = parse(path);
  const plan = Outline.safeParse(raw);
  if (!plan.success) throw new UserError(`${path}: ${inOneLine(plan.error)}`);
  const folder = dirname(path);
  const jobs = plan.data.jobs.map((entry, index) => {
    const read = readEntry(entry);
    if (typeof read === "string") throw new UserError(`${path}: jobs[${index}]: ${read}`);
    return inFolder(read, folder);
  });
  return { name: plan.data.name, jobs };
}

const Outline = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,80}$/, "a name of letters, digits, dots and dashes"),
  jobs: z.array(z.looseObject({})).min(1),
});

/** An entry, or what is wrong with it. */
export function readEntry(raw: Record<string, unknown>): PlanEntry | string {
  const known = Object.entries(WORDS).filter(([word]) => word in raw);
  const [only, another] = known;
  if (!only || another) return `give one of ${Object.keys(WORDS).join(", ")}`;
  const read = only[1].safeParse(raw);
  return read.success ? read.data : inOneLine(read.error);
}

function inFolder(entry: PlanEntry, folder: string): PlanEntry {
  const all = (paths: readonly string[]): string[] =>
    paths.map((path) => (path.startsWith("/") ? path : join(folder, path)));
  if ("check" in entry) return { ...entry, check: all(entry.check) };
  if ("check --run" in entry) return { ...entry, "check --run": all(entry["check --run"]) };
  if ("run" in entry) return { ...entry, run: all(entry.run) };
  if ("confirm" in entry) return { ...entry, confirm: all(entry.confirm) };
  return { ...entry, explain: all(entry.explain) };
}

function parse(path: string): unknown {
  if (!existsSync(path)) throw new UserError(`${path}: no such file or folder`);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UserError(`${path}: ${error instanceof Error ? error.message : "cannot be read"}`);
  }
}

function inOneLine(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
    .join("; ");
}
