import { createHash } from "node:crypto";
import { z } from "zod";
import { ARCHES, KERNEL_VERSIONS } from "../core/kernel-version.ts";
import { RULE_IDS } from "../core/rules.ts";
import { MOST_USERS } from "../core/world.ts";

/** SHA-256 of a file's bytes, of a list of files, or of a job. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The beginning of one: tells the versions of a rule apart, and travels with every job. */
const Version = z.string().regex(/^[0-9a-f]{16}$/);

/** Rules of `check`, each with the version of what finds it. */
export const RuleVersionsSchema = z.partialRecord(z.enum(RULE_IDS), Version);

export type RuleVersions = Readonly<z.infer<typeof RuleVersionsSchema>>;

/** A place inside of the job's own folder: relative, and no way out of it. */
const Path = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => isInside(path), "a path may not leave the job's folder");

function isInside(path: string): boolean {
  if (path.startsWith("/") || /[\0\\]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path === "." || path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** `-D` and `-I` alone, as readKbuild() takes them, and no folder outside of the build tree. */
const Flag = z
  .string()
  .max(4096)
  .regex(/^(?:-D[A-Za-z_][^\0\n]*|-I[\w$(][^\0\n]*)$/)
  .refine((flag) => !flag.split("/").includes(".."), "an include folder may not leave the job's folder");

/** Files by their content: what travels. */
export const FileListSchema = z.array(z.tuple([Path, Hash])).max(100_000);

export type FileList = z.infer<typeof FileListSchema>;

const Kernel = z.enum(KERNEL_VERSIONS as [(typeof KERNEL_VERSIONS)[number]]);

/** A folder that is read. */
const FOLDER = {
  kernel: Kernel,
  folder: Path,
  /** Files of the folder that speak of threads. */
  files: z.array(Path).max(100_000),
  /** The folder's own C files and headers: hash of their list. */
  own: Hash,
  /** The C files of the tree around it; read where the folder's own leave something open. */
  around: Hash.nullable(),
};

/** `unoops check` of one folder. */
const CheckJob = z.strictObject({
  kind: z.literal("check"),
  engine: Hash,
  /** What is asked: rules whose findings are not at hand. */
  rules: RuleVersionsSchema,
  ...FOLDER,
});

/** The files of a module, as readModule() puts them. */
const MODULE_FILES = {
  name: z.string().regex(/^\w{1,200}$/),
  units: z.array(Path).min(1),
  beside: z.array(Path),
  flags: z.array(Flag),
  sources: Hash,
  /** Headers of the kernel tree that the sources include, by the name they are included with. */
  headers: Hash,
};

const MODULE = {
  engine: Hash,
  kernel: Kernel,
  arch: z.enum(ARCHES),
  ...MODULE_FILES,
  parameters: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string()),
};

/** `unoops run` of a module on one kernel. A clock would make the verdict depend on the machine: states end the search. */
const RunJob = z.strictObject({
  kind: z.literal("run"),
  ...MODULE,
  faults: z.boolean(),
  users: z.int().min(0).max(MOST_USERS),
  reload: z.boolean(),
  states: z.int().min(1),
});

const ModuleFilesSchema = z.strictObject(MODULE_FILES);

export type ModulePart = z.infer<typeof ModuleFilesSchema>;

/** `unoops check --run` of one file: its folder is read, and the file is run where something was found in it. */
const CheckRunJob = z.strictObject({
  kind: z.literal("check --run"),
  engine: Hash,
  ...FOLDER,
  arch: z.enum(ARCHES),
  /** What is found in it is told; the other files of the folder have jobs of their own. */
  file: Path,
  /** Whether what is found in files without a job is told here, too: nobody else does. */
  tellsOthers: z.boolean(),
  /** Where the module's build tree lies in the job's folder. */
  home: Path,
  module: ModuleFilesSchema,
  /** The same with the files that call what creates its threads, where only these can. */
  wider: ModuleFilesSchema.nullable(),
  states: z.int().min(1),
});

/** `unoops confirm` of a module on one real kernel. */
const ConfirmJob = z.strictObject({ kind: z.literal("confirm"), ...MODULE, states: z.int().min(1) });

/** `unoops explain` of one log. */
const ExplainJob = z.strictObject({ kind: z.literal("explain"), engine: Hash, log: Hash });

export const JobSchema = z.discriminatedUnion("kind", [
  CheckJob,
  CheckRunJob,
  RunJob,
  ConfirmJob,
  ExplainJob,
]);

/** One piece of work: plain data, and all that its result depends on. */
export type Job = z.infer<typeof JobSchema>;
export type JobKind = Job["kind"];
export type JobOf<K extends JobKind> = Extract<Job, { kind: K }>;

export function hashOf(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What a job is known by: the same work has the same hash, whoever plans it. */
export function jobHash(job: Job): string {
  return hashOf(canonical(job));
}

/**
 * What a job's result is kept under: for `check` whatever rules were asked, for it says itself which. Where it used nothing from around
 * its folder, it is kept without that, too: a change there does not concern it.
 */
export function placesOf(job: Job): { kept: string; narrow: string | undefined } {
  const any = job.kind === "check" ? { ...job, rules: {} } : job;
  const hasAround = "around" in any && any.around !== null;
  return { kept: jobHash(any), narrow: hasAround ? jobHash({ ...any, around: null }) : undefined };
}

/** JSON whose keys stand in order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
