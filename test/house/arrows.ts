import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** What each room may import besides itself, with the reason where it is not plain from docs/internals.md. */
export const ARROWS: Record<string, readonly string[]> = {
  core: [],
  "kernel-api": ["core"], // what the functions of the kernel do, for whoever reads, builds, runs or mends a module
  binary: [], // ELF and DWARF: bytes to sections, types and places
  oops: ["core", "binary"],
  source: [],
  compile: ["core", "kernel-api", "binary"], // where the variables of what it compiled are
  explore: [], // knows machines through an interface of its own, not kernels
  machine: ["core", "explore", "compile"], // implements what explore drives, loads what compile built
  check: ["core", "kernel-api", "source"],
  slice: ["core", "kernel-api", "source", "compile"], // a driver's threads as a program of their own
  report: ["core"], // types alone: pure functions
  predict: ["core", "compile", "explore", "machine"], // what a kernel version prints for a failing run
  run: ["core", "kernel-api", "compile", "machine", "explore", "source", "predict"], // judges what the machine did
  fix: ["core", "kernel-api", "source", "check", "run", "compile"],
  solve: ["core", "oops", "compile", "fix", "report"], // a log beside what a run said of the module
  judge: ["core", "explore", "compile", "run", "fix", "report"], // a verdict on a whole or a part, doubted by what reading finds; its steps are notes of that
  page: ["core", "report"], // what a command found out, as a page: knows neither machine nor disk
  playground: [
    "core",
    "kernel-api",
    "oops",
    "slice",
    "compile",
    "run",
    "fix",
    "judge",
    "solve",
    "page",
    "explain", // how a crash is told: a pure function of it (test/house/browser.test.ts)
  ],
  lsp: ["core", "source", "check"], // what runs and touches files comes in by its workbench
  confirm: ["core", "oops", "source", "compile", "host"],
  host: ["core", "kernel-api", "source", "compile"], // reads the files of a module, and finds those beside them that it needs
  scan: ["core", "kernel-api", "source", "check", "host"], // check over files, folders and trees
  explain: ["core", "binary", "oops", "source", "scan", "host", "report"], // what binaries and sources add to a log
  // jobs by the thousand: what commands do with one input, from plain data and without a checkout
  sweep: [
    "core",
    "oops",
    "compile",
    "slice",
    "run",
    "judge",
    "check",
    "confirm",
    "report",
    "page",
    "host",
    "scan",
  ],
  cli: [
    "core",
    "binary",
    "kernel-api",
    "oops",
    "slice",
    "compile",
    "explore",
    "run",
    "fix",
    "judge",
    "confirm",
    "solve",
    "report",
    "page",
    "lsp",
    "host",
    "scan",
    "explain",
    "judge",
    "sweep",
  ],
  index: ["core", "oops", "compile", "run", "scan", "fix", "solve"],
};

/** Rooms that may touch the file system or start processes. */
const HOSTS = ["cli", "confirm", "explain", "host", "scan", "sweep"];

export interface Module {
  readonly file: string;
  readonly room: string;
  readonly imports: readonly {
    readonly specifier: string;
    readonly room: string | undefined;
    readonly typeOnly: boolean;
  }[];
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;

function roomOf(path: string): string {
  const [first = ""] = path.split(sep);
  return first.replace(/\.ts$/, "");
}

/** Reads every TypeScript file under `src` and where its imports lead. */
export function readModules(src: string): Module[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  return files.map((file) => {
    const text = readFileSync(join(src, file), "utf8");
    const imports = [...text.matchAll(IMPORT)].map((match) => {
      const specifier = match[2] ?? match[3] ?? "";
      const target = specifier.startsWith(".")
        ? relative(src, join(src, dirname(file), specifier))
        : undefined;
      return {
        specifier,
        room: target === undefined ? undefined : roomOf(target),
        typeOnly: match[1] !== undefined,
      };
    });
    return { file, room: roomOf(file), imports };
  });
}

/** Everything that a file needs at run time, itself included. */
export function closureOf(modules: readonly Module[], entry: string): Module[] {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const found = new Set<string>([entry]);
  for (const file of found)
    for (const { specifier, typeOnly } of byFile.get(file)?.imports ?? [])
      if (specifier.startsWith(".") && !typeOnly) found.add(join(dirname(file), specifier));
  return [...found].flatMap((file) => byFile.get(file) ?? []);
}

/** One sentence for each import that goes against the arrows. */
export function violations(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, room, imports }) =>
    imports.flatMap(({ specifier, room: target, typeOnly }) => {
      if (target === undefined) {
        const isHost = /^(node:)?(fs|child_process|os|process|worker_threads|net|http|https)(\/|$)/.test(
          specifier,
        );
        return isHost && !typeOnly && !HOSTS.includes(room) ? [`${file} touches the host: ${specifier}`] : [];
      }
      if (target === room || (ARROWS[room] ?? []).includes(target)) return [];
      return [`${file} (${room}) must not import ${specifier} (${target})`];
    }),
  );
}
