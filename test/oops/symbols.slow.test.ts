import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DebugBinaries } from "../../src/explain/binaries.ts";
import { readCrashes } from "../../src/oops/index.ts";

const hasGcc = spawnSync("gcc", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "unoops-lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!hasGcc)(
  "lines and inlined functions come from a vmlinux with debug information",
  { timeout: 120_000 },
  () => {
    const source = join(folder, "k.c");
    writeFileSync(
      source,
      `static inline __attribute__((always_inline)) int look(int *p)
{
	__asm__ volatile("nop; nop; nop; nop");
	return *p;
}
__attribute__((noinline)) int stop(int *p)
{
	return look(p) + 1;
}
int _start(int *p)
{
	return stop(p) + 2;
}
`,
    );
    const vmlinux = join(folder, "vmlinux");
    const built = spawnSync("gcc", ["-g", "-O2", "-nostdlib", "-static", "-o", vmlinux, source]);
    expect(String(built.stderr)).toBe("");
    const size =
      /^[0-9a-f]+ ([0-9a-f]+) T stop$/m.exec(String(spawnSync("nm", ["-S", vmlinux]).stdout))?.[1] ?? "0";
    const [crash] = readCrashes(`BUG: kernel NULL pointer dereference, address: 0000000000000000
CPU: 0 PID: 87 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:stop+0x1/0x${Number.parseInt(size, 16).toString(16)}
Call Trace:
 entry+0x1/0x2
`);
    if (!crash) throw new Error("no crash found");
    const named = new DebugBinaries({ vmlinux, basePath: `${folder}/` }, (message) => {
      throw new Error(message);
    }).symbolise(crash);
    expect(named.frames.slice(0, 2)).toMatchObject([
      { function: "look", inline: true, source: "k.c:3" },
      { function: "stop", source: "k.c:8" },
    ]);
  },
);

test.skipIf(!hasGcc)(
  "in a module, functions of several sections share addresses, and each has its own lines",
  () => {
    const source = join(folder, "m.c");
    writeFileSync(
      source,
      `__attribute__((noinline)) int look(int *p)
{
	return *p;
}

__attribute__((section(".init.text"), noinline)) int start(int *p)
{
	return look(p) + *p;
}

__attribute__((section(".exit.text"), noinline)) int stop(int *p)
{
	return look(p) + 2;
}
`,
    );
    const modules = join(folder, "modules");
    mkdirSync(modules);
    const built = spawnSync("gcc", [
      "-g",
      "-O1",
      "-c",
      "-fcf-protection=none",
      "-o",
      join(modules, "m.ko"),
      source,
    ]);
    expect(String(built.stderr)).toBe("");
    const sizes = new Map(
      String(spawnSync("nm", ["-S", join(modules, "m.ko")]).stdout)
        .split("\n")
        .flatMap((line) => {
          const [, size = "", name = ""] = /^[0-9a-f]+ ([0-9a-f]+) T (\w+)$/.exec(line) ?? [];
          return name === "" ? [] : [[name, Number.parseInt(size, 16)] as const];
        }),
    );
    const frame = (name: string, offset: number): string =>
      `${name}+0x${offset.toString(16)}/0x${sizes.get(name)?.toString(16)} [m]`;
    const [crash] = readCrashes(`BUG: kernel NULL pointer dereference, address: 0000000000000000
CPU: 0 PID: 87 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:${frame("look", 0)}
Call Trace:
 ${frame("stop", 5)}
 ${frame("start", 1)}
`);
    if (!crash) throw new Error("no crash found");
    const { frames } = new DebugBinaries({ modules, basePath: `${folder}/` }, (message) => {
      throw new Error(message);
    }).symbolise(crash);
    expect(frames.map(({ function: name, source: place }) => `${name} ${place}`)).toEqual([
      "look m.c:3",
      expect.stringMatching(/^stop m\.c:1[12345]$/),
      expect.stringMatching(/^start m\.c:[6789]$/),
    ]);
  },
);
