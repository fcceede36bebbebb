import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readModule } from "../../src/host/module-files.ts";

const home = mkdtempSync(join(tmpdir(), "unoops-flags-"));
afterAll(() => rmSync(home, { recursive: true }));

/** A module in `src/` whose header lies in `include/` beside it or below it. */
function made(name: string, include: string, flags: string): string {
  const folder = join(home, name, "src");
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(folder, include), { recursive: true });
  writeFileSync(join(folder, include, "beat.h"), "#define BEAT 10\n");
  writeFileSync(join(folder, "heart.c"), '#include "beat.h"\n');
  writeFileSync(join(folder, "Makefile"), `obj-m := heart.o\n${flags}\n`);
  return folder;
}

test("one file is compiled with the flags of the Makefile beside it", () => {
  const folder = made("below", "inc", "ccflags-y := -I$(src)/inc -DSTROKES=2 -I$(srctree)/drivers/w1");
  const { flags, files } = readModule([join(folder, "heart.c")]);
  expect(flags).toEqual(["-Imodule/inc/", "-DSTROKES=2"]);
  expect([...files.keys()]).toContain("module/inc/beat.h");
});

test("a folder that it includes may lie beside the module's", () => {
  const folder = made("beside", "../include", "EXTRA_CFLAGS += -I$(PWD)/../include");
  for (const paths of [[join(folder, "heart.c")], [folder]]) {
    const { flags, files } = readModule(paths);
    const included = flags[0]?.slice(2) ?? "";
    expect(files.get(`${included}beat.h`)).toBe("#define BEAT 10\n");
  }
});

test("a flag's quotes are the shell's, and a text that only make knows is some text", () => {
  const folder = made(
    "texts",
    "inc",
    String.raw`ccflags-y := -DNAME=\"heart\" -DVERSION="\"$(VERSION)\"" -DCOUNT=$(COUNT)`,
  );
  expect(readModule([folder]).flags).toEqual(['-DNAME="heart"', '-DVERSION="?"']);
});

test("what a unit includes comes with it, whatever its name ends with", () => {
  const folder = made("includes", "inc", "");
  writeFileSync(join(folder, "heart.c"), '#include "valves.c"\n');
  writeFileSync(join(folder, "valves.c"), '#include "inc/table.vh"\n#include "../above.c"\n');
  writeFileSync(join(folder, "inc", "table.vh"), "#define BEAT 10\n");
  expect([...readModule([folder]).files.keys()]).toEqual(
    expect.arrayContaining(["module/heart.c", "module/valves.c", "module/inc/table.vh"]),
  );
});

test("a folder whose name ends like a source's is not read as one", () => {
  const folder = made("folders", "lungs.c", "");
  writeFileSync(
    join(folder, "heart.c"),
    '#include <linux/kthread.h>\nint breathe(void *data);\nstatic int __init start(void) { kthread_run(breathe, NULL, "b"); return 0; }\n',
  );
  expect([...readModule([join(folder, "heart.c")]).files.keys()]).toContain("module/heart.c");
});
