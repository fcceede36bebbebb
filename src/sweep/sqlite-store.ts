import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../core/user-error.ts";
import { optional } from "./optional.ts";
import { ResultSchema, type JobResult } from "./result.ts";
import { PastSchema, type ResultStore } from "./store.ts";

/** Two sweeps may write at once; one waits so long for the other, in ms. */
const PATIENCE = 10_000;

/** Raised when what is stored changes its form: an older file is then emptied. */
const FORMAT = 1;

const TABLES = `
  BEGIN IMMEDIATE;
  DROP TABLE IF EXISTS results;
  DROP TABLE IF EXISTS sweeps;
  CREATE TABLE results (hash TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE sweeps (plan TEXT PRIMARY KEY, value TEXT NOT NULL);
  PRAGMA user_version = ${FORMAT};
  COMMIT;`;

/** Results in one file. `maxPages` is for tests of a full disk. */
export async function sqliteStore(path: string, maxPages?: number): Promise<ResultStore> {
  const { default: Database } = await optional("better-sqlite3", () => import("better-sqlite3"));
  const open = (): InstanceType<typeof Database> => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      const db = new Database(path, { timeout: PATIENCE });
      db.pragma("journal_mode = WAL");
      db.pragma("synchronous = NORMAL"); // a result that a power cut takes is made again
      if (maxPages !== undefined) db.pragma(`max_page_count = ${maxPages}`);
      if (db.pragma("user_version", { simple: true }) !== FORMAT) db.exec(TABLES);
      return db;
    } catch (error) {
      throw new UserError(`--store ${path}: ${error instanceof Error ? error.message : "cannot be opened"}`);
    }
  };
  const db = open();
  const read = db.prepare<[string], { value: string }>("SELECT value FROM results WHERE hash = ?");
  const write = db.prepare<[string, string]>("INSERT OR REPLACE INTO results VALUES (?, ?)");
  const readSweep = db.prepare<[string], { value: string }>("SELECT value FROM sweeps WHERE plan = ?");
  const writeSweep = db.prepare<[string, string]>("INSERT OR REPLACE INTO sweeps VALUES (?, ?)");
  const writeAll = db.transaction((hashes: readonly string[], value: string) => {
    for (const hash of hashes) write.run(hash, value);
  });
  return {
    get: async (hashes) => {
      const found = new Map<string, JobResult>();
      for (const hash of hashes) {
        const row = read.get(hash);
        // what does not read is as good as absent: the job is done again
        const result = row && ResultSchema.safeParse(JSON.parse(row.value));
        if (result?.success) found.set(hash, result.data);
      }
      return found;
    },
    put: async (hashes, result) => void writeAll(hashes, JSON.stringify(result)),
    last: async (plan) => {
      const row = readSweep.get(plan);
      const past = row && PastSchema.safeParse(JSON.parse(row.value));
      return past?.success ? past.data : undefined;
    },
    keep: async (plan, past) => void writeSweep.run(plan, JSON.stringify(past)),
    close: async () => void db.close(),
  };
}
