import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectation, FIXTURES, rulesOf } from "../run/harness.ts";
import { alone, bereft, judgePart, OF_WORKERS } from "./harness.ts";

/** What a part leaves out on purpose, and so what a module without it cannot show. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(OF_WORKERS.map((name) => [name, "its thread runs a function of the kernel's"])),
  "acpi-notify-thread.c": "operations run one after the other",
  "backlight-thread.c": "operations run one after the other",
  "chip-revision.c": "a chip answers 0 or an error there: what else it is compared with is not told apart",
  "chip-revision-fixed.c":
    "a chip answers 0 or an error there: what else it is compared with is not told apart",
  "exported-stop.c": "other modules call what is exported of a whole module only",
  "length-command.c": "how much is written is 0 there",
  "length-command-fixed.c": "how much is written is 0 there",
  "matched-data.c": "what the table says of the device is looked up by a call that is left out",
  "matched-data-fixed.c": "what the table says of the device is looked up by a call that is left out",
  "switch-hidden-last.c": "operations run one after the other",
  "never-ran.c": "a wake-up may come from what is left out",
  "nonblock-command-fixed.c": "what ends its wait is left out",
  "netlink-starts-twice.c": "operations run one after the other",
  "parameter-starts-late.c": "operations run one after the other",
  "semaphore-stop-by-user.c": "operations run one after the other",
  "proc-stops-first.c": "operations run one after the other",
  "second-open-command.c": "operations run one after the other, so a file is open once",
  "second-open-command-fixed.c": "operations run one after the other, so a file is open once",
  "sysfs-starts-again.c": "operations run one after the other",
  "table-command.c": "which text of a table was found is counted in a loop that is left out",
  "table-command-fixed.c": "which text of a table was found is counted in a loop that is left out",
  "timer-wakes-thread.c": "its timer is set up by a macro of the header that is left out",
};

/** Modules of ours that create a thread, with what is said of them. */
const modules = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".c") && !(name in LEFT_OUT))
  .filter((name) => /\bkthread_(run|create)\s*\(/.test(readFileSync(join(FIXTURES, name), "utf8")))
  .map((name) => [name, expectation(join(FIXTURES, name))] as const)
  .filter(([, expected]) => expected === "safe" || expected.startsWith("kthread-"));

test.each(modules)("%s without its headers and structs is %s all the same", async (name, expected) => {
  const path = join(FIXTURES, name);
  const verdict = await judgePart(alone(path, bereft(path)), "6.12");
  if (expected === "safe") expect(verdict).toMatchObject({ outcome: "safe", findings: [] });
  else expect(rulesOf(verdict)).toContain(expected);
});
