import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileCache } from "../../src/host/file-cache.ts";
import { withPrepared } from "../../src/host/prepared.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unoops-prepared-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("what the package brings compiled is found, what was compiled since comes first, and nothing is written beside it", async () => {
  const prepared = join(folder, "prepared");
  await fileCache(prepared).write("services", Buffer.from("brought"));
  const cache = withPrepared(fileCache(join(folder, "own")), prepared);
  expect(await cache.read("services")).toEqual(Buffer.from("brought"));

  await cache.write("services", Buffer.from("own"));
  await cache.write("module", Buffer.from("module"));
  expect(await cache.read("services")).toEqual(Buffer.from("own"));
  expect(readdirSync(prepared)).toEqual(["services"]);
});

test("a package without it is one that compiles", async () => {
  const cache = withPrepared(fileCache(join(folder, "own")), join(folder, "none"));
  expect(await cache.read("services")).toBeUndefined();
});
