import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readModule } from "../../src/host/module-files.ts";

const folder = mkdtempSync(join(tmpdir(), "unoops-headers-below-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = {
  "one.c": '#include <linux/kernel.h>\n#include "names.h"\n',
  "shared/names.h": "#include <deep/er.h>\n",
  "shared/deep/er.h": "",
  "other/board/kernel.h": "",
  "other/unasked.h": "",
};
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test("of the headers below a module's folder those are read that it includes, and not one that is named like a kernel's", () => {
  const { files } = readModule([join(folder, "one.c")]);
  const names = [...files.keys()].map((path) => path.replace(/^module\//, ""));
  expect(names.toSorted()).toEqual(["one.c", "shared/deep/er.h", "shared/names.h"]);
});

const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)(
  `a folder below a module's that may not be read has nothing for it${isRoot ? " (skipped: root may read everything)" : ""}`,
  () => {
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0);
    expect(() => readModule([join(folder, "one.c")])).not.toThrow();
    chmodSync(locked, 0o700);
  },
);
