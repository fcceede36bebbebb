import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileCache } from "../../src/host/file-cache.ts";

const folder = mkdtempSync(join(tmpdir(), "unoops-file-cache-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("one value may be written many times at once, and is there whole, with nothing beside it", async () => {
  const cache = fileCache(folder);
  const value = new Uint8Array(1 << 20).fill(7);
  await Promise.all(Array.from({ length: 20 }, () => cache.write("key", value)));
  expect(Buffer.compare((await cache.read("key")) ?? Buffer.alloc(0), value)).toBe(0);
  expect(readdirSync(folder)).toEqual(["key"]);
});
