import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NOTHING, type JobResult } from "../../src/sweep/result.ts";
import { sqliteStore } from "../../src/sweep/sqlite-store.ts";
import { withFiles } from "../run-command.ts";

const why = await import("better-sqlite3").then(
  () => "",
  () => " (skipped: better-sqlite3 is not installed)",
);
const given = test.skipIf(why !== "");

const RESULT: JobResult = { ...NOTHING, outcome: "safe" };

given(`results and the last sweep are there again when the file is opened again${why}`, () =>
  withFiles({}, async (folder) => {
    const path = join(folder, "deep/sweep.db");
    const store = await sqliteStore(path);
    await store.put(["one", "two"], RESULT);
    await store.keep("nightly", { findings: [], verdicts: { one: ["hash", "safe"] } });
    await store.close();
    const again = await sqliteStore(path);
    expect([...(await again.get(["one", "two", "three"]))]).toEqual([
      ["one", RESULT],
      ["two", RESULT],
    ]);
    expect(await again.last("nightly")).toEqual({ findings: [], verdicts: { one: ["hash", "safe"] } });
    expect(await again.last("another")).toBeUndefined();
    await again.close();
  }),
);

given(`a full disk refuses a result whole, and what was kept before stays${why}`, () =>
  withFiles({}, async (folder) => {
    const path = join(folder, "sweep.db");
    const store = await sqliteStore(path, 12);
    await store.put(["small"], RESULT);
    const large = { ...RESULT, reasons: ["x".repeat(100_000)] };
    await expect(store.put(["large", "large too"], large)).rejects.toThrow("full");
    expect([...(await store.get(["small", "large", "large too"])).keys()]).toEqual(["small"]);
    await store.close();
  }),
);

given(`two sweeps may write to one file${why}`, () =>
  withFiles({}, async (folder) => {
    const path = join(folder, "sweep.db");
    const [one, other] = [await sqliteStore(path), await sqliteStore(path)];
    await Promise.all([one.put(["a"], RESULT), other.put(["b"], RESULT), one.put(["c"], RESULT)]);
    expect([...(await other.get(["a", "b", "c"])).keys()]).toEqual(["a", "b", "c"]);
    await one.close();
    await other.close();
  }),
);

given(`a file that is no store is left alone, and told${why}`, () =>
  withFiles(
    { "notes.txt": "remember the milk, and more than a page of it\n".repeat(100) },
    async (folder) => {
      const path = join(folder, "notes.txt");
      const before = readFileSync(path);
      await expect(sqliteStore(path)).rejects.toThrow(/--store .*notes\.txt: file is not a database/);
      expect(readFileSync(path)).toEqual(before);
      writeFileSync(join(folder, "empty.db"), "");
      await (await sqliteStore(join(folder, "empty.db"))).close();
    },
  ),
);
