import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { indexedHeadersOf } from "../../src/host/header-index.ts";

const MODULE = new URL("../../src/host/header-index.ts", import.meta.url).href;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "unoops-headers-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const contentsOf = (text: string): { includes: string[]; tags: string[] } => ({
  includes: [],
  tags: [text.trim()],
});

test("what a header defines is read once, and again when the header is another", () => {
  const root = folder();
  mkdirSync(join(root, "include"));
  const place = join(root, "include", "mill.h");
  writeFileSync(place, "grain\n");
  let reads = 0;
  const headers = indexedHeadersOf(root, (text) => (reads++, contentsOf(text)), folder());
  expect([headers.contents("mill.h"), headers.contents("mill.h")].map((one) => one?.tags)).toEqual([
    ["grain"],
    ["grain"],
  ]);
  expect(reads).toBe(1);
  writeFileSync(place, "flour, and bran\n");
  expect(headers.contents("mill.h")?.tags).toEqual(["flour, and bran"]);
  expect(headers.contents("none.h")).toBeUndefined();
  expect(headers.contents("../mill.h")).toBeUndefined();
});

test("what user space shares is found where a kernel build finds it, behind what the kernel has of the name", () => {
  const root = folder();
  for (const [path, text] of [
    ["include/uapi/linux", "shared"],
    ["include/linux", "kernel"],
  ] as const) {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, "mill.h"), `${text}\n`);
  }
  writeFileSync(join(root, "include/uapi/linux/oven.h"), "oven\n");
  const headers = indexedHeadersOf(root, contentsOf, folder());
  expect([headers("linux/mill.h"), headers("linux/oven.h"), headers("linux/none.h")]).toEqual([
    "kernel\n",
    "oven\n",
    undefined,
  ]);
  expect(headers.contents("linux/oven.h")?.tags).toEqual(["oven"]);
});

test("the next process has what one has read, and a folder that cannot be written is no reason to fail", () => {
  const root = folder();
  mkdirSync(join(root, "include"));
  writeFileSync(join(root, "include", "mill.h"), "grain\n");
  const kept = folder();
  const run = (to: string): string => {
    const script = `const { indexedHeadersOf } = await import(${JSON.stringify(MODULE)});
      let reads = 0;
      const of = (text) => (reads++, { includes: [], tags: [text.trim()] });
      const tags = indexedHeadersOf(${JSON.stringify(root)}, of, ${JSON.stringify(to)}).contents("mill.h").tags;
      console.log(reads, ...tags);`;
    const file = join(root, "script.mts");
    writeFileSync(file, script);
    const ran = spawnSync("npx", ["jiti", file], { encoding: "utf8" });
    return `${ran.status} ${ran.stdout.trim()}`;
  };
  expect([run(kept), run(kept)]).toEqual(["0 1 grain", "0 0 grain"]);
  expect(readdirSync(kept)).toHaveLength(1);
  expect(readFileSync(join(kept, readdirSync(kept)[0] ?? ""), "utf8")).toContain("grain");
  expect(run(join(root, "include", "mill.h", "beneath"))).toBe("0 1 grain");
});
