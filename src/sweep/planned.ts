import { dirname, join, relative } from "node:path";
import { defaultArch, type KernelVersion } from "../core/kernel-version.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { DISK, type FolderEntry, type FileTree } from "../scan/file-tree.ts";
import { isWithin } from "../scan/around.ts";
import { boundOf, FEW, lookAt } from "../scan/scan.ts";
import { filesFor } from "../scan/files.ts";
import { unitsOf, type CheckedUnit } from "../scan/units.ts";
import { headersOf, kernelFor, treeAround } from "../host/kernel-tree.ts";
import { readModule } from "../host/module-files.ts";
import { folderOf, includedBy, type Folder } from "./folder.ts";
import { engineOf, ruleVersions } from "./engine.ts";
import { jobHash, placesOf, type Job, type JobOf, type ModulePart } from "./job.ts";
import { nameOf, prefixOf, rootOf, shown, within } from "./paths.ts";
import { modulesIn } from "./modules.ts";
import type { CheckEntry, CheckRunEntry, ConfirmEntry, ExplainEntry, Plan, RunEntry } from "./plan.ts";
import { LocalSources } from "./sources.ts";

/** A job with what this machine knows of it: names for people, which are no part of its hash. */
export interface Planned {
  readonly job: Job;
  readonly hash: string;
  /** Where its result is kept, and where as well if it used nothing from around its folder. */
  readonly kept: string;
  readonly narrow: string | undefined;
  /** Such as `drivers/w1/w1_int.c, linux 6.1, calls may fail`. */
  readonly label: string;
  /** Stands before paths of the result. */
  readonly prefix: string;
  /** The kernel tree around it, as a prefix of its paths; subsystems are named from there. */
  readonly tree: string;
}

export interface WholePlan {
  readonly name: string;
  readonly items: readonly Planned[];
  readonly sources: LocalSources;
  /** Files that were asked about: a finding elsewhere is somebody else's. */
  readonly asked: ReadonlySet<string>;
  /** What was passed over, and why. */
  readonly passed: readonly string[];
}

/** Makes jobs of a plan: reads each file once, for its hash. */
export async function planJobs(plan: Plan, progress: (text: string) => void): Promise<WholePlan> {
  const planner = new Planner(progress);
  for (const entry of plan.jobs) {
    if ("check" in entry) await planner.check(entry);
    else if ("check --run" in entry) await planner.checkRun(entry);
    else if ("run" in entry) planner.run(entry);
    else if ("confirm" in entry) planner.confirm(entry);
    else planner.explain(entry);
  }
  const { items, sources, asked, passed } = planner;
  const all = [...items.values()].toSorted((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  return { name: plan.name, items: all, sources, asked, passed };
}

class Planner {
  readonly items = new Map<string, Planned>();
  readonly sources = new LocalSources();
  readonly asked = new Set<string>();
  readonly passed: string[] = [];
  private readonly progress: (text: string) => void;
  private readonly disk = remembering(DISK);
  private readonly arounds = new Map<string, string>();
  private last: { readonly key: string; readonly sources: readonly ModuleSource[] } | undefined;
  private readonly parts = new WeakMap<ModuleSource, ModulePart>();

  constructor(progress: (text: string) => void) {
    this.progress = progress;
  }

  async check({ check: paths, exclude, kernels }: CheckEntry): Promise<void> {
    for (const unit of await this.unitsIn(paths, exclude)) {
      const folder = folderOf(unit, this.disk);
      const { root } = folder;
      for (const kernel of kernels ?? [kernelFor(undefined, [unit.folder])]) {
        const job: Job = {
          kind: "check",
          engine: engineOf("check"),
          rules: ruleVersions(),
          kernel,
          ...this.folderPart(unit, root, folder),
        };
        this.add(job, `${shown(unit.folder)}, check, linux ${kernel}`, root);
      }
    }
  }

  /** A job for each file, for each takes a run where something is found in it. */
  async checkRun({ "check --run": paths, exclude, kernels, states }: CheckRunEntry): Promise<void> {
    for (const unit of await this.unitsIn(paths, exclude)) {
      const folder = folderOf(unit, this.disk);
      for (const [index, file] of unit.files.entries()) {
        const source = readModule([file]);
        const wider = readModule([file], { callers: true });
        // its headers may lie beside the part of the tree that is read
        const home = rootOf(source);
        const root = isWithin(folder.root, home) ? home : folder.root;
        const hasCallers = wider.beside?.length !== source.beside?.length;
        for (const kernel of kernels ?? [kernelFor(undefined, [file])]) {
          const job: Job = {
            kind: "check --run",
            engine: engineOf("check --run"),
            kernel,
            ...this.folderPart(unit, root, folder),
            arch: defaultArch(kernel),
            file: within(root, file),
            tellsOthers: index === 0,
            home: within(root, home),
            module: this.modulePart(source),
            wider: hasCallers ? this.modulePart(wider) : null,
            states,
          };
          this.add(job, `${shown(file)}, check --run, linux ${kernel}`, root);
        }
      }
    }
  }

  /** Folders with files that speak of threads. */
  private async unitsIn(paths: readonly string[], exclude: readonly string[]): Promise<CheckedUnit[]> {
    const files = filesFor(paths, exclude, (folder, code) =>
      this.passed.push(`${folder}: cannot be read (${code})`),
    );
    const { speaking, unread } = await lookAt(
      files,
      undefined,
      { progress: this.progress },
      files.length < FEW,
    );
    for (const { file, reason } of unread) this.passed.push(`${file}: ${reason}`);
    for (const file of files) this.asked.add(shown(file));
    if (speaking.length === 0)
      this.passed.push(`${paths.join(", ")}: no C file there speaks of kernel threads`);
    return unitsOf(speaking, (folder) => boundOf(folder, paths));
  }

  /** A folder as a job has it, with paths from a root on. */
  private folderPart(unit: CheckedUnit, root: string, folder: Folder): FolderPart {
    const { own, around } = folder;
    return {
      folder: within(root, unit.folder),
      files: unit.files.map((path) => within(root, path)),
      own: this.sources.addList(own.map((path) => [within(root, path), path])),
      around: around.length > 0 ? this.listAround(root, folder) : null,
    };
  }

  /** The same for all folders that lie in it. */
  private listAround(root: string, { root: top, around }: Folder): string {
    const key = `${root}\0${top}`;
    const hash =
      this.arounds.get(key) ?? this.sources.addList(around.map((path) => [within(root, path), path]));
    this.arounds.set(key, hash);
    return hash;
  }

  run(entry: RunEntry): void {
    this.modules(entry.run, entry, (source, module, kernel) => {
      for (const faults of entry.faults)
        for (const users of entry.users)
          for (const reload of entry.reload) {
            const { states } = entry;
            this.add(
              { kind: "run", engine: engineOf("run"), ...module, faults, users, reload, states },
              [
                `${nameOf(source)}, run, linux ${kernel}`,
                ...(faults ? ["calls may fail"] : []),
                ...(users === 1 ? [] : [`${users} users`]),
                ...(reload ? ["loaded twice"] : []),
                ...Object.entries(entry.parameters).map(([name, value]) => `${name}=${value}`),
              ].join(", "),
              rootOf(source),
            );
          }
    });
  }

  confirm(entry: ConfirmEntry): void {
    this.modules(entry.confirm, entry, (source, module, kernel) => {
      this.add(
        { kind: "confirm", engine: engineOf("confirm"), ...module, states: entry.states },
        `${nameOf(source)}, confirm, linux ${kernel}`,
        rootOf(source),
      );
    });
  }

  explain({ explain: paths }: ExplainEntry): void {
    for (const path of paths) {
      const job: Job = { kind: "explain", engine: engineOf("explain"), log: this.sources.add(path) };
      this.add(job, `${shown(path)}, explain`, dirname(path));
    }
  }

  private modules(
    paths: readonly string[],
    { exclude, kernels, parameters }: Pick<RunEntry, "exclude" | "kernels" | "parameters">,
    each: (source: ModuleSource, module: ModuleOnKernel, kernel: KernelVersion) => void,
  ): void {
    const sources = this.modulesIn(paths, exclude);
    for (const source of sources) {
      for (const unit of source.units) this.asked.add(shown(source.userPath(unit)));
      for (const path of source.beside ?? []) this.asked.add(shown(source.userPath(path)));
      const first = source.userPath(source.units[0] ?? ".");
      for (const kernel of kernels ?? [kernelFor(undefined, [first])]) {
        const module = { kernel, arch: defaultArch(kernel), ...this.modulePart(source), parameters };
        each(source, module, kernel);
      }
    }
  }

  /** Modules below some paths; entries that follow one another and differ in how they run them read them once. */
  private modulesIn(paths: readonly string[], exclude: readonly string[]): readonly ModuleSource[] {
    const key = JSON.stringify([paths, exclude]);
    if (this.last?.key === key) return this.last.sources;
    const passed = (path: string, why: string): void => void this.passed.push(`${path}: ${why}`);
    const sources = modulesIn(paths, exclude, passed);
    if (sources.length === 0) passed(paths.join(", "), "no module lies there");
    this.last = { key, sources };
    return sources;
  }

  /** A module's files as jobs have them; each is hashed once. */
  private modulePart(source: ModuleSource): ModulePart {
    const known = this.parts.get(source);
    if (known) return known;
    const part = {
      name: source.name,
      units: [...source.units],
      beside: [...(source.beside ?? [])],
      flags: [...source.flags],
      sources: this.sources.addList(
        [...source.files.keys()].map((path) => [path, source.userPath(path)] as const),
      ),
      headers: this.sources.addList(treeHeaders(source)),
    };
    this.parts.set(source, part);
    return part;
  }

  private add(job: Job, label: string, root: string): void {
    const hash = jobHash(job);
    const key = `${label} ${hash}`;
    if (this.items.has(key)) return;
    const prefix = root === "." ? "" : `${shown(root)}/`;
    const around = treeAround(root)?.root;
    const tree = around === undefined ? "" : prefixOf(relative(".", around), around);
    this.items.set(key, { job, hash, ...placesOf(job), label, prefix, tree });
  }
}

type FolderPart = Pick<JobOf<"check">, "folder" | "files" | "own" | "around">;

type ModuleOnKernel = Omit<JobOf<"confirm">, "kind" | "engine" | "states">;

/** Headers of the kernel tree around a module that its files include: what is read of them is no more than that. */
function treeHeaders(source: ModuleSource): [string, string][] {
  const root = treeAround(source.userPath(source.units[0] ?? "."))?.root;
  if (root === undefined) return [];
  const has = headersOf(root);
  const texts = [...source.files.values()].filter((text) => typeof text === "string");
  const names = new Set(texts.flatMap(includedBy));
  return [...names]
    .filter((name) => has(name) !== undefined)
    .map((name) => [name, join(root, "include", name)]);
}

/** A tree whose folders are listed once. */
function remembering(tree: FileTree): FileTree {
  const known = new Map<string, readonly FolderEntry[]>();
  const entries = (folder: string): readonly FolderEntry[] => {
    const listed = known.get(folder) ?? tree.entries(folder);
    known.set(folder, listed);
    return listed;
  };
  return { ...tree, entries };
}
