import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Binaries } from "../../src/explain/binaries.ts";
import { readCrashes } from "../../src/oops/index.ts";

const hasGcc = spawnSync("gcc", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "unoops-lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!hasGcc)(
  "lines and inlined functions come from a vmlinux with debug information",
  { timeout: 120_000 },
  async () => {
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
    const named = await new Binaries({ vmlinux, basePath: `${folder}/` }, (message) => {
      throw new Error(message);
    }).symbolise(crash);
    expect(named.frames.slice(0, 2)).toMatchObject([
      { function: "look", inline: true, source: "k.c:3" },
      { function: "stop", source: "k.c:8" },
    ]);
  },
);
