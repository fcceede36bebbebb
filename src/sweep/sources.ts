import { readFileSync } from "node:fs";
import { UserError } from "../core/user-error.ts";
import { FileListSchema, hashOf, type FileList, type Job } from "./job.ts";

/** The files of a job: its own, and those of the kernel tree that it names. */
export interface Inputs {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly headers: ReadonlyMap<string, Uint8Array>;
  /** For `check --run`: the module that its file is, and that with its callers. */
  readonly module: ReadonlyMap<string, Uint8Array>;
  readonly wider: ReadonlyMap<string, Uint8Array>;
  /** Whether what lies around the folder is among the files. */
  readonly hasAround: boolean;
}

/** Reads what a hash stands for. */
export interface Sources {
  read(hash: string): Promise<Uint8Array>;
}

/** Files of this machine by their content. They stay where they are, and are read when they are wanted. */
export class LocalSources implements Sources {
  private readonly paths = new Map<string, string>();
  private readonly lists = new Map<string, Uint8Array>();
  private readonly hashes = new Map<string, string>();

  /** Hash of a file, which is read once. */
  add(path: string): string {
    let hash = this.hashes.get(path);
    if (hash === undefined) {
      hash = hashOf(readFileSync(path));
      this.hashes.set(path, hash);
      this.paths.set(hash, path);
    }
    return hash;
  }

  /** Hash of a list of files, each a path in the job's folder and a path here. */
  addList(files: Iterable<readonly [inJob: string, here: string]>): string {
    const list: FileList = [...files].map(([inJob, here]) => [inJob, this.add(here)]);
    const bytes = new TextEncoder().encode(JSON.stringify(list.toSorted(([a], [b]) => (a < b ? -1 : 1))));
    const hash = hashOf(bytes);
    this.lists.set(hash, bytes);
    return hash;
  }

  async read(hash: string): Promise<Uint8Array> {
    const list = this.lists.get(hash);
    if (list) return list;
    const path = this.paths.get(hash);
    if (path === undefined) throw new Error(`nothing is known by ${hash}`);
    const bytes = readFileSync(path);
    if (hashOf(bytes) !== hash) throw new UserError(`${path} changed while the sweep ran; start it again`);
    return bytes;
  }
}

/** Hashes of the lists that a job names, and of single files. */
export function listsOf(job: Job): { lists: string[]; files: string[] } {
  switch (job.kind) {
    case "check":
      return { lists: job.around === null ? [job.own] : [job.own, job.around], files: [] };
    case "check --run":
      return {
        lists: [
          job.own,
          ...(job.around === null ? [] : [job.around]),
          ...[job.module, ...(job.wider ? [job.wider] : [])].flatMap(({ sources, headers }) => [
            sources,
            headers,
          ]),
        ],
        files: [],
      };
    case "explain":
      return { lists: [], files: [job.log] };
    default:
      return { lists: [job.sources, job.headers], files: [] };
  }
}

export async function readList(sources: Sources, hash: string): Promise<FileList> {
  const bytes = await sources.read(hash);
  return FileListSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

async function load(sources: Sources, list: string): Promise<Map<string, Uint8Array>> {
  const files = await readList(sources, list);
  return new Map(
    await Promise.all(files.map(async ([path, hash]) => [path, await sources.read(hash)] as const)),
  );
}

const NO_FILES: ReadonlyMap<string, Uint8Array> = new Map();

const NO_INPUTS: Inputs = {
  files: NO_FILES,
  headers: NO_FILES,
  module: NO_FILES,
  wider: NO_FILES,
  hasAround: false,
};

/** What a job needs first. */
export async function inputsOf(job: Job, sources: Sources): Promise<Inputs> {
  switch (job.kind) {
    case "check":
      return { ...NO_INPUTS, files: await load(sources, job.own) };
    case "check --run":
      return {
        ...NO_INPUTS,
        files: await load(sources, job.own),
        headers: await load(sources, job.module.headers),
        module: await load(sources, job.module.sources),
        ...(job.wider ? { wider: await load(sources, job.wider.sources) } : {}),
      };
    case "explain":
      return { ...NO_INPUTS, files: new Map([[job.log, await sources.read(job.log)]]) };
    default:
      return {
        ...NO_INPUTS,
        files: await load(sources, job.sources),
        headers: await load(sources, job.headers),
      };
  }
}

/** The same with what lies around the job's folder; undefined where there is nothing. */
export async function moreInputsOf(job: Job, inputs: Inputs, sources: Sources): Promise<Inputs | undefined> {
  if (!("around" in job) || job.around === null) return undefined;
  const files = new Map([...(await load(sources, job.around)), ...inputs.files]);
  return { ...inputs, files, hasAround: true };
}
