import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { MAIN, notBuilt } from "../sweep/dist.ts";

test.skipIf(notBuilt !== "").each([
  [["run", "--nonsense"], "unoops: unknown option '--nonsense'\n(unoops run --help shows what it takes)\n"],
  [
    ["solve", "x.c"],
    "unoops: required option '--log <file>' not specified\n(unoops solve --help shows what it takes)\n",
  ],
  [
    ["explain", "/nowhere.log"],
    "unoops: /nowhere.log: no such file; give a kernel log, or - for standard input\n",
  ],
  [["explain", "/"], "unoops: /: is a folder; give a kernel log, or - for standard input\n"],
  [["nonsense"], "unoops: unknown command 'nonsense'\n(unoops --help shows what there is)\n"],
])(
  `%j is told what is wrong, and where the right words are${notBuilt && ` (skipped: ${notBuilt})`}`,
  (words, said) => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { encoding: "utf8" });
    expect(stderr).toBe(said);
    expect(status).toBe(2);
  },
);
