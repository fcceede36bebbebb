import { chmodSync, mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { refuseUnwritable } from "../../src/host/writable.ts";
import { withFiles } from "../run-command.ts";

const isRoot = process.getuid?.() === 0;

test("a file that cannot be written is refused before the work, with its option", () =>
  withFiles({ "there.html": "" }, async (folder) => {
    refuseUnwritable("--html", `${folder}/there.html`);
    refuseUnwritable("--html", `${folder}/new.html`);
    expect(() => refuseUnwritable("--html", folder)).toThrow(/^--html .*: is a folder/);
    expect(() => refuseUnwritable("--out", `${folder}/no/x.md`)).toThrow(/^--out .*: there is no folder/);
  }));

test.skipIf(isRoot)("a folder that is read-only is told (skipped for root, who may write it)", () =>
  withFiles({ "a.c": "" }, async (folder) => {
    mkdirSync(`${folder}/ro`);
    chmodSync(`${folder}/ro`, 0o500);
    expect(() => refuseUnwritable("--html", `${folder}/ro/x.html`)).toThrow("cannot be written");
  }),
);
