import { statSync } from "node:fs";
import type { KernelVersion } from "../core/kernel-version.ts";
import { isKernelVersion, KERNEL_VERSIONS } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import { canonical, hashOf } from "./job.ts";
import { readEntry, readPlan, type Plan, type PlanEntry } from "./plan.ts";

/** What the command line says beside paths. */
export interface EntryFlags {
  readonly run?: boolean;
  readonly checkRun?: boolean;
  readonly confirm?: boolean;
  readonly kernel?: string;
  readonly faults?: boolean;
  readonly users?: string;
  readonly reload?: boolean;
  readonly exclude?: readonly string[];
  readonly states?: number;
}

/** The plan that arguments mean: a file, or one made of paths and options. */
export function planOf(paths: readonly string[], flags: EntryFlags): Plan {
  const [first] = paths;
  if (first !== undefined && paths.length === 1 && first.endsWith(".json")) {
    refuse(
      flags,
      ["run", "checkRun", "confirm", "kernel", "faults", "users", "reload", "exclude", "states"],
      `${first} says that itself`,
    );
    return readPlan(first);
  }
  if (flags.run !== true) refuse(flags, ["faults", "users", "reload"], "it says how to run; give --run, too");
  if (flags.run !== true && flags.checkRun !== true && flags.confirm !== true)
    refuse(flags, ["states"], "it says how to run; give --run, too");
  const logs = paths.filter((path) => !path.endsWith(".c") && !isFolder(path));
  const sources = paths.filter((path) => !logs.includes(path));
  const kernels = flags.kernel === undefined ? {} : { kernels: kernelsOf(flags.kernel) };
  const exclude = [...(flags.exclude ?? [])];
  const states = flags.states === undefined ? {} : { states: flags.states };
  const raw: Record<string, unknown>[] = [];
  if (sources.length > 0) {
    if (flags.checkRun === true) raw.push({ "check --run": sources, exclude, ...kernels, ...states });
    else raw.push({ check: sources, exclude, ...kernels });
    if (flags.run === true) {
      const users = flags.users === undefined ? {} : { users: flags.users.split(",").map(Number) };
      const ways = { faults: both(flags.faults), reload: both(flags.reload), ...users, ...states };
      raw.push({ run: sources, exclude, ...kernels, ...ways });
    }
    if (flags.confirm === true) raw.push({ confirm: sources, exclude, ...kernels, ...states });
  }
  if (logs.length > 0) raw.push({ explain: logs });
  const jobs = raw.map((entry): PlanEntry => {
    const read = readEntry(entry);
    if (typeof read === "string") throw new UserError(`sweep: ${read}`);
    return read;
  });
  return { name: `paths-${hashOf(canonical([process.cwd(), jobs])).slice(0, 12)}`, jobs };
}

/** An option that would change nothing was meant to. */
function refuse(flags: EntryFlags, names: readonly (keyof EntryFlags)[], why: string): void {
  for (const name of names)
    if (flags[name] !== undefined)
      throw new UserError(`--${name === "checkRun" ? "check-run" : name}: ${why}`);
}

/** Without, and where it is asked for, also with. */
function both(asked: boolean | undefined): boolean[] {
  return asked === true ? [false, true] : [false];
}

function isFolder(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UserError(`${path}: no such file or folder`);
  return stat.isDirectory();
}

function kernelsOf(text: string): KernelVersion[] {
  return text.split(",").map((version) => {
    if (isKernelVersion(version)) return version;
    throw new UserError(`--kernel ${version}: no such model; there are ${KERNEL_VERSIONS.join(", ")}`);
  });
}
