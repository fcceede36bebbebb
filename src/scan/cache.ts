import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, isUnwritable } from "../host/file-cache.ts";
import { entriesOf } from "../host/read.ts";
import type { UnitResult } from "./units.ts";
import { version } from "../host/package-version.ts";

/** Size and time of last change of a file. */
type Stamp = string;

interface Stored {
  /** Stamp of each file, and whether it speaks of threads. */
  readonly looks: Record<string, readonly [Stamp, boolean]>;
  /** Result of each folder, with the stamp of everything in it, and of the part of the tree that was searched for it. */
  readonly units: Record<string, readonly [Stamp, UnitResult]>;
}

/** What an earlier run over the same paths found out; files that changed since are looked at again. */
export class CheckCache {
  readonly #path: string;
  readonly #old: Stored;
  readonly #new: Stored = { looks: {}, units: {} };
  readonly #folders = new Map<string, Stamp>();
  readonly #trees = new Map<string, Stamp>();

  /** `about` is what a result depends on besides the files: the paths, the kernel. */
  constructor(about: readonly string[]) {
    const id = hashOf([resolve("."), version(), ownStamp(), ...about]);
    this.#path = join(cacheFolder(), "check", `${id.slice(0, 32)}.json`);
    this.#old = readStored(this.#path);
  }

  /** What was found at the last look; undefined when the file is new or has changed. */
  look(file: string): boolean | undefined {
    const old = this.#old.looks[file];
    return old?.[0] === stampOf(file) ? old[1] : undefined;
  }

  keepLook(file: string, speaks: boolean): void {
    this.#new.looks[file] = [stampOf(file), speaks];
  }

  /** Result of a folder in which nothing has changed. */
  unit(folder: string): UnitResult | undefined {
    const old = this.#old.units[folder];
    return old?.[0] === this.#stampOfUnit(folder, old?.[1].searched) ? old[1] : undefined;
  }

  keepUnit(folder: string, result: UnitResult): void {
    this.#new.units[folder] = [this.#stampOfUnit(folder, result.searched), result];
  }

  /** Writes what this run knows; a reader never sees half of it. Where nothing can be written, the next run reads again. */
  save(): void {
    const draft = `${this.#path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeFileSync(draft, JSON.stringify(this.#new));
      renameSync(draft, this.#path);
    } catch (error) {
      if (!isUnwritable(error)) throw error;
    }
  }

  #stampOfUnit(folder: string, searched: string | undefined): Stamp {
    const own = this.#stampOfFolder(folder);
    return searched === undefined ? own : `${own} ${this.#stampOfTree(searched)}`;
  }

  #stampOfTree(root: string): Stamp {
    let stamp = this.#trees.get(root);
    if (stamp === undefined) {
      const inner = entriesOf(root)
        .filter((entry) => entry.isDirectory())
        .map((entry) => this.#stampOfTree(join(root, entry.name)));
      stamp = hashOf([this.#stampOfFolder(root), ...inner]);
      this.#trees.set(root, stamp);
    }
    return stamp;
  }

  #stampOfFolder(folder: string): Stamp {
    let stamp = this.#folders.get(folder);
    if (stamp === undefined) {
      const names = entriesOf(folder)
        .map((entry) => entry.name)
        .filter((name) => /\.[ch]$/.test(name))
        .toSorted();
      stamp = hashOf(names.map((name) => `${name} ${stampOf(join(folder, name))}`));
      this.#folders.set(folder, stamp);
    }
    return stamp;
  }
}

function hashOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

function stampOf(file: string): Stamp {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs}` : "gone";
}

/** Changes with the program itself: the newest of the files that decide. */
function ownStamp(): string {
  const times = ["../check", "../kernel-api", "../source"].flatMap((name) => {
    const folder = fileURLToPath(new URL(name, import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return files.map((file) => statSync(join(folder, file)).mtimeMs);
  });
  return String(Math.max(...times));
}

/** A cache that is missing or damaged is an empty one. */
function readStored(path: string): Stored {
  const empty: Stored = { looks: {}, units: {} };
  if (!existsSync(path)) return empty;
  try {
    const stored: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isStored(stored) ? stored : empty;
  } catch (error) {
    if (error instanceof SyntaxError) return empty;
    throw error;
  }
}

function isStored(value: unknown): value is Stored {
  return typeof value === "object" && value !== null && "looks" in value && "units" in value;
}
